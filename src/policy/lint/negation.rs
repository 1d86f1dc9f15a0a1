//! Negations over what may be missing. Where a rule fires when the negation holds, `not f(input.x)` is undefined without
//! `input.x`, and the rule is silent; where a rule fires when it does not hold, `not input.x` is true without it.

use super::{Context, Finding, finding};
use crate::rego::ir::{
    Body, DocumentId, Literal, LiteralKind, LocalId, Place, Root, Term, TermKind,
};
use crate::rego::walk::{self, Visitor};
use std::collections::BTreeMap;

pub(super) fn find(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (id, document) in context.documents() {
        let mut reader = Reader { context, id, missing: BTreeMap::new(), findings };
        document.clauses.iter().for_each(|found| walk::clause(&mut reader, found));
    }
}

struct Reader<'a> {
    context: &'a Context<'a>,
    id: DocumentId,
    /// What resolution put in front of a negation: a variable of its own, and what may be missing.
    missing: BTreeMap<LocalId, Place>,
    findings: &'a mut Vec<Finding>,
}

impl Reader<'_> {
    fn text(&self, place: Place) -> String {
        let file = &self.context.program.modules[place.module as usize].file;
        file.text
            .get(place.span.start as usize..place.span.end as usize)
            .unwrap_or_default()
            .to_owned()
    }

    /// Whether it is a reference into `input` or data of which nothing is known.
    fn may_be_missing(&self, term: &Term) -> bool {
        let TermKind::Ref(Root::Input | Root::Data, steps) = &term.kind else { return false };
        !steps.is_empty() && self.context.type_of(term).is_none()
    }

    fn negated(&mut self, literal: &Literal, body: &Body) {
        let mut used = Used { missing: &self.missing, found: None };
        walk::body(&mut used, body);
        let hoisted = used.found;
        let bare = match body.literals.as_slice() {
            [Literal { kind: LiteralKind::Test(term), .. }] if self.may_be_missing(term) => {
                Some(term.place)
            }
            _ => None,
        };
        if let Some(place) = hoisted.filter(|_| self.context.polarity.fires(self.id)) {
            let what = self.text(place);
            self.findings.push(
                finding(self.context, "not-over-missing", literal.place, format!("without `{what}` this is undefined, and the rule says nothing"))
                    .label("it fires neither then nor when all is well")
                    .help(format!("say what happens without it: a rule of its own with `not {what}`, or `object.get` with a value that is bad")),
            );
        } else if let Some(place) = bare.filter(|_| self.context.polarity.prevents(self.id)) {
            let what = self.text(place);
            self.findings.push(
                finding(
                    self.context,
                    "not-over-missing",
                    literal.place,
                    format!(
                        "without `{what}` this holds, and the rule that asks for it says nothing"
                    ),
                )
                .help(format!("compare with the good value: `{what} == false`")),
            );
        }
    }
}

impl Visitor for Reader<'_> {
    fn literal(&mut self, found: &Literal) {
        match &found.kind {
            LiteralKind::Unify(Term { kind: TermKind::Local(local), .. }, term)
                if self.context.program.local(*local).name.is_empty()
                    && self.may_be_missing(term) =>
            {
                self.missing.insert(*local, term.place);
            }
            LiteralKind::Not(body) => self.negated(found, body),
            _ => {}
        }
        walk::literal(self, found);
    }
}

/// Looks for the first use of what may be missing.
struct Used<'a> {
    missing: &'a BTreeMap<LocalId, Place>,
    found: Option<Place>,
}

impl Visitor for Used<'_> {
    fn term(&mut self, found: &Term) {
        if let TermKind::Local(local) = &found.kind {
            self.found = self.found.or(self.missing.get(local).copied());
        }
        walk::term(self, found);
    }
}
