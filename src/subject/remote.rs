//! The address of a repository, in the one form in which evidence and policies can compare it.

use gix::url::Scheme;

/// `https://host/owner/name` for any address of a repository on a host: without user, password, `.git` and the port
/// of another protocol. `None` for a local path.
pub(super) fn normalise(address: &str) -> Option<String> {
    let url = gix::url::parse(address.trim()).ok()?;
    let host = url.host.as_deref().filter(|host| !host.is_empty())?.to_ascii_lowercase();
    let port = match (&url.scheme, url.port) {
        (Scheme::File, _) => return None,
        (Scheme::Https, Some(port)) if port != 443 => format!(":{port}"),
        (Scheme::Http, Some(port)) if port != 80 => format!(":{port}"),
        _ => String::new(),
    };
    let path = String::from_utf8(url.path.to_vec()).ok()?;
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    if path.is_empty() || path.contains(|c: char| c.is_control() || c.is_whitespace()) {
        return None;
    }
    Some(format!("https://{host}{port}/{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_of_a_repository_becomes_one() {
        for address in [
            "https://github.com/acme/payments",
            "https://github.com/acme/payments.git",
            "https://github.com:443/acme/payments/",
            "https://user:ghp_secret@GitHub.com/acme/payments.git",
            "https://x-access-token@github.com/acme/payments",
            "http://github.com/acme/payments",
            "git@github.com:acme/payments.git",
            "ssh://git@github.com:22/acme/payments.git",
            "git://github.com/acme/payments.git",
        ] {
            let normal = normalise(address);
            assert_eq!(normal.as_deref(), Some("https://github.com/acme/payments"), "{address}");
        }
        assert_eq!(
            normalise("https://git.acme.example:8443/group/sub/payments.git").as_deref(),
            Some("https://git.acme.example:8443/group/sub/payments")
        );
    }

    #[test]
    fn a_local_path_is_no_address() {
        for address in [
            "/srv/git/payments.git",
            "../payments",
            "file:///srv/git/payments",
            "",
            "https://host/",
        ] {
            assert_eq!(normalise(address), None, "{address}");
        }
    }
}
