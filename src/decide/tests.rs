//! What a rule reports and what it saw make the ruling, and more trouble never helps.

use super::*;
use crate::evidence::{Digest, Evidence, Problem, ProblemKind, Records, Statement, SubjectMatch};
use crate::policy::Effect;
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
        collections: Vec::new(),
        effective_on: None,
        depends_on: Vec::new(),
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
    let evaluation = Evaluation { rule: rule.id.clone(), excepted: None, outcome: Ok(violations) };
    decide(vec![(&rule, evaluation)], &[], &gathered, true, demand, Timestamp::UNIX_EPOCH).exit()
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
