//! Rules: their heads, bodies and `else`.

use super::term::is_value;
use super::{Kind, Parsed, Parser};
use crate::rego::ast::{Body, Else, Head, HeadKind, Rule, Step, Term, TermKind, Version};

const RULE_HELP: &str = "write `NAME contains x if { … }`, `NAME := x if { … }` or `NAME if { … }`";

/// A head as it is written, before it is clear what it defines.
struct Written {
    head: Head,
    /// `name (x)`, `name [x]`.
    spaced: bool,
}

impl Parser<'_> {
    pub(super) fn rule(&mut self) -> Parsed<Rule> {
        let start = self.at;
        let is_default = self.is("default") && !self.is_reference_at(start);
        self.at += usize::from(is_default);
        let Written { mut head, spaced } = self.rule_head()?;
        let mut rule = if is_default {
            self.check_default(&head)?;
            rule_of(is_default, head, None)
        } else {
            let has_if = self.take("if");
            self.check_begin(start, &head, has_if)?;
            let body = self.rule_body(&head, has_if)?;
            self.settle_kind(&mut head, has_if, body.is_some(), spaced)?;
            rule_of(is_default, head, body)
        };
        if !is_default {
            self.otherwise(&mut rule)?;
            while self.is("{") {
                if !rule.otherwise.is_empty() {
                    return self.unexpected("a new rule", "a second body cannot follow `else`");
                }
                rule.chained.push(self.body()?);
            }
        }
        rule.span = self.span_from(start);
        Ok(rule)
    }

    fn rule_head(&mut self) -> Parsed<Written> {
        let start = self.at;
        let token = *self.token();
        if token.kind != Kind::Name || self.is_keyword_at(start) && !self.is_reference_at(start) {
            let expected = if token.first_on_line { "a rule" } else { "the end of the rule" };
            return self.unexpected(expected, RULE_HELP);
        }
        let name = self.text_at(start);
        if matches!(name, "input" | "data") {
            return self.refuse(
                token.span,
                format!("a rule named `{name}`"),
                "give the rule another name",
            );
        }
        self.at += 1;
        let kind = TermKind::String { value: name.into(), raw: false };
        let mut path = vec![Step { term: Term { kind, span: token.span }, dot: true }];
        let next = self.token();
        let spaced = !next.adjacent && !next.first_on_line && (self.is("(") || self.is("["));
        if spaced && self.is("[") {
            path.push(self.step()?);
        }
        while self.is_step_at(self.at) {
            path.push(self.step()?);
        }
        let may_be_function = self.token().adjacent || (spaced && path.len() == 1);
        let params = if self.is("(") && may_be_function { Some(self.params()?) } else { None };
        let kind = self.head_kind(params.is_some())?;
        let span = self.span_from(start);
        Ok(Written { head: Head { path, params, kind, span }, spaced })
    }

    fn params(&mut self) -> Parsed<Vec<Term>> {
        let open = self.at;
        self.at += 1;
        let params = self.list(")")?;
        if params.is_empty() {
            return self.refuse(
                self.span_from(open),
                "a function without parameters",
                "remove the parentheses: what depends on nothing is a rule",
            );
        }
        for param in &params {
            self.refuse_root(param)?;
        }
        Ok(params)
    }

    /// Nothing else can have the name of a root document.
    pub(super) fn refuse_root(&mut self, term: &Term) -> Parsed<()> {
        match &term.kind {
            TermKind::Var(name) if matches!(&**name, "input" | "data") => {
                self.refuse(term.span, format!("a variable named `{name}`"), "give it another name")
            }
            _ => Ok(()),
        }
    }

    fn head_kind(&mut self, is_function: bool) -> Parsed<HeadKind> {
        if self.is("contains") {
            if is_function {
                return self
                    .unexpected("`:=` or `if`", "a function returns one value: return a set");
            }
            self.at += 1;
            return Ok(HeadKind::Member(self.term()?));
        }
        let assigned = self.is(":=");
        let value = if self.take(":=") || self.take("=") { Some(self.term()?) } else { None };
        Ok(HeadKind::Value { value, assigned })
    }

    fn rule_body(&mut self, head: &Head, has_if: bool) -> Parsed<Option<Body>> {
        if has_if {
            let in_braces = self.is("{") && !self.braces_hold_value();
            return if in_braces { self.body() } else { self.single() }.map(Some);
        }
        if !self.is("{") {
            return Ok(None);
        }
        if self.version == Version::V1 {
            self.report_body_without_if(head);
        }
        self.body().map(Some)
    }

    fn report_body_without_if(&mut self, head: &Head) {
        let text = &self.file.text[head.span.range()];
        let wanted = match (&head.path[..], &head.kind) {
            ([name, member], HeadKind::Value { value: None, .. }) if head.params.is_none() => {
                let inside = &self.file.text[member.term.span.range()];
                let name = &self.file.text[name.term.span.range()];
                format!("{name} contains {inside} if {{ … }}")
            }
            _ => format!("{} if {{ … }}", super::shortened(text)),
        };
        self.report(
            head.span,
            "gatewright::rego::v0",
            "a body without `if`",
            format!("write `{wanted}`, or read the file as Rego v0 with `--v0`"),
        );
    }

    /// A lone name behind a rule, on the same line, is rather a mistake in that rule.
    fn check_begin(&mut self, start: usize, head: &Head, has_if: bool) -> Parsed<()> {
        let is_name = head.path.len() == 1 && head.params.is_none();
        let is_bare = matches!(head.kind, HeadKind::Value { value: None, .. });
        if self.tokens[start].first_on_line || has_if || !is_name || !is_bare || self.is("{") {
            return Ok(());
        }
        self.at = start;
        self.unexpected("the end of the rule", "begin each rule on a line of its own")
    }

    /// Says what a head defines, now that it is known what follows it.
    fn settle_kind(
        &mut self,
        head: &mut Head,
        has_if: bool,
        has_body: bool,
        spaced: bool,
    ) -> Parsed<()> {
        let HeadKind::Value { value, .. } = &head.kind else { return Ok(()) };
        if spaced && !has_body {
            return self.refuse(
                head.span,
                "a space in the head of a rule without a body",
                "write what follows the name directly behind it",
            );
        }
        if value.is_some() || has_if || head.params.is_some() {
            return Ok(());
        }
        match (&head.path[..], self.version) {
            ([_, _], Version::V0) => {
                let member = head.path.pop().expect("the path has two steps");
                head.kind = HeadKind::Member(member.term);
                Ok(())
            }
            (_, _) if has_body => Ok(()),
            ([_, _, _, ..], Version::V0) => Ok(()),
            _ if self.token().first_on_line || self.token().kind == Kind::End => {
                self.refuse(head.span, "a rule without a value and without a body", RULE_HELP)
            }
            _ => self.unexpected("`:=`, `contains` or `if`", RULE_HELP),
        }
    }

    fn check_default(&mut self, head: &Head) -> Parsed<()> {
        const HELP: &str =
            "write `default NAME := VALUE`, where the value is a constant or a comprehension";
        let value = match &head.kind {
            HeadKind::Member(_) => None,
            HeadKind::Value { value: None, .. } if head.path.len() == 2 => None,
            HeadKind::Value { value: None, .. } => return Ok(()),
            HeadKind::Value { value, .. } => value.as_ref(),
        };
        let Some(value) = value else {
            return self.refuse(head.span, "a default without a value", HELP);
        };
        if !is_value(value) {
            return self.refuse(value.span, "a default that has to be computed", HELP);
        }
        if let Some(step) = head.path.iter().find(|step| !is_value(&step.term)) {
            return self.refuse(step.term.span, "a default for a name that is not fixed", HELP);
        }
        let mut names = Vec::new();
        for param in head.params.iter().flatten() {
            let TermKind::Var(name) = &param.kind else {
                return self.refuse(
                    param.span,
                    "a parameter that is no name",
                    "a default holds for all arguments",
                );
            };
            if &**name != "_" && names.contains(&name) {
                return self.refuse(
                    param.span,
                    "a second parameter of this name",
                    "a default holds for all arguments",
                );
            }
            names.push(name);
        }
        Ok(())
    }

    fn otherwise(&mut self, rule: &mut Rule) -> Parsed<()> {
        let mut body_before = rule.body.is_some();
        while self.is("else") && !self.is_reference_at(self.at) {
            let is_single = match &rule.head.kind {
                HeadKind::Member(_) => false,
                HeadKind::Value { .. } => rule.head.path.iter().all(|step| is_value(&step.term)),
            };
            if !is_single || !body_before {
                return self.unexpected(
                    "a new rule",
                    "`else` follows the body of a rule that has one value and a fixed name",
                );
            }
            let branch = self.branch()?;
            body_before = branch.body.is_some();
            rule.otherwise.push(branch);
        }
        Ok(())
    }

    fn branch(&mut self) -> Parsed<Else> {
        let start = self.at;
        self.at += 1;
        let assigned = self.is(":=");
        let value = if self.take(":=") || self.take("=") { Some(self.term()?) } else { None };
        if value.is_none() && !self.is("if") && !self.is("{") {
            return self.unexpected("`:=` or `if`", "write `else := VALUE if { … }`");
        }
        let has_if = self.take("if");
        if self.is("{") && !has_if && self.version == Version::V1 {
            self.report(
                self.token_span(),
                "gatewright::rego::v0",
                "a body without `if`",
                "write `else := VALUE if { … }`, or read the file as Rego v0 with `--v0`",
            );
        }
        let body = match (self.is("{"), has_if) {
            (true, _) => Some(self.body()?),
            (false, true) => Some(self.single()?),
            (false, false) => None,
        };
        Ok(Else { value, assigned, body, span: self.span_from(start) })
    }
}

fn rule_of(is_default: bool, head: Head, body: Option<Body>) -> Rule {
    let span = head.span;
    Rule {
        is_default,
        head,
        body,
        otherwise: Vec::new(),
        chained: Vec::new(),
        annotations: Vec::new(),
        span,
    }
}
