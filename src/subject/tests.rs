use super::*;
use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A folder of its own, removed at the end.
struct Folder(Utf8PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("gatewright-subject-{}-{count}", std::process::id());
        let path = Utf8PathBuf::try_from(std::env::temp_dir().join(name)).unwrap();
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn repository() -> Self {
        let folder = Self::new();
        folder.git("init --quiet --initial-branch=main");
        folder.write("file.txt", "one\n");
        folder.write("run.sh", "#!/bin/sh\n");
        folder.git("add --all");
        folder.git("commit --quiet --message=first");
        folder
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[expect(clippy::disallowed_methods, reason = "a test makes its repository with git")]
    fn git(&self, arguments: &str) -> String {
        let output = Command::new("git")
            .args(["-c", "protocol.file.allow=always", "-c", "core.autocrlf=false"])
            .args(arguments.split(' '))
            .current_dir(&self.0)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", "Ada")
            .env("GIT_AUTHOR_EMAIL", "ada@acme.example")
            .env("GIT_AUTHOR_DATE", "1750000000 +0200")
            .env("GIT_COMMITTER_NAME", "Grace")
            .env("GIT_COMMITTER_EMAIL", "grace@acme.example")
            .env("GIT_COMMITTER_DATE", "1750000060 +0200")
            .output()
            .unwrap();
        assert!(output.status.success(), "git {arguments}: {output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn facts(&self) -> GitFacts {
        git::read(&self.0).unwrap().expect("a repository")
    }

    fn dirty(&self) -> Option<bool> {
        self.facts().head.unwrap().dirty
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn git_tells_who_made_the_commit_and_when() {
    let folder = Folder::repository();
    let head = folder.facts().head.unwrap();
    assert_eq!(head.sha, folder.git("rev-parse HEAD"));
    assert_eq!(head.committed_at.unwrap().instant.to_string(), "2025-06-15T15:07:40Z");
    assert_eq!(head.dirty, Some(false));
    insta::assert_snapshot!(serde_json::to_string(&(head.author, head.committer)).unwrap(), @r#"[{"name":"Ada","email":"ada@acme.example","type":"unknown"},{"name":"Grace","email":"grace@acme.example","type":"unknown"}]"#);
}

#[test]
fn tags_are_those_at_the_commit_and_the_newest_is_first() {
    let folder = Folder::repository();
    for tag in ["v1.9", "v1.10", "v1.10-rc1", "v1"] {
        folder.git(&format!("tag {tag}"));
    }
    folder.git("tag --annotate --message=old annotated");
    folder.git("commit --quiet --allow-empty --message=second");
    folder.git("tag later");
    folder.git("checkout --quiet main~1");
    let head = folder.facts().head.unwrap();
    assert_eq!(head.tags, ["v1.10", "v1.10-rc1", "v1.9", "v1", "annotated"]);
    folder.git("pack-refs --all");
    assert_eq!(folder.facts().head.unwrap().tags, head.tags);
}

#[test]
fn the_address_of_origin_has_no_credentials() {
    let folder = Folder::repository();
    assert_eq!(folder.facts().repository, None);
    folder.git("remote add origin https://user:secret@github.com/acme/payments.git");
    assert_eq!(folder.facts().repository.as_deref(), Some("https://github.com/acme/payments"));
}

#[test]
fn a_change_to_a_tracked_file_is_dirty() {
    type Change = fn(&Folder);
    let changes: [(&str, Change); 7] = [
        ("edited", |folder| folder.write("file.txt", "two\n")),
        ("edited and staged", |folder| {
            folder.write("file.txt", "longer\n");
            folder.git("add file.txt");
        }),
        ("staged, and the edit taken back", |folder| {
            folder.write("file.txt", "two\n");
            folder.git("add file.txt");
            folder.write("file.txt", "one\n");
        }),
        ("deleted", |folder| fs::remove_file(folder.0.join("file.txt")).unwrap()),
        ("added", |folder| {
            folder.write("new.txt", "new\n");
            folder.git("add new.txt");
        }),
        ("assumed unchanged", |folder| {
            folder.git("update-index --assume-unchanged file.txt");
            folder.write("file.txt", "two\n");
        }),
        ("removed from the index", |folder| {
            folder.git("rm --quiet --cached file.txt");
        }),
    ];
    for (what, change) in changes {
        let folder = Folder::repository();
        change(&folder);
        assert_eq!(folder.dirty(), Some(true), "{what}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_becomes_executable_or_a_link_is_dirty() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = Folder::repository();
    let script = folder.0.join("run.sh");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(folder.dirty(), Some(true));
    folder.git("commit --quiet --all --message=executable");
    assert_eq!(folder.dirty(), Some(false));
    fs::remove_file(&script).unwrap();
    symlink("file.txt", &script).unwrap();
    assert_eq!(folder.dirty(), Some(true));
    folder.git("commit --quiet --all --message=link");
    assert_eq!(folder.dirty(), Some(false));
    fs::remove_file(&script).unwrap();
    symlink("elsewhere.txt", &script).unwrap();
    assert_eq!(folder.dirty(), Some(true));
}

#[test]
fn what_is_not_tracked_or_only_touched_is_not_dirty() {
    let folder = Folder::repository();
    folder.write("report.xml", "<testsuite/>");
    folder.write("file.txt", "one\n");
    assert_eq!(folder.dirty(), Some(false));
}

#[test]
fn no_filter_runs_and_what_one_may_have_changed_is_unknown() {
    let folder = Folder::repository();
    folder.write(".gitattributes", "*.bin filter=canary\n");
    folder.write("large.bin", "pointer\n");
    folder.git("add --all");
    folder.git("commit --quiet --message=attributes");
    let proof = folder.0.join("ran");
    folder.git(&format!("config filter.canary.clean touch${{IFS}}{proof}"));
    folder.git("config core.fsmonitor touch");
    assert_eq!(folder.dirty(), Some(false));
    folder.write("large.bin", "the large file itself\n");
    assert_eq!(folder.dirty(), None);
    assert!(!proof.exists());
}

#[test]
fn a_submodule_is_dirty_when_it_is_at_another_commit_or_changed() {
    let module = Folder::repository();
    let folder = Folder::repository();
    folder.git(&format!("submodule --quiet add {} module", module.0));
    folder.git("commit --quiet --all --message=module");
    assert_eq!(folder.dirty(), Some(false));
    folder.write("module/file.txt", "two\n");
    assert_eq!(folder.dirty(), Some(true));
    folder.git("-C module commit --quiet --all --message=second");
    assert_eq!(folder.dirty(), Some(true));
    folder.git("submodule --quiet deinit --force module");
    assert_eq!(folder.dirty(), Some(false));
}

#[test]
fn worktrees_shallow_clones_and_subfolders_are_read() {
    let folder = Folder::repository();
    folder.git("commit --quiet --allow-empty --message=second");
    let sha = folder.git("rev-parse HEAD");
    folder.git("worktree add --quiet --detach tree main");
    folder.git(&format!("clone --quiet --depth=1 file://{} shallow", folder.0));
    folder.write("deep/er/file", "");
    for path in ["tree", "shallow", "deep/er"] {
        let facts = git::read(&folder.0.join(path)).unwrap().expect("a repository");
        let head = facts.head.unwrap();
        assert_eq!((head.sha, head.dirty), (sha.clone(), Some(false)), "{path}");
    }
}

#[test]
fn a_repository_without_a_commit_has_no_head() {
    let folder = Folder::new();
    folder.git("init --quiet");
    assert_eq!(folder.facts().head, None);
    let subject = resolve(&SubjectSpec::default(), &folder.0, &[], Some(&folder.facts())).unwrap();
    assert_eq!(subject.commit, None);
}

#[test]
fn files_that_look_like_a_bare_repository_are_none() {
    let folder = Folder::new();
    assert!(git::read(&folder.0).unwrap().is_none());
    folder.git("init --quiet --bare");
    assert!(git::read(&folder.0).unwrap().is_none());
}

#[test]
fn a_broken_repository_is_an_error() {
    let folder = Folder::repository();
    folder.write(".git/HEAD", "nonsense");
    assert!(matches!(git::read(&folder.0), Err(SubjectError::Git { .. })));
    let folder = Folder::repository();
    fs::remove_dir_all(folder.0.join(".git/objects")).unwrap();
    fs::create_dir(folder.0.join(".git/objects")).unwrap();
    assert!(matches!(git::read(&folder.0), Err(SubjectError::Git { .. })));
    let folder = Folder::new();
    folder.write(".git", "gitdir: nowhere\n");
    folder.write("deep/file", "");
    assert!(matches!(git::read(&folder.0.join("deep")), Err(SubjectError::Git { .. })));
}

#[test]
fn says_what_git_lacks() {
    let folder = Folder::repository();
    folder.write(
        ".git/config",
        "[core]\nrepositoryformatversion = 1\n[extensions]\nobjectformat = sha256\n",
    );
    let error = git::read(&folder.0).unwrap_err().to_string();
    assert!(error.contains("sha256"), "{error}");
}

fn over(values: &[&str]) -> Vec<Override> {
    values.iter().map(|value| value.parse().unwrap()).collect()
}

#[test]
fn another_commit_has_facts_only_if_the_repository_has_it() {
    let folder = Folder::repository();
    let first = folder.git("rev-parse HEAD");
    folder.git("tag v1");
    folder.git("commit --quiet --allow-empty --message=second");
    let facts = folder.facts();
    let commit = |sha: &str| {
        let overrides = over(&[&format!("commit={sha}")]);
        let subject = resolve(&SubjectSpec::default(), &folder.0, &overrides, Some(&facts));
        subject.unwrap().commit.unwrap()
    };
    let known = commit(&first);
    assert_eq!((known.tags.as_slice(), known.dirty), (["v1".to_owned()].as_slice(), None));
    assert!(known.author.is_some());
    for sha in ["0".repeat(40), "0".repeat(64), folder.git("rev-parse HEAD^{tree}")] {
        assert_eq!(commit(&sha), Commit::unknown(&sha));
    }
    assert_eq!(commit(&folder.git("rev-parse HEAD")).dirty, Some(false));
}

#[test]
fn the_version_comes_from_a_file_or_a_tag() {
    let folder = Folder::repository();
    folder.git("tag v1");
    folder.git("tag v1.4.2");
    folder.git("tag nightly");
    folder.write("VERSION", "1.4.3\nsecond line\n");
    folder.write("Cargo.toml", "[package]\nversion = \"1.4.4\"\n");
    let facts = folder.facts();
    let version = |source: VersionSource, overrides: &[Override]| {
        let spec = SubjectSpec { version: Some(source), ..SubjectSpec::default() };
        resolve(&spec, &folder.0, overrides, Some(&facts)).map(|subject| subject.version)
    };
    let tag = |pattern| VersionSource::Tag(glob::Pattern::new(pattern).unwrap());
    let file = |path: &str| VersionSource::File(path.into());
    assert_eq!(version(tag("v*"), &[]).unwrap().as_deref(), Some("v1.4.2"));
    assert_eq!(version(tag("release-*"), &[]).unwrap(), None);
    assert_eq!(version(file("VERSION"), &[]).unwrap().as_deref(), Some("1.4.3"));
    assert_eq!(version(file("Cargo.toml"), &[]).unwrap().as_deref(), Some("1.4.4"));
    assert_eq!(version(tag("v*"), &over(&["version=2"])).unwrap().as_deref(), Some("2"));
    assert!(matches!(version(file("missing"), &[]), Err(SubjectError::Unreadable { .. })));
    folder.write("blank", "\n1.0\n");
    assert!(matches!(version(file("blank"), &[]), Err(SubjectError::NoVersion { .. })));
}

#[test]
fn artifacts_are_hashed_from_the_gate_file_or_from_the_command_line() {
    let folder = Folder::new();
    folder.write("dist/a.tar", "hello\n");
    let hello = "sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
    let spec = SubjectSpec {
        artifacts: vec![ArtifactSpec::File { name: None, path: "dist/a.tar".into() }],
        ..SubjectSpec::default()
    };
    let artifacts = |overrides: &[&str]| -> Vec<String> {
        let subject = resolve(&spec, &folder.0, &over(overrides), None).unwrap();
        subject.artifacts.iter().map(|it| format!("{} {}", it.name, it.digest)).collect()
    };
    assert_eq!(artifacts(&[]), [format!("dist/a.tar {hello}")]);
    assert_eq!(
        artifacts(&[&format!("image@{hello}"), &format!("digest=image@{hello}"), hello]),
        [format!("image {hello}"), format!("{hello} {hello}")]
    );
    let path = folder.0.join("dist/a.tar");
    assert_eq!(artifacts(&[&format!("artifact={path}")]), [format!("{path} {hello}")]);
}

#[test]
fn what_is_not_a_file_with_content_has_no_digest() {
    let folder = Folder::new();
    folder.write("empty", "");
    for path in ["empty", ".", "missing", "/dev/null"] {
        let spec = SubjectSpec {
            artifacts: vec![ArtifactSpec::File { name: None, path: path.into() }],
            ..SubjectSpec::default()
        };
        let error = resolve(&spec, &folder.0, &[], None).unwrap_err();
        assert_eq!(
            matches!(error, SubjectError::Unreadable { .. }),
            path == "missing",
            "{path}: {error}"
        );
    }
}

#[test]
fn contradictions_are_refused() {
    let folder = Folder::new();
    let resolved = |values: &[String]| {
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        resolve(&SubjectSpec::default(), &folder.0, &over(&values), None)
    };
    let commit = |digit: &str| format!("commit={}", digit.repeat(40));
    let digest = |digit: &str| format!("image@sha256:{}", digit.repeat(64));
    assert!(matches!(
        resolved(&[commit("1"), commit("2")]),
        Err(SubjectError::Twice { key: "commit" })
    ));
    assert!(matches!(resolved(&[digest("1"), digest("2")]), Err(SubjectError::Ambiguous { .. })));
}
