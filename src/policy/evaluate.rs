//! Rules and evidence to violations.

use super::engine::{Complaint, Run};
use super::{PolicySet, Rule, Violation};
use crate::rego::File;
use jiff::Timestamp;
use miette::{NamedSource, SourceSpan};
use serde_json::{Map, Value};
use std::sync::Arc;

/// What became of one rule.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// The rule's id.
    pub rule: String,
    /// What it reports, sorted; or why it has nothing to say, which is never a pass.
    pub outcome: Result<Vec<Violation>, Box<EvaluationError>>,
}

impl PolicySet {
    /// Evaluates rules of this set, each on its own, over one document. `params` come from
    /// [`PolicySet::resolve_params`]; `now` is the only time there is.
    pub fn evaluate(
        &self,
        rules: &[&Rule],
        input: Value,
        params: &Map<String, Value>,
        now: Timestamp,
    ) -> Vec<Evaluation> {
        let params = regorus::Value::from(Value::Object(params.clone()));
        let run = self.prepared.for_run(params, regorus::Value::from(input), now);
        let evaluation = |rule: &&Rule| {
            let outcome = match &run {
                Ok(run) => self.outcome(run, rule),
                Err(complaint) => Err(complaint.clone()),
            };
            let outcome = outcome.map_err(|complaint| Box::new(self.error(rule, complaint)));
            Evaluation { rule: rule.id.clone(), outcome }
        };
        rules.iter().map(evaluation).collect()
    }

    fn outcome(&self, run: &Run<'_>, rule: &Rule) -> Result<Vec<Violation>, Complaint> {
        let elsewhere = |message: String| Complaint { message, place: None };
        let entrypoint = self
            .prepared
            .rule(&rule.id)
            .ok_or_else(|| elsewhere("it is not a rule of this set".into()))?;
        let (value, _) = run.value(&entrypoint.reference)?;
        Violation::all(&value).map_err(elsewhere)
    }

    fn error(&self, rule: &Rule, Complaint { message, place }: Complaint) -> EvaluationError {
        let own = self
            .prepared
            .rule(&rule.id)
            .map(|entrypoint| (entrypoint.file.clone(), entrypoint.offset));
        let (file, offset) = place.or(own).unwrap_or_else(|| (File::new(&rule.path, ""), 0));
        let (line, column) = file.place(offset);
        EvaluationError {
            rule: rule.id.clone(),
            message,
            path: file.path.to_string(),
            line,
            column,
            text: file.named_source(),
            span: SourceSpan::from((offset, word_length(&file, offset))),
        }
    }
}

/// How many bytes of the word at this place to point at.
fn word_length(file: &File, offset: usize) -> usize {
    let rest = &file.text[offset..];
    rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'))).unwrap_or(rest.len())
}

/// Why a rule has nothing to say.
#[derive(Debug, Clone, thiserror::Error, miette::Diagnostic)]
#[error("the rule `{rule}` cannot be evaluated")]
#[diagnostic(
    code(gatewright::policy::evaluation),
    help(
        "a rule that cannot be evaluated never passes: mend the policy, or the evidence that it trips over"
    )
)]
pub struct EvaluationError {
    /// The rule's id.
    pub rule: String,
    /// What went wrong.
    pub message: String,
    /// The file in which it did.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    #[source_code]
    text: NamedSource<Arc<str>>,
    #[label("{message}")]
    span: SourceSpan,
}
