//! Which METADATA block belongs to what.

use crate::rego::annotations::{self, Annotations, Block, Scope};
use crate::rego::ast::Span;
use crate::rego::mistake::{File, Mistake};
use std::collections::VecDeque;

const CODE: &str = "gatewright::rego::metadata";

/// The METADATA blocks that belong to nothing yet, in the order of the file.
pub(super) struct Notes(VecDeque<Block>);

impl Notes {
    pub(super) fn find(file: &File, comments: &[Span], mistakes: &mut Vec<Mistake>) -> Self {
        Self(annotations::blocks(file, comments, mistakes).into())
    }

    /// Drops the blocks of a rule that could not be read.
    pub(super) fn forget_before(&mut self, end: u32) {
        self.0.retain(|block| block.span.start >= end);
    }

    pub(super) fn refuse_before(&mut self, file: &File, target: Span, mistakes: &mut Vec<Mistake>) {
        for block in self.take_before(target.end) {
            let mistake = file
                .mistake(block.span.range(), CODE, "the METADATA block belongs to nothing")
                .help("put it directly before the rule or the package that it describes");
            mistakes.push(mistake);
        }
    }

    pub(super) fn refuse_rest(&mut self, file: &File, mistakes: &mut Vec<Mistake>) {
        let everywhere = Span { start: u32::MAX, end: u32::MAX };
        self.refuse_before(file, everywhere, mistakes);
    }

    pub(super) fn of_package(
        &mut self,
        file: &File,
        target: Span,
        mistakes: &mut Vec<Mistake>,
    ) -> Vec<Annotations> {
        self.of(file, target, Scope::Package, mistakes)
    }

    pub(super) fn of_rule(
        &mut self,
        file: &File,
        target: Span,
        mistakes: &mut Vec<Mistake>,
    ) -> Vec<Annotations> {
        self.of(file, target, Scope::Rule, mistakes)
    }

    fn take_before(&mut self, end: u32) -> Vec<Block> {
        let count = self.0.iter().take_while(|block| block.span.start < end).count();
        self.0.drain(..count).collect()
    }

    fn of(
        &mut self,
        file: &File,
        target: Span,
        default: Scope,
        mistakes: &mut Vec<Mistake>,
    ) -> Vec<Annotations> {
        let mut all: Vec<Annotations> = Vec::new();
        for block in self.take_before(target.end) {
            match claim(file, &block, target, default, &all) {
                Ok(annotations) => all.push(annotations),
                Err(mistake) => mistakes.push(mistake),
            }
        }
        all
    }
}

fn claim(
    file: &File,
    block: &Block,
    target: Span,
    default: Scope,
    before: &[Annotations],
) -> Result<Annotations, Mistake> {
    let mistake =
        |message: &str, help: &str| file.mistake(block.span.range(), CODE, message).help(help);
    if block.span.start > target.start {
        return Err(mistake(
            "the METADATA block stands inside of a rule",
            "put it directly before the rule that it describes",
        ));
    }
    let annotations = annotations::read(file, block, default)?;
    let is_of_package = |scope| matches!(scope, Scope::Package | Scope::Subpackages);
    if is_of_package(annotations.scope) != is_of_package(default) {
        return Err(mistake(
            "the scope of the METADATA block does not fit what follows it",
            "`package` and `subpackages` stand before `package`, `rule` and `document` before a rule",
        ));
    }
    if before.iter().any(|other| other.scope == annotations.scope) {
        return Err(mistake(
            "a second METADATA block for the same thing",
            "one block of each scope describes it: merge the two",
        ));
    }
    Ok(annotations)
}
