//! Which artifact or commit a document describes. Whatever is listed here and is not the subject makes the document
//! one about something else, so only what plainly identifies the described component is: its digests, and the commit in
//! its package URL or repository address. Pedigree commits are not (they tell how it differs from an ancestor), nor
//! are image labels (an image inherits those of its base).

use super::bom::Component;
use crate::evidence::{About, Digest};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Whether a property of this name holds the digest of the described artifact.
pub(super) fn names_subject(property: &str) -> bool {
    matches!(property, "aquasecurity:trivy:RepoDigest" | "aquasecurity:trivy:ImageID")
}

/// What the described component says that it is.
pub(super) fn of(primary: &Component) -> Vec<About> {
    let hashes = primary.hashes.iter().filter_map(|hash| {
        format!("{}:{}", hash.alg.as_deref()?, hash.content.as_deref()?).parse().ok()
    });
    let version = primary.version.as_deref().and_then(digest);
    let properties = primary.subject_digests.iter().filter_map(|value| digest(value));
    let digests = hashes.chain(version).chain(properties).map(About::Digest);

    let repositories = primary.repository_urls.iter().filter_map(|url| commit_of(url));
    let commits = repositories.map(About::Commit);

    let purl = primary.purl.as_deref().map(of_purl).unwrap_or_default();
    let all: BTreeSet<_> = digests.chain(commits).chain(purl).collect();
    all.into_iter().collect()
}

/// `sha256:…`, alone or behind the `@` of an image reference.
fn digest(text: &str) -> Option<Digest> {
    text.rsplit('@').next()?.parse().ok()
}

/// `pkg:oci/app@sha256%3A…`, `pkg:github/owner/repo@COMMIT`, `pkg:…?vcs_url=git%2Bhttps://…%40COMMIT`.
fn of_purl(purl: &str) -> Vec<About> {
    let purl = purl.split('#').next().unwrap_or_default();
    let (path, qualifiers) = purl.split_once('?').unwrap_or((purl, ""));
    let version = percent_decoded(path.rsplit_once('@').map_or("", |(_, version)| version));
    let hosted =
        ["pkg:github/", "pkg:gitlab/", "pkg:bitbucket/"].iter().any(|host| path.starts_with(host));
    let mut about: Vec<_> = version.parse().ok().map(About::Digest).into_iter().collect();
    if hosted && is_commit(&version) {
        about.push(About::Commit(version.to_ascii_lowercase()));
    }
    let vcs_url = qualifiers.split('&').find_map(|pair| pair.strip_prefix("vcs_url="));
    about.extend(vcs_url.and_then(|url| commit_of(&percent_decoded(url))).map(About::Commit));
    about
}

/// The full commit in a repository's address: `git+https://…@COMMIT`, `…#COMMIT`, `…/commit/COMMIT`.
fn commit_of(url: &str) -> Option<String> {
    url.rsplit(['@', '#', '/']).find(|part| is_commit(part)).map(str::to_ascii_lowercase)
}

fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Resolves `%3A` and its like; what is not one stays as it is.
pub(super) fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

    fn check(component: &Component, expected: &[&str]) {
        let about = of(component).into_iter().map(|about| match about {
            About::Commit(commit) => commit,
            About::Digest(digest) => digest.to_string(),
        });
        assert_eq!(about.collect::<Vec<_>>(), expected);
    }

    fn purl(purl: String) -> Component {
        Component { purl: Some(purl), ..Component::default() }
    }

    #[test]
    fn an_image_is_known_by_its_digest_wherever_it_is_stated() {
        let hex = "ab".repeat(32);
        let digest = format!("sha256:{hex}");
        check(&purl(format!("pkg:oci/app@{digest}?arch=arm64")), &[&digest]);
        check(&purl(format!("pkg:oci/app@sha256%3A{hex}")), &[&digest]);
        check(&Component { version: Some(digest.clone()), ..Component::default() }, &[&digest]);
        let subject_digests = vec![format!("registry.test/app@{digest}"), digest.clone()];
        check(&Component { subject_digests, ..Component::default() }, &[&digest]);
    }

    #[test]
    fn a_commit_is_taken_only_from_an_address_of_the_source() {
        check(&purl(format!("pkg:github/acme/app@{COMMIT}")), &[COMMIT]);
        check(&purl(format!("pkg:npm/app@1?vcs_url=git%2Bhttps://host/app%40{COMMIT}")), &[COMMIT]);
        check(&purl(format!("pkg:npm/app@{COMMIT}")), &[]);
        check(&purl("pkg:github/acme/app@v1".into()), &[]);
        for url in ["git+https://host/app.git@", "https://host/app/commit/", "ssh://host/app#"] {
            let repository_urls = vec![format!("{url}{COMMIT}")];
            check(&Component { repository_urls, ..Component::default() }, &[COMMIT]);
        }
    }

    #[test]
    fn percent_signs_that_are_no_escape_stay() {
        assert_eq!(percent_decoded("a%3Ab%zz%4"), "a:b%zz%4");
    }
}
