//! Binds a statement to the subject and to the clock: evidence about another commit or artifact, from the future or too
//! old, does not count, and says so.

use super::Identity;
use crate::evidence::{About, ProblemKind, Statement, SubjectMatch};
use jiff::{SignedDuration, Timestamp};

/// Compares what a statement names with what is released. Where it names anything else of a kind that the subject
/// has, it is about something else, whatever else it names.
pub(super) fn to_subject(statement: &mut Statement, identity: &Identity) -> SubjectMatch {
    let commits = statement.about.iter().filter_map(|about| match about {
        About::Commit(commit) => Some(commit.as_str()),
        About::Digest(_) => None,
    });
    let commit = compare(commits, identity.commit.iter().map(String::as_str));
    let digests = statement.about.iter().filter_map(|about| match about {
        About::Digest(digest) => Some(digest),
        About::Commit(_) => None,
    });
    let digest = compare(digests, identity.artifacts.iter());

    let subject_match = match (commit, digest) {
        (SubjectMatch::Mismatched, _) | (_, SubjectMatch::Mismatched) => SubjectMatch::Mismatched,
        (SubjectMatch::Matched, _) | (_, SubjectMatch::Matched) => SubjectMatch::Matched,
        (SubjectMatch::Unstated, SubjectMatch::Unstated) => SubjectMatch::Unstated,
    };
    if subject_match == SubjectMatch::Mismatched {
        statement.problem(ProblemKind::OtherSubject, mismatch(statement, identity, commit));
    }
    subject_match
}

/// Where the gate file asks for it, a statement must name the subject.
pub(super) fn must_name(statement: &mut Statement, subject_match: SubjectMatch) {
    if subject_match == SubjectMatch::Unstated && !statement.records.is_empty() {
        let message = "names neither this commit nor one of the artifacts, and the gate file says `bound: true`";
        statement.problem(ProblemKind::OtherSubject, message);
    }
}

fn compare<T: PartialEq>(
    named: impl Iterator<Item = T>,
    ours: impl Iterator<Item = T>,
) -> SubjectMatch {
    let (mut named, ours) = (named.peekable(), ours.collect::<Vec<_>>());
    if named.peek().is_none() || ours.is_empty() {
        return SubjectMatch::Unstated;
    }
    if named.any(|name| ours.contains(&name)) {
        SubjectMatch::Matched
    } else {
        SubjectMatch::Mismatched
    }
}

fn mismatch(statement: &Statement, identity: &Identity, commit: SubjectMatch) -> String {
    if commit == SubjectMatch::Mismatched {
        let named = statement.about.iter().find_map(|about| match about {
            About::Commit(commit) => Some(commit.as_str()),
            About::Digest(_) => None,
        });
        return format!(
            "about commit {}, and the subject is {}",
            short(named.unwrap_or_default()),
            short(identity.commit.as_deref().unwrap_or_default())
        );
    }
    let named = statement.about.iter().find_map(|about| match about {
        About::Digest(digest) => Some(digest.to_string()),
        About::Commit(_) => None,
    });
    let ours: Vec<_> =
        identity.artifacts.iter().map(|digest| short(&digest.to_string()).to_owned()).collect();
    format!(
        "about {}, and the subject's artifacts are {}",
        short(&named.unwrap_or_default()),
        ours.join(", ")
    )
}

/// Enough of a commit or digest for a person to tell it from another.
fn short(id: &str) -> &str {
    let digits = id.find(':').map_or(12, |colon| colon + 13);
    id.get(..digits).unwrap_or(id)
}

/// Clocks of build machines differ a little.
const SKEW: SignedDuration = SignedDuration::from_mins(10);

/// A local time without a zone may be this far ahead of UTC (Kiribati is at +14).
const FARTHEST_ZONE: SignedDuration = SignedDuration::from_hours(14);

/// Compares the statement's times with the clock: no part of it may be from the future, and its age is its oldest part's.
pub(super) fn to_time(statement: &mut Statement, max_age: Option<SignedDuration>, now: Timestamp) {
    if let Some(newest) = statement.newest.or(statement.made_at) {
        let tolerance = if newest.zone_assumed { FARTHEST_ZONE } else { SKEW };
        if now.duration_since(newest.instant) < -tolerance {
            let message = format!("made at {}, which is after now ({now})", newest.instant);
            statement.problem(ProblemKind::Future, message);
        }
    }
    let Some(made_at) = statement.made_at else {
        if let Some(limit) = max_age.filter(|_| !statement.records.is_empty()) {
            let message = format!(
                "does not say when it was made, and the gate file allows an age of {limit:#}"
            );
            statement.problem(ProblemKind::Stale, message);
        }
        return;
    };
    let age = now.duration_since(made_at.instant);
    if let Some(limit) = max_age.filter(|limit| age > *limit) {
        let message = format!(
            "made at {}, {} ago; the gate file allows {limit:#}",
            made_at.instant,
            coarse(age)
        );
        statement.problem(ProblemKind::Stale, message);
    }
}

/// An age in its largest unit: nobody needs the seconds of three days.
fn coarse(age: SignedDuration) -> String {
    let (count, unit) = match age.as_hours() {
        0 => (age.as_mins(), "minute"),
        hours @ 1..48 => (hours, "hour"),
        hours => (hours / 24, "day"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Digest, Records, Time, tests::Tests};

    fn statement(about: Vec<About>) -> Statement {
        Statement { about, records: vec![Records::Tests(Tests::default())], ..Statement::default() }
    }

    fn identity() -> Identity {
        Identity { commit: Some("a".repeat(40)), artifacts: vec![Digest::sha256(b"ours")] }
    }

    fn check(about: Vec<About>, bound: bool) -> (SubjectMatch, Vec<ProblemKind>) {
        let mut statement = statement(about);
        let subject_match = to_subject(&mut statement, &identity());
        if bound {
            must_name(&mut statement, subject_match);
        }
        (subject_match, statement.problems.iter().map(|problem| problem.kind).collect())
    }

    #[test]
    fn another_commit_or_artifact_never_counts() {
        let ours = || About::Commit("a".repeat(40));
        let theirs = || About::Commit("b".repeat(40));
        let other = || About::Digest(Digest::sha256(b"other"));
        let other_subject = vec![ProblemKind::OtherSubject];
        assert_eq!(check(vec![ours()], false), (SubjectMatch::Matched, vec![]));
        assert_eq!(check(vec![theirs(), ours()], false), (SubjectMatch::Matched, vec![]));
        assert_eq!(check(vec![theirs()], false), (SubjectMatch::Mismatched, other_subject.clone()));
        assert_eq!(
            check(vec![ours(), other()], false),
            (SubjectMatch::Mismatched, other_subject.clone())
        );
        assert_eq!(check(vec![], false), (SubjectMatch::Unstated, vec![]));
        assert_eq!(check(vec![], true), (SubjectMatch::Unstated, other_subject));
    }

    #[test]
    fn time_counts_both_ways() {
        let now: Timestamp = "2026-01-10T00:00:00Z".parse().unwrap();
        let kinds = |made_at: Option<&str>, max_age: Option<i64>| {
            let mut statement = statement(vec![]);
            statement.made_at = made_at.and_then(Time::parse);
            to_time(&mut statement, max_age.map(SignedDuration::from_hours), now);
            statement.problems.iter().map(|problem| problem.kind).collect::<Vec<_>>()
        };
        assert_eq!(kinds(Some("2026-01-09T00:00:00Z"), Some(24)), []);
        assert_eq!(kinds(Some("2026-01-08T23:59:00Z"), Some(24)), [ProblemKind::Stale]);
        assert_eq!(kinds(None, Some(24)), [ProblemKind::Stale]);
        assert_eq!(kinds(None, None), []);
        assert_eq!(kinds(Some("2026-01-10T00:11:00Z"), None), [ProblemKind::Future]);
        assert_eq!(kinds(Some("2026-01-10T13:00:00"), None), []);
    }

    #[test]
    fn age_is_the_oldest_parts_and_no_part_may_be_from_the_future() {
        let now: Timestamp = "2026-01-10T00:00:00Z".parse().unwrap();
        let kinds = |made_at: Option<&str>, newest: &str| {
            let mut statement = statement(vec![]);
            statement.made_at = made_at.and_then(Time::parse);
            statement.newest = Time::parse(newest);
            to_time(&mut statement, Some(SignedDuration::from_hours(24)), now);
            statement.problems.iter().map(|problem| problem.kind).collect::<Vec<_>>()
        };
        let (old, new, next) =
            ("2026-01-01T00:00:00Z", "2026-01-09T12:00:00Z", "2026-01-11T00:00:00Z");
        assert_eq!(kinds(Some(new), new), []);
        assert_eq!(kinds(Some(old), new), [ProblemKind::Stale]);
        assert_eq!(kinds(Some(new), next), [ProblemKind::Future]);
        assert_eq!(kinds(None, next), [ProblemKind::Future, ProblemKind::Stale]);
    }
}
