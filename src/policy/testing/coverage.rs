//! What tests reach: the conditions of policies that held in at least one test, by line and by rule. A condition that no test
//! makes hold is not covered, also where tests come to it.

use crate::policy::is_test_path;
use crate::policy::program::Loaded;
use crate::rego::ir::{Place, Program};
use crate::rego::path_name;
use std::collections::BTreeMap;

/// What tests reach, by file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Each file that is no test and has conditions.
    pub files: BTreeMap<String, FileCoverage>,
}

/// What tests reach of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileCoverage {
    /// The lines on which a condition begins, from 1, and how often the least reached condition there held.
    pub lines: BTreeMap<usize, usize>,
    /// The definitions, in the order of the file.
    pub rules: Vec<RuleCoverage>,
}

/// What tests reach of one definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleCoverage {
    /// The document that it defines.
    pub name: String,
    /// The line, from 1.
    pub line: usize,
    /// How often all of its conditions held.
    pub count: usize,
}

impl Coverage {
    /// Of a program of which each point was reached so often.
    pub(super) fn new(program: &Program, loaded: &Loaded, counts: &BTreeMap<usize, usize>) -> Self {
        let mut coverage = Self::default();
        // The last point of each definition, which is reached when all of its conditions hold.
        let mut last: BTreeMap<Place, (usize, usize)> = BTreeMap::new();
        for (number, point) in loaded.points().iter().enumerate() {
            let file = &program.modules[point.place.module as usize].file;
            if is_test_path(&file.path) {
                continue;
            }
            let count = counts.get(&number).copied().unwrap_or_default();
            if !point.nested {
                let end = last.entry(point.clause).or_insert((point.step, number));
                *end = (*end).max((point.step, number));
            }
            if point.step > 0 {
                let line = file.place(point.place.span.start as usize).0;
                let lines = &mut coverage.files.entry(file.path.to_string()).or_default().lines;
                lines.entry(line).and_modify(|least| *least = count.min(*least)).or_insert(count);
            }
        }
        for (clause, (_, number)) in last {
            let file = &program.modules[clause.module as usize].file;
            let document = loaded.points()[number].document.map(|id| program.document(id));
            coverage.files.entry(file.path.to_string()).or_default().rules.push(RuleCoverage {
                name: document.map_or_else(String::new, |document| path_name(&document.path)),
                line: file.place(clause.span.start as usize).0,
                count: counts.get(&number).copied().unwrap_or_default(),
            });
        }
        coverage
    }

    /// How many lines there are, and how many are covered.
    pub fn lines(&self) -> (usize, usize) {
        let all = || self.files.values().flat_map(|file| file.lines.values());
        (all().count(), all().filter(|count| **count > 0).count())
    }

    /// How many definitions there are, and how many are covered.
    pub fn rules(&self) -> (usize, usize) {
        let all = || self.files.values().flat_map(|file| &file.rules);
        (all().count(), all().filter(|rule| rule.count > 0).count())
    }

    /// The part of the lines that is covered, in hundredths of a percent, rounded down; all of none is all.
    pub fn hundredths(&self) -> usize {
        let (all, covered) = self.lines();
        (covered * 10_000).checked_div(all).unwrap_or(10_000)
    }
}
