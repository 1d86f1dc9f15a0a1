//! A query over policies and data, as `opa eval` answers it.

use super::Source;
use super::builtins::json_text;
use super::compile::{self, Language};
use super::data::Document;
use super::explanation;
use super::program::{Complaint, Limits, Loaded, Mode, Run};
use crate::rego::ir::Program;
use crate::rego::parse;
use crate::rego::{Mistake, Mistakes};
use jiff::Timestamp;
use regorus::Value;

/// What is asked, and of what.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// The files.
    pub policies: &'a [Source],
    /// How they are read.
    pub language: Language,
    /// The query.
    pub query: &'a str,
    /// `input`, if there is any.
    pub input: Option<Document>,
    /// Base data.
    pub data: Document,
    /// The only clock.
    pub now: Timestamp,
    /// Whether a builtin that fails is an error; otherwise it is undefined.
    pub strict_builtin_errors: bool,
    /// What it may take.
    pub limits: Limits,
}

/// What the answer is, and what was printed on the way.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The values of the query's variables, for each way in which it holds.
    results: Vec<Value>,
    /// What policies printed, each with its place.
    pub prints: Vec<String>,
}

/// Answers a query.
///
/// # Errors
/// Every mistake in the files and in the query; or what went wrong while they were evaluated.
pub fn ask(question: &Question<'_>) -> Result<Answer, Mistakes> {
    let program = compile(question)?;
    let loaded =
        Loaded::declaring(&program, false, &question.language.extra)?.limited(question.limits);
    let run = question.run(&loaded);
    let results = question.results(&run)?;
    Ok(Answer { results, prints: run.prints().iter().map(ToString::to_string).collect() })
}

/// Tells how the answer comes about: which conditions hold, and which is the first that does not.
///
/// # Errors
/// As [`ask`].
pub fn explain(question: &Question<'_>) -> Result<String, Mistakes> {
    let program = compile(question)?;
    let loaded =
        Loaded::declaring(&program, true, &question.language.extra)?.limited(question.limits);
    let run = question.run(&loaded);
    let ways = question.results(&run)?.len();
    Ok(explanation::explain(&program, question, &loaded, &run, ways))
}

fn compile(question: &Question<'_>) -> Result<Program, Mistakes> {
    let (mut modules, mut mistakes) = (Vec::new(), Vec::new());
    for parsed in compile::parse(question.policies, &question.language) {
        match parsed {
            Ok(module) => modules.push(module),
            Err(found) => mistakes.extend(found),
        }
    }
    let query = parse::query(question.query).map_err(|found| mistakes.extend(found)).ok();
    Mistakes::check(mistakes)?;
    compile::compile(&modules, query.as_ref(), &question.language)
        .map_err(|found| Mistakes::check(found).expect_err("there is a mistake"))
}

impl Question<'_> {
    /// How it is evaluated.
    pub(super) fn mode(&self) -> Mode {
        Mode { now: self.now, strict_builtin_errors: self.strict_builtin_errors }
    }

    fn run<'a>(&self, loaded: &'a Loaded) -> Run<'a> {
        let input = self.input.clone().map(|input| input.0);
        loaded.run(input, self.data.0.clone(), self.mode())
    }

    fn results(&self, run: &Run<'_>) -> Result<Vec<Value>, Mistakes> {
        let value =
            run.query().map_err(|complaint| Mistakes::of(mistake(&complaint, self.query)))?;
        Ok(match value {
            Some(Value::Array(results)) => results.to_vec(),
            _ => Vec::new(),
        })
    }
}

/// What went wrong, in the file in which it did; or in the query, where that is not known.
fn mistake(complaint: &Complaint, query: &str) -> Mistake {
    let (file, span) = complaint
        .place
        .clone()
        .unwrap_or_else(|| (crate::rego::File::new("query", query), 0..query.len()));
    file.mistake(span, "gatewright::policy::evaluation", complaint.message.clone())
}

impl Answer {
    /// `{"results": […]}`, one result a line.
    pub fn to_json(&self) -> String {
        let results: Vec<String> = self.results.iter().map(json_text::write).collect();
        format!("{{\"results\": [{}]}}\n", results.join(",\n"))
    }

    /// Each result, its variables a line each: name and JSON.
    pub fn to_text(&self) -> String {
        let shown = |result: &Value| -> String {
            let Ok(variables) = result.as_object() else { return String::new() };
            let line = |(name, value): (&Value, &Value)| {
                format!(
                    "{} = {}\n",
                    json_text::write(name).trim_matches('"'),
                    json_text::write(value)
                )
            };
            let lines: String = variables.iter().map(line).collect();
            if lines.is_empty() { "it holds\n".to_owned() } else { lines }
        };
        if self.results.is_empty() {
            return "undefined: there is no way in which the query holds\n".to_owned();
        }
        self.results.iter().map(shown).collect::<Vec<_>>().join("\n")
    }
}
