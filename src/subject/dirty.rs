//! Whether what lies in the working tree is the commit. Computed from git's index and objects alone: `gix`'s own status
//! runs the filter programs that a repository configures, and brings twelve more crates.

use super::git::isolated;
use gix::index::entry::{Flags, Mode, Stage, Stat, stat};
use gix::index::{Entry, File, fs::Metadata};
use gix::{ObjectId, Repository, objs};
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// Whether a tracked file differs from `tree`, in the index or on disk. `None` where that cannot be told: without a
/// working tree, with a sparse index, or where a file differs in a way that an attribute may account for.
///
/// Files that are marked to be assumed unchanged are looked at like any other.
pub(super) fn is_dirty(git: &Repository, tree: ObjectId) -> Option<bool> {
    git.workdir()?;
    let index = git.open_index().ok()?;
    if index.is_sparse() {
        return None;
    }
    let committed = git.index_from_tree(&tree).ok()?;
    let staged = |index: &File| -> Vec<_> {
        let entries = index.entries().iter();
        entries
            .map(|it| {
                (it.path(index).to_owned(), it.mode, it.id, it.stage() == Stage::Unconflicted)
            })
            .collect()
    };
    if staged(&committed) != staged(&index) {
        return Some(true);
    }
    let mut dirty = Some(false);
    for entry in index.entries() {
        match is_changed(git, &index, entry) {
            Some(false) => {}
            Some(true) => return Some(true),
            None => dirty = None,
        }
    }
    dirty
}

fn is_changed(git: &Repository, index: &File, entry: &Entry) -> Option<bool> {
    let path = git.workdir_path(entry.path(index))?;
    let found = match Metadata::from_path_no_follow(&path) {
        Ok(found) => found,
        Err(error) if is_missing(&error) => {
            return Some(!entry.flags.contains(Flags::SKIP_WORKTREE));
        }
        Err(_) => return None,
    };
    let content: Vec<u8>;
    let mut file: std::fs::File;
    let reader: &mut dyn Read = match entry.mode {
        Mode::COMMIT => return is_module_changed(&path, entry.id),
        Mode::SYMLINK if found.is_symlink() => {
            content = std::fs::read_link(&path).ok()?.into_os_string().into_encoded_bytes();
            &mut content.as_slice()
        }
        Mode::FILE | Mode::FILE_EXECUTABLE if found.is_file() => {
            let is_executable = entry.mode == Mode::FILE_EXECUTABLE;
            if cfg!(unix) && found.is_executable() != is_executable {
                return Some(true);
            }
            let options = stat::Options { use_nsec: true, ..Default::default() };
            let is_same = Stat::from_fs(&found).ok()?.matches(&entry.stat, options);
            if is_same && !entry.stat.is_racy(index.timestamp(), options) {
                return Some(false);
            }
            file = std::fs::File::open(&path).ok()?;
            &mut file
        }
        _ => return Some(true),
    };
    let (never, quiet) = (AtomicBool::new(false), &mut gix::progress::Discard);
    let kind = objs::Kind::Blob;
    let id = objs::compute_stream_hash(git.object_hash(), kind, reader, found.len(), quiet, &never);
    match id {
        Ok(id) if id == entry.id => Some(false),
        // A filter or a line ending may be why the bytes differ, and to run filters is out of the question.
        Ok(_) if !may_convert(git, index) => Some(true),
        _ => None,
    }
}

/// Whether a submodule that is checked out is at another commit, or dirty itself.
fn is_module_changed(path: &Path, wanted: ObjectId) -> Option<bool> {
    if !path.join(".git").exists() {
        return Some(false);
    }
    let module = gix::open_opts(path, isolated()).ok()?;
    let head = module.head_commit().ok()?;
    if head.id != wanted {
        return Some(true);
    }
    is_dirty(&module, head.tree_id().ok()?.detach())
}

fn may_convert(git: &Repository, index: &File) -> bool {
    let has_attributes = |entry: &Entry| entry.path(index).ends_with(b".gitattributes");
    git.config_snapshot().string("core.autocrlf").is_some()
        || git.common_dir().join("info/attributes").exists()
        || index.entries().iter().any(has_attributes)
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
