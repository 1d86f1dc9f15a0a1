//! Rules and evidence to violations.

use super::program::{Complaint, Mode, Run};
use super::{Asked, PolicySet, Rule, Violation, exception};
use crate::rego::{File, path_name};
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
    /// The document that excepts it, as conftest's policies do; only where it reports something.
    pub excepted: Option<String>,
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
        let params = Value::Object(params.clone()).into();
        let data = self.data.with("params", params);
        let mode = Mode { now, strict_builtin_errors: true };
        let run = self.loaded.run(Some(input.into()), data, mode);
        let evaluation = |rule: &&Rule| {
            let asked = &self.asked[&rule.id];
            let (outcome, excepted) = match self.outcome(&run, asked) {
                Ok((violations, excepted)) => (Ok(violations), excepted),
                Err(complaint) => (Err(Box::new(self.error(rule, asked, complaint))), None),
            };
            Evaluation { rule: rule.id.clone(), outcome, excepted }
        };
        rules.iter().map(evaluation).collect()
    }

    fn outcome(
        &self,
        run: &Run<'_>,
        asked: &Asked,
    ) -> Result<(Vec<Violation>, Option<String>), Complaint> {
        let value = run.document(asked.document)?;
        let value = value.ok_or_else(|| Complaint::elsewhere("it has no value"))?;
        let violations = Violation::all(&value).map_err(Complaint::elsewhere)?;
        let Some(exception) = asked.exception.filter(|_| !violations.is_empty()) else {
            return Ok((violations, None));
        };
        let names = run
            .document(exception)?
            .ok_or_else(|| Complaint::elsewhere("`exception` has no value"))?;
        let excepted = exception::names(&names).map_err(Complaint::elsewhere)?;
        let by = || path_name(&self.program.document(exception).path);
        Ok((violations, excepted.contains(&asked.excepted_as).then(by)))
    }

    fn error(
        &self,
        rule: &Rule,
        asked: &Asked,
        Complaint { message, place }: Complaint,
    ) -> EvaluationError {
        let own = || {
            let place = self.program.document(asked.document).place;
            let file = self.program.modules[place.module as usize].file.clone();
            (file, place.span.start as usize..place.span.end as usize)
        };
        let (file, span) = place.unwrap_or_else(own);
        let offset = span.start;
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
