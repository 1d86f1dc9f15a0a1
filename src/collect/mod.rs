//! Gathers evidence: finds the files, opens each once, bounds, hashes and parses those bytes, and binds what they say to
//! the subject. What does not count is kept, with the reason: nothing is dropped in silence.

mod bind;
mod files;
mod read;

pub use files::{PatternError, Selection, is_pattern};
pub use read::{FileError, read_bounded, read_stdin};

use crate::evidence::{About, Digest, Evidence, ProblemKind, Records, Statement, approvals};
use crate::formats::{self, Format, Limits};
use camino::Utf8PathBuf;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// One entry of what is to be gathered, from the gate file or the command line.
#[derive(Debug, Clone)]
pub struct Item {
    /// Unique in a run.
    pub id: String,
    /// Where its files are.
    pub files: Selection,
    /// The format that they must be in; recognised from the content where it is not given.
    pub format: Option<&'static Format>,
    /// Whether the gate cannot do without.
    pub required: bool,
    /// How old a document may be.
    pub max_age: Option<SignedDuration>,
    /// How many records there must be in all its documents together.
    pub min_items: usize,
    /// Whether its documents must name the subject.
    pub bound: bool,
    /// Whether files in no known format are passed over: true for a pattern on the command line.
    pub skip_unrecognised: bool,
}

/// The commit and the artifact digests that evidence can name.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    /// The commit, in lower-case hex.
    pub commit: Option<String>,
    /// Digests of the artifacts.
    pub artifacts: Vec<Digest>,
}

/// A document as it was read.
#[derive(Debug)]
pub struct Document {
    /// The id of its evidence.
    pub id: Arc<str>,
    /// Where it was read from, as the user named it.
    pub path: Utf8PathBuf,
    /// Its raw bytes; empty where they could not be read.
    pub bytes: Vec<u8>,
}

/// Everything that was gathered.
#[derive(Debug, Default)]
pub struct Gathered {
    /// What the documents say, sorted by id.
    pub evidence: Vec<Evidence>,
    /// The documents, in the same order.
    pub documents: Vec<Document>,
    /// What became of each item, in the order of the gate file.
    pub items: Vec<Outcome>,
    /// Files that a pattern on the command line names, and that are in no known format.
    pub ignored: Vec<Utf8PathBuf>,
}

/// What became of an item.
#[derive(Debug)]
pub struct Outcome {
    /// The item's id.
    pub id: String,
    /// Whether the gate cannot do without.
    pub required: bool,
    /// The ids of its documents.
    pub documents: Vec<String>,
    /// The records of those that count.
    pub records: usize,
    /// Why it does not count, and the document that is to blame.
    pub shortfalls: Vec<Shortfall>,
}

/// One reason why an item does not count.
#[derive(Debug, Clone)]
pub struct Shortfall {
    /// What is the matter.
    pub kind: ProblemKind,
    /// The same for people.
    pub message: String,
    /// The document, where it is one document's fault.
    pub document: Option<String>,
    /// The place in it.
    pub at: Option<crate::evidence::At>,
}

/// Gathers every item.
///
/// Files are read and parsed on all cores; the result does not depend on the order in which they end.
pub fn gather(items: &[Item], identity: &Identity, now: Timestamp) -> Gathered {
    let wanted: Vec<(&Item, Utf8PathBuf)> = items
        .iter()
        .flat_map(|item| item.files.paths.iter().map(move |path| (item, path.clone())))
        .collect();
    let mut ignored = Vec::new();
    let mut read = in_parallel(&wanted, |(item, path)| read_one(item, path, identity, now));
    let bound: BTreeSet<String> = wanted
        .iter()
        .zip(&read)
        .filter(|((item, _), _)| item.bound)
        .map(|(_, (evidence, _))| evidence.id.clone())
        .collect();
    join_approvals(&mut read, identity);
    for (evidence, _) in read.iter_mut().filter(|(evidence, _)| bound.contains(&evidence.id)) {
        bind::must_name(&mut evidence.statement, evidence.subject_match);
    }
    let outcomes = items.iter().map(|item| outcome(item, &wanted, &read)).collect();
    let mut passed_over = wanted.iter().map(|(item, _)| item.skip_unrecognised);
    read.retain(|(evidence, _)| {
        let ignore = passed_over.next().unwrap_or_default() && is_unrecognised(evidence);
        if ignore {
            ignored.push(evidence.path.clone());
        }
        !ignore
    });
    read.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    let (evidence, documents) = read.into_iter().unzip();
    Gathered { evidence, documents, items: outcomes, ignored }
}

/// What files say, recognised from their content, bound to nothing: the base of `inspect`.
pub fn inspect(paths: &[Utf8PathBuf]) -> Vec<Evidence> {
    let item = |path: &Utf8PathBuf| Item {
        id: path.to_string(),
        files: Selection::default(),
        format: None,
        required: true,
        max_age: None,
        min_items: 0,
        bound: false,
        skip_unrecognised: false,
    };
    let nothing = Identity::default();
    let mut read = in_parallel(paths, |path| read_one(&item(path), path, &nothing, Timestamp::MAX));
    join_approvals(&mut read, &nothing);
    read.into_iter().map(|(evidence, _)| evidence).collect()
}

fn read_one(
    item: &Item,
    path: &camino::Utf8Path,
    identity: &Identity,
    now: Timestamp,
) -> (Evidence, Document) {
    let id = document_id(item, path);
    let (bytes, format, mut statement) = match read_bounded(path, Limits::DEFAULT.bytes) {
        Ok(bytes) => {
            let (format, statement) = formats::read(&bytes, item.format, Limits::DEFAULT);
            (bytes, format, statement)
        }
        Err(error) => {
            let mut statement = Statement::default();
            statement.problem(ProblemKind::Unreadable, error.to_string());
            (Vec::new(), None, statement)
        }
    };
    let shared: Arc<str> = id.as_str().into();
    for records in &mut statement.records {
        records.bind(&shared);
    }
    for problem in &mut statement.problems {
        if let Some(at) = &mut problem.at {
            at.document = Some(shared.clone());
        }
    }
    let subject_match = bind::to_subject(&mut statement, identity);
    bind::to_time(&mut statement, item.max_age, now);
    let digest = Digest::sha256(&bytes);
    let size = bytes.len() as u64;
    let evidence = Evidence {
        id,
        path: path.to_owned(),
        digest,
        size,
        format: format.map(|f| f.name),
        statement,
        subject_match,
    };
    (evidence, Document { id: shared, path: path.to_owned(), bytes })
}

/// The item's id where it names one file, else the id and the file.
fn document_id(item: &Item, path: &camino::Utf8Path) -> String {
    if item.files.paths.len() <= 1 || item.skip_unrecognised {
        return if item.skip_unrecognised { path.to_string() } else { item.id.clone() };
    }
    format!("{}:{path}", item.id)
}

fn outcome(item: &Item, wanted: &[(&Item, Utf8PathBuf)], read: &[(Evidence, Document)]) -> Outcome {
    let own: Vec<&Evidence> = wanted
        .iter()
        .zip(read)
        .filter(|((of, _), _)| of.id == item.id)
        .map(|(_, (evidence, _))| evidence)
        .filter(|evidence| !(item.skip_unrecognised && is_unrecognised(evidence)))
        .collect();
    let mut shortfalls: Vec<Shortfall> =
        own.iter().flat_map(|evidence| shortfalls_of(evidence)).collect();
    for pattern in &item.files.unmatched {
        if item.required || !own.is_empty() {
            shortfalls.push(absent(format!("no file matches `{pattern}`")));
        }
    }
    if own.is_empty() && shortfalls.is_empty() && item.required {
        shortfalls.push(absent("none of the files is in a known format".to_owned()));
    }
    let records: usize =
        own.iter().filter(|e| e.counts()).map(|evidence| evidence.record_count()).sum();
    if shortfalls.is_empty() && !own.is_empty() && records < item.min_items {
        let message = format!("{records} records in all, and `min_items` is {}", item.min_items);
        shortfalls.push(Shortfall {
            kind: ProblemKind::Partial,
            message,
            document: None,
            at: None,
        });
    }
    Outcome {
        id: item.id.clone(),
        required: item.required,
        documents: own.iter().map(|evidence| evidence.id.clone()).collect(),
        records,
        shortfalls,
    }
}

fn absent(message: String) -> Shortfall {
    Shortfall { kind: ProblemKind::Absent, message, document: None, at: None }
}

fn is_unrecognised(evidence: &Evidence) -> bool {
    evidence.statement.problems.iter().any(|problem| problem.kind == ProblemKind::Unrecognised)
}

fn shortfalls_of(evidence: &Evidence) -> Vec<Shortfall> {
    let fatal = evidence.statement.problems.iter().filter(|problem| problem.is_fatal());
    fatal
        .map(|problem| Shortfall {
            kind: problem.kind,
            message: problem.message.clone(),
            document: Some(evidence.id.clone()),
            at: problem.at.clone(),
        })
        .collect()
}

/// Joins reviews with the pull request that they are of, where the two came in separate files. Reviews alone name no
/// commit of the pull request's head; once joined they are about what it is about.
fn join_approvals(read: &mut [(Evidence, Document)], identity: &Identity) {
    let evidence = read.iter_mut().map(|(evidence, _)| evidence);
    let mut shown: Vec<&mut Evidence> = evidence.filter(|evidence| evidence.is_shown()).collect();
    let documents = shown.iter_mut().flat_map(|evidence| &mut evidence.statement.records);
    let mut documents: Vec<_> = documents
        .filter_map(|records| match records {
            Records::Approvals(approvals) => Some(approvals),
            _ => None,
        })
        .collect();
    approvals::join(&mut documents);
    for evidence in shown.into_iter().filter(|evidence| evidence.statement.about.is_empty()) {
        let targets = evidence.statement.records.iter().filter_map(|records| match records {
            Records::Approvals(approvals) => Some(&approvals.target),
            _ => None,
        });
        let about = targets.flat_map(|target| [&target.head, &target.merge_commit]).flatten();
        evidence.statement.about = about.map(|commit| About::Commit(commit.clone())).collect();
        evidence.subject_match = bind::to_subject(&mut evidence.statement, identity);
    }
}

/// Runs `work` over all inputs on all cores, and returns the results in the order of the inputs.
fn in_parallel<I: Sync, O: Send>(inputs: &[I], work: impl Fn(&I) -> O + Sync) -> Vec<O> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(inputs.len());
    if workers <= 1 {
        return inputs.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let mut done: Vec<(usize, O)> = std::thread::scope(|scope| {
        let worker = || {
            let mut own = Vec::new();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(input) = inputs.get(index) else { return own };
                own.push((index, work(input)));
            }
        };
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        handles
            .into_iter()
            .flat_map(|handle| {
                handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, output)| output).collect()
}
