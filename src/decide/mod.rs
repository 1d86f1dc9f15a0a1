//! From what the rules report, and what was gathered, to rulings; from the rulings to the verdict. Pure: the same values in
//! give the same values out.
//!
//! The verdict is never stored: [`Decision::verdict`] and [`Decision::exit`] are computed from the rulings, so the
//! two cannot disagree.

mod house;

use crate::collect::Gathered;
use crate::evidence::{Evidence, Family};
use crate::policy::{Effect, Evaluation, Rule, Violation};
use schemars::JsonSchema;
use serde::Serialize;

/// Every rule that was applied, and what became of it, sorted by id.
#[derive(Debug, Clone)]
pub struct Decision {
    rulings: Vec<Ruling>,
}

/// What became of one rule.
#[derive(Debug, Clone)]
pub struct Ruling {
    /// The rule's id.
    pub id: String,
    /// What it requires, in a few words.
    pub title: String,
    /// How bad it is when it fails, in the policy's words.
    pub severity: Option<String>,
    /// How to fix what it reports.
    pub solution: Option<String>,
    /// Where to read more.
    pub url: Option<String>,
    /// Where it is written; `None` for what the program itself requires.
    pub source: Option<SourcePlace>,
    /// What became of it.
    pub status: Status,
    /// Why, where that is not said by the violations.
    pub reason: Option<String>,
    /// What it reports.
    pub violations: Vec<Violation>,
    /// What it looked at.
    pub examined: Vec<Examined>,
}

/// A place in a policy file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourcePlace {
    /// The file.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
}

/// How much evidence of one family a rule looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Examined {
    /// The family.
    pub family: Family,
    /// Documents.
    pub documents: usize,
    /// Records in them.
    pub records: usize,
}

/// What became of a rule, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It holds.
    Pass,
    /// It does not apply here.
    NotApplicable,
    /// It reports something that does not stop a release.
    Warn,
    /// A person still has to act.
    Pending,
    /// It does not hold.
    Fail,
    /// The evidence that it needs is not there, or does not count.
    Missing,
    /// It could not be evaluated.
    Error,
}

impl Status {
    /// Every status, best first.
    pub const ALL: [Self; 7] = [
        Self::Pass,
        Self::NotApplicable,
        Self::Warn,
        Self::Pending,
        Self::Fail,
        Self::Missing,
        Self::Error,
    ];

    /// The class of exit code that it leads to.
    fn exit(self) -> Exit {
        match self {
            Self::Pass | Self::NotApplicable | Self::Warn => Exit::Go,
            Self::Pending | Self::Fail => Exit::NoGo,
            Self::Missing => Exit::Evidence,
            Self::Error => Exit::Policy,
        }
    }
}

/// The answer of a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Go.
    Pass,
    /// No go.
    Fail,
    /// No answer: something is wrong with the question.
    Error,
}

/// Exit codes. Only 0 means go; the highest class that applies wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// Every rule passed, warned or did not apply.
    Go = 0,
    /// A rule failed, or a person still has to act.
    NoGo = 1,
    /// The command line or the gate file is wrong.
    Usage = 2,
    /// Evidence is missing, empty, stale, unparsable or about another subject.
    Evidence = 3,
    /// A policy does not load, evaluates to an error, or hit a limit.
    Policy = 4,
    /// A signature, digest or pin does not match.
    Integrity = 5,
    /// A defect of the program.
    Internal = 70,
}

impl Exit {
    /// Every code with its meaning, as `--help` lists them.
    pub const TABLE: [(Self, &'static str); 7] = [
        (Self::Go, "go: every rule passed, warned or did not apply"),
        (Self::NoGo, "no-go: a rule failed, or a person still has to act"),
        (Self::Usage, "the command line or the gate file is wrong"),
        (Self::Evidence, "evidence is missing, empty, stale, unparsable or about another subject"),
        (Self::Policy, "a policy does not load, evaluates to an error, or hit a limit"),
        (Self::Integrity, "a signature, digest or pin does not match"),
        (Self::Internal, "internal error"),
    ];

    /// The number.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The verdict that the code stands for.
    pub fn verdict(self) -> Verdict {
        match self {
            Self::Go => Verdict::Pass,
            Self::NoGo | Self::Evidence => Verdict::Fail,
            Self::Usage | Self::Policy | Self::Integrity | Self::Internal => Verdict::Error,
        }
    }
}

impl Decision {
    /// The rulings, sorted by id.
    pub fn rulings(&self) -> &[Ruling] {
        &self.rulings
    }

    /// The class that decides: the worst of all rulings.
    pub fn exit(&self) -> Exit {
        self.rulings.iter().map(|ruling| ruling.status.exit()).max().unwrap_or(Exit::Policy)
    }

    /// The verdict.
    pub fn verdict(&self) -> Verdict {
        self.exit().verdict()
    }

    /// How many rulings have a status.
    pub fn count(&self, status: Status) -> usize {
        self.rulings.iter().filter(|ruling| ruling.status == status).count()
    }
}

/// What a gate demands beyond what its rules say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// Every rule has the evidence that it needs.
    All,
    /// Without a gate file: rules apply to the families that evidence was given for.
    Given,
}

/// Decides: one ruling for each rule that was evaluated, for each item of evidence that was to be gathered, and for what no
/// release can do without (a subject, evidence, a rule).
pub fn decide(
    evaluated: Vec<(&Rule, Evaluation)>,
    excluded: &[&Rule],
    gathered: &Gathered,
    has_subject: bool,
    demand: Demand,
) -> Decision {
    let mut rulings: Vec<_> = evaluated
        .into_iter()
        .map(|(rule, evaluation)| ruling(rule, evaluation, gathered, demand))
        .collect();
    let judged = rulings.iter().any(|ruling| ruling.status != Status::NotApplicable);
    rulings.extend(excluded.iter().map(|rule| Ruling {
        status: Status::NotApplicable,
        reason: Some("excluded by the gate file".to_owned()),
        ..unjudged(rule, gathered)
    }));
    rulings.extend(gathered.items.iter().map(house::evidence));
    rulings.extend(house::subject(has_subject));
    rulings.extend(house::something(judged, !gathered.evidence.is_empty()));
    rulings.sort_by(|a, b| a.id.cmp(&b.id));
    Decision { rulings }
}

/// The ruling on a rule before anything is known of it.
fn unjudged(rule: &Rule, gathered: &Gathered) -> Ruling {
    Ruling {
        id: rule.id.clone(),
        title: rule.title.clone().unwrap_or_else(|| rule.short_name.clone()),
        severity: rule.severity.clone(),
        solution: rule.solution.clone(),
        url: rule.url.clone(),
        source: Some(SourcePlace { path: rule.path.clone(), line: rule.line, column: rule.column }),
        status: Status::Pass,
        reason: None,
        violations: Vec::new(),
        examined: rule.requires.iter().map(|family| examined(*family, gathered)).collect(),
    }
}

fn ruling(rule: &Rule, evaluation: Evaluation, gathered: &Gathered, demand: Demand) -> Ruling {
    let mut ruling = unjudged(rule, gathered);
    match evaluation.outcome {
        Err(error) => {
            ruling.status = Status::Error;
            ruling.reason =
                Some(format!("{} ({}:{}:{})", error.message, error.path, error.line, error.column));
        }
        Ok(violations) => {
            (ruling.status, ruling.reason) = judge(rule, &violations, gathered, demand);
            // What a rule says of evidence that it did not have would only mislead.
            let judged = !matches!(ruling.status, Status::Missing | Status::NotApplicable);
            ruling.violations = if judged { violations } else { Vec::new() };
        }
    }
    ruling
}

/// A violation that was found stands, whatever else is missing; without one, only complete evidence makes a pass.
fn judge(
    rule: &Rule,
    violations: &[Violation],
    gathered: &Gathered,
    demand: Demand,
) -> (Status, Option<String>) {
    let lacking = rule.requires.iter().find(|family| examined(**family, gathered).documents == 0);
    if let Some(family) = lacking {
        let unusable: Vec<&Evidence> = of_family(*family, gathered).collect();
        if violations.is_empty() || !unusable.iter().any(|evidence| evidence.is_shown()) {
            return missing(*family, &unusable, gathered, demand);
        }
    }
    let status = match (violations, rule.effect) {
        ([], _) => Status::Pass,
        (_, Effect::Warn) => Status::Warn,
        (all, Effect::Deny) if all.iter().all(|violation| !violation.pending.is_empty()) => {
            Status::Pending
        }
        (_, Effect::Deny) => Status::Fail,
    };
    (status, None)
}

fn missing(
    family: Family,
    unusable: &[&Evidence],
    gathered: &Gathered,
    demand: Demand,
) -> (Status, Option<String>) {
    let name = family.name();
    let Some(first) = unusable.first() else {
        return match demand {
            Demand::Given => {
                (Status::NotApplicable, Some(format!("no evidence of {name} was given")))
            }
            Demand::All => (Status::Missing, Some(format!("no evidence of {name} was gathered"))),
        };
    };
    let problems = first.statement.problems.iter();
    let why = problems
        .filter(|problem| problem.is_fatal())
        .map(|problem| problem.message.as_str())
        .next();
    let why = why.unwrap_or("it does not count");
    let others = match unusable.len() - 1 {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    (Status::Missing, Some(format!("no evidence of {name} counts; `{}`: {why}{others}", first.id)))
}

fn of_family(family: Family, gathered: &Gathered) -> impl Iterator<Item = &Evidence> {
    gathered.evidence.iter().filter(move |evidence| evidence.families().contains(&family))
}

fn examined(family: Family, gathered: &Gathered) -> Examined {
    let usable: Vec<_> = of_family(family, gathered).filter(|evidence| evidence.counts()).collect();
    let of_family = |evidence: &&Evidence| -> usize {
        let records = evidence.statement.records.iter();
        records
            .filter(|records| records.family() == family)
            .map(crate::evidence::Records::count)
            .sum()
    };
    Examined { family, documents: usable.len(), records: usable.iter().map(of_family).sum() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Digest, Problem, ProblemKind, Records, Statement, SubjectMatch};
    use proptest::prelude::*;

    fn rule(effect: Effect) -> Rule {
        Rule {
            id: "p.rule".to_owned(),
            package: "p".to_owned(),
            short_name: "rule".to_owned(),
            effect,
            title: None,
            description: None,
            severity: None,
            requires: vec![Family::Tests],
            solution: None,
            url: None,
            path: "p.rego".to_owned(),
            line: 1,
            column: 1,
            built_in: false,
        }
    }

    fn document(problem: Option<ProblemKind>) -> Evidence {
        let problems = problem
            .map(|kind| Problem { kind, message: "why".to_owned(), at: None })
            .into_iter()
            .collect();
        let records = vec![Records::Tests(crate::evidence::tests::Tests::default())];
        Evidence {
            id: "it".to_owned(),
            path: "it".into(),
            digest: Digest::sha256(b""),
            size: 0,
            format: Some("junit"),
            statement: Statement { problems, records, ..Statement::default() },
            subject_match: SubjectMatch::Unstated,
        }
    }

    fn violation(pending: bool) -> Violation {
        let pending = if pending { vec!["somebody".to_owned()] } else { Vec::new() };
        Violation { msg: "no".to_owned(), pending, ..Violation::default() }
    }

    /// The exit of one rule, given what it reports and the problem of each document.
    fn check(
        effect: Effect,
        violations: &[bool],
        documents: &[Option<ProblemKind>],
        demand: Demand,
    ) -> Exit {
        let rule = rule(effect);
        let gathered = Gathered {
            evidence: documents.iter().map(|problem| document(*problem)).collect(),
            ..Gathered::default()
        };
        let violations = violations.iter().map(|pending| violation(*pending)).collect();
        let evaluation = Evaluation { rule: rule.id.clone(), outcome: Ok(violations) };
        decide(vec![(&rule, evaluation)], &[], &gathered, true, demand).exit()
    }

    #[test]
    fn what_a_rule_reports_and_what_it_saw_make_the_ruling() {
        use ProblemKind::{Note, OtherSubject, Partial};
        let deny = |violations: &[bool], documents: &[Option<ProblemKind>]| {
            check(Effect::Deny, violations, documents, Demand::All)
        };
        assert_eq!(deny(&[], &[None]), Exit::Go);
        assert_eq!(deny(&[], &[Some(Note)]), Exit::Go);
        assert_eq!(deny(&[false], &[None]), Exit::NoGo);
        assert_eq!(deny(&[true], &[None]), Exit::NoGo);
        assert_eq!(deny(&[], &[]), Exit::Evidence);
        assert_eq!(deny(&[], &[Some(Partial)]), Exit::Evidence);
        assert_eq!(deny(&[], &[Some(OtherSubject)]), Exit::Evidence);
        assert_eq!(check(Effect::Warn, &[false], &[None], Demand::All), Exit::Go);
    }

    #[test]
    fn without_a_gate_file_a_rule_applies_to_what_was_given() {
        assert_eq!(check(Effect::Deny, &[], &[None], Demand::Given), Exit::Go);
        assert_eq!(check(Effect::Deny, &[], &[], Demand::Given), Exit::Evidence);
        assert_eq!(
            check(Effect::Deny, &[], &[Some(ProblemKind::Partial)], Demand::Given),
            Exit::Evidence
        );
    }

    #[test]
    fn only_go_is_a_pass_and_every_code_is_listed_once() {
        let codes: Vec<u8> = Exit::TABLE.iter().map(|(exit, _)| exit.code()).collect();
        assert_eq!(codes, [0, 1, 2, 3, 4, 5, 70]);
        let passing: Vec<_> =
            Exit::TABLE.iter().filter(|(exit, _)| exit.verdict() == Verdict::Pass).collect();
        assert_eq!(passing.len(), 1);
    }

    fn problem() -> impl Strategy<Value = Option<ProblemKind>> {
        use ProblemKind::{Empty, Future, Note, OtherSubject, Partial, Stale};
        prop::sample::select(vec![
            None,
            Some(Note),
            Some(Empty),
            Some(Partial),
            Some(Stale),
            Some(Future),
            Some(OtherSubject),
        ])
    }

    proptest! {
        #[test]
        fn one_more_violation_never_helps(
            violations in prop::collection::vec(any::<bool>(), 0..4),
            extra in any::<bool>(),
            documents in prop::collection::vec(problem(), 0..3),
        ) {
            let one_more = [violations.clone(), vec![extra]].concat();
            for demand in [Demand::All, Demand::Given] {
                let before = check(Effect::Deny, &violations, &documents, demand);
                prop_assert!(before == Exit::Go || check(Effect::Deny, &one_more, &documents, demand) != Exit::Go);
            }
        }

        #[test]
        fn one_document_less_never_makes_a_go(
            documents in prop::collection::vec(problem(), 1..4),
            gone in any::<prop::sample::Index>(),
        ) {
            let mut fewer = documents.clone();
            fewer.remove(gone.index(documents.len()));
            let after = check(Effect::Deny, &[], &fewer, Demand::All);
            prop_assert!(after != Exit::Go || check(Effect::Deny, &[], &documents, Demand::All) == Exit::Go);
        }
    }
}
