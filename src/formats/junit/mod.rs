//! `JUnit` XML test report: no standard, but a family of dialects around `testsuite` and `testcase`.
//!
//! A case passed where nothing beside it says otherwise, so whatever could say otherwise is read: result elements of a
//! case and of a suite, status attributes, attempts, and the totals that a suite states. Elements that are not known
//! are entered, because a dialect may wrap its cases.

use super::xml::{Node, Reader, Tag};
use super::{Format, Limits, Outline, Refusal};
use crate::evidence::tests::{Case, Status, Tests};
use crate::evidence::{About, At, Family, ProblemKind, Records, Statement, Time, Tool};
use std::collections::BTreeSet;
use std::sync::Arc;

mod attempts;
use attempts::Attempt;

mod case;

mod totals;
use totals::{Shown, Stated};

pub(crate) static FORMAT: Format = Format {
    name: "junit",
    title: "JUnit XML test report",
    families: &[Family::Tests],
    reference: "https://github.com/jenkinsci/xunit-plugin, junit-10.xsd",
    detect,
    parse,
};

/// What stands directly below the root of a report; each of them is enough to tell it from other XML with the same
/// root, as that of `check`.
const CHILDREN: &[&str] =
    &["testsuite", "testcase", "properties", "system-out", "system-err", "error", "failure"];

fn detect(outline: &Outline) -> bool {
    let Outline::Xml { root, children, .. } = outline else {
        return false;
    };
    let known = |names: &[&str]| children.iter().any(|child| names.contains(&child.as_str()));
    match root.as_str() {
        "testsuites" | "testsuite" => children.is_empty() || known(CHILDREN),
        "testcase" => children.is_empty() || known(case::CHILDREN),
        _ => false,
    }
}

fn parse(text: &str) -> Result<Statement, Refusal> {
    let mut report = Report::new(text);
    let Some(Node::Start(root)) = report.reader.next()? else {
        return Err(Refusal::malformed("no element"));
    };
    if root.name() == "testcase" {
        if root.attribute("classname").is_none() && root.attribute("time").is_none() {
            let message = "a lone `testcase` without `classname` and `time`: not a JUnit report";
            return Err(Refusal::malformed(message).at(root.at.0));
        }
        let attempt = case::read(&mut report.reader, &root, &Suite::default())?;
        report.push(attempt);
    } else {
        report.suite(&root, &Suite::default())?;
    }
    while report.reader.next()?.is_some() {}
    Ok(report.finish())
}

/// A report while it is read.
struct Report<'a> {
    reader: Reader<'a>,
    attempts: Vec<Attempt>,
    suites: usize,
    oldest: Option<Time>,
    newest: Option<Time>,
    /// Whether a case stands in a suite without a time.
    has_undated: bool,
    tool: Option<Tool>,
    about: BTreeSet<About>,
    totals: totals::Problems,
}

/// What the cases of a suite take from it.
#[derive(Default)]
struct Suite {
    /// Counts the elements: suites of the same name are still two suites.
    number: usize,
    /// The innermost name.
    name: Arc<str>,
    /// The innermost time.
    time: Option<Time>,
    /// How many skipped cases the innermost total states.
    skipped: usize,
}

impl<'a> Report<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            reader: Reader::new(text, Limits::DEFAULT),
            attempts: Vec::new(),
            suites: 0,
            oldest: None,
            newest: None,
            has_undated: false,
            tool: None,
            about: BTreeSet::new(),
            totals: totals::Problems::default(),
        }
    }

    /// Reads a suite, the suites within it, and compares what it shows with what it states.
    fn suite(&mut self, tag: &Tag, outer: &Suite) -> Result<Shown, Refusal> {
        self.suites += 1;
        let stated_name = tag.attribute("name").unwrap_or_default();
        let time = tag.attribute("timestamp").and_then(|text| Time::parse(&text));
        self.oldest = [self.oldest, time].into_iter().flatten().min_by_key(|t| t.instant);
        self.newest = [self.newest, time].into_iter().flatten().max_by_key(|t| t.instant);
        if self.tool.is_none() {
            self.tool = tool(tag, &stated_name);
        }
        let is_outermost = tag.name() == "testsuites";
        let name = if stated_name.is_empty() || is_outermost {
            outer.name.clone()
        } else {
            Arc::from(stated_name.as_str())
        };
        let stated = Stated::of(tag, outer.skipped);
        let time = time.or(outer.time);
        let suite = Suite { number: self.suites, name, time, skipped: stated.skipped };

        let mut shown = Shown::default();
        self.children(&suite, &mut shown)?;
        self.totals.compare(&stated_name, &stated, &shown, At::bytes(tag.at.0, tag.at.1));
        Ok(shown)
    }

    /// Reads what stands in a suite, up to the suite's end.
    fn children(&mut self, suite: &Suite, shown: &mut Shown) -> Result<(), Refusal> {
        while let Some(node) = self.reader.next()? {
            let tag = match node {
                Node::Start(tag) => tag,
                Node::Text(_) => continue,
                Node::End => break,
            };
            match tag.name() {
                "testsuite" | "testsuites" => {
                    let inner = self.suite(&tag, suite)?;
                    shown.add_suite(&inner);
                }
                "testcase" => {
                    let attempt = case::read(&mut self.reader, &tag, suite)?;
                    shown.add_case(&attempt);
                    self.push(attempt);
                    self.has_undated |= suite.time.is_none();
                }
                "properties" => {
                    for (name, value) in case::properties(&mut self.reader)? {
                        self.about.extend(commit(&name, &value).map(About::Commit));
                    }
                }
                "system-out" | "system-err" => self.reader.skip()?,
                name => match case::status_of_element(name) {
                    Some(status @ (Status::Failed | Status::Errored)) => {
                        let attempt = case::of_suite(&mut self.reader, &tag, suite, status)?;
                        shown.add_case(&attempt);
                        self.push(attempt);
                    }
                    _ => self.children(suite, shown)?,
                },
            }
        }
        Ok(())
    }

    /// Keeps an attempt. Neighbours are mostly of one class, and share its name.
    fn push(&mut self, mut attempt: Attempt) {
        if let Some(last) = self.attempts.last()
            && last.case.classname == attempt.case.classname
        {
            attempt.case.classname = last.case.classname.clone();
        }
        self.attempts.push(attempt);
    }

    fn finish(self) -> Statement {
        let retries_stand_apart =
            !self.tool.as_ref().is_some_and(|tool| ONE_ELEMENT_A_CASE.contains(&&*tool.name));
        let cases = if retries_stand_apart {
            attempts::join(self.attempts)
        } else {
            self.attempts.into_iter().map(|attempt| attempt.case).collect()
        };
        let mut statement = Statement {
            tool: self.tool,
            made_at: self.oldest.filter(|_| !self.has_undated),
            newest: self.newest,
            about: self.about.into_iter().collect(),
            problems: self.totals.into_problems(),
            records: Vec::new(),
        };
        if statement.about.len() > 1 {
            statement.names_several_commits();
        }
        if cases.is_empty() {
            statement.problem(ProblemKind::Empty, "a test report without a test case");
        }
        statement.records.push(Records::Tests(Tests::from_cases(cases)));
        statement
    }
}

/// Writers that keep all attempts of a case in one element: from them, the same name twice is two cases, as the rows of
/// a `TestNG` data provider or of `test.each` are.
const ONE_ELEMENT_A_CASE: &[&str] = &["maven-surefire", "jest-junit", "mocha-junit-reporter"];

/// The tool, where its mark is known: a report has no field for it.
fn tool(tag: &Tag, name: &str) -> Option<Tool> {
    let schema = tag.attribute("noNamespaceSchemaLocation").unwrap_or_default();
    let name = match name {
        _ if schema.contains("surefire-test-report") => "maven-surefire",
        "jest tests" => "jest-junit",
        "Mocha Tests" => "mocha-junit-reporter",
        "pytest" => "pytest",
        "nextest-run" => "cargo-nextest",
        _ => return None,
    };
    Some(Tool { name: name.to_owned(), version: None })
}

/// Properties by which reports name the commit that was tested; with or without `env.` before them.
const COMMIT_PROPERTIES: &[&str] = &[
    "git.commit",
    "git.commit.id",
    "gitCommit",
    "git_sha",
    "GIT_COMMIT",
    "GITHUB_SHA",
    "CI_COMMIT_SHA",
    "BUILD_SOURCEVERSION",
    "build.vcs.number",
    "commit",
    "commit.sha",
];

/// The commit that a property names; an abbreviated one could be another's, and counts for nothing.
fn commit(property: &str, value: &str) -> Option<String> {
    let property = property.strip_prefix("env.").unwrap_or(property);
    let value = value.trim();
    let is_whole =
        matches!(value.len(), 40 | 64) && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    (COMMIT_PROPERTIES.contains(&property) && is_whole).then(|| value.to_ascii_lowercase())
}

#[cfg(test)]
mod tests;
