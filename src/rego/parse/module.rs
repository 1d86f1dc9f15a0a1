//! A file: its package, its imports and its rules.

use super::metadata::Notes;
use super::{Kind, Parsed, Parser};
use crate::rego::annotations::Annotations;
use crate::rego::ast::{Comment, Import, Module, Package, Rule, Span, Version};

impl Parser<'_> {
    pub(super) fn module(&mut self, comments: &[Span]) -> Module {
        let mut notes = Notes::find(self.file, comments, &mut self.mistakes);
        let (package, annotations) = self.first(&mut notes);
        let mut module = Module {
            file: self.file.clone(),
            version: self.version,
            package,
            imports: Vec::new(),
            rules: Vec::new(),
            comments: comments.iter().map(|span| Comment { span: *span }).collect(),
            annotations,
        };
        while self.token().kind != Kind::End {
            let start = self.at;
            if self.statement(&mut module, &mut notes).is_err() {
                self.skip(start);
                notes.forget_before(self.token().span.start);
            }
        }
        notes.refuse_rest(self.file, &mut self.mistakes);
        module.version = self.version;
        module
    }

    fn first(&mut self, notes: &mut Notes) -> (Package, Vec<Annotations>) {
        let start = self.at;
        if let Ok(package) = self.package() {
            let annotations = notes.of_package(self.file, package.span, &mut self.mistakes);
            return (package, annotations);
        }
        if self.token().kind == Kind::Bad || self.at > start {
            self.skip(start);
        }
        notes.forget_before(self.token().span.start);
        (Package { path: Vec::new(), span: Span::default() }, Vec::new())
    }

    fn statement(&mut self, module: &mut Module, notes: &mut Notes) -> Parsed<()> {
        let start = self.at;
        let is_keyword = |keyword| self.is(keyword) && !self.is_reference_at(start);
        if is_keyword("package") {
            return self.refuse(
                self.token_span(),
                "a second package",
                "a file has one package, and begins with it",
            );
        }
        if is_keyword("import") {
            let import = self.import()?;
            notes.refuse_before(self.file, import.span, &mut self.mistakes);
            return self.add_import(module, import);
        }
        let mut rule = self.rule()?;
        rule.annotations = notes.of_rule(self.file, rule.span, &mut self.mistakes);
        module.rules.push(rule);
        Ok(())
    }

    /// OPA reads a keyword from its import on, and a version for the whole file.
    fn add_import(&mut self, module: &mut Module, import: Import) -> Parsed<()> {
        let is_late = |rule: &Rule| rule.span.start < import.span.start;
        let is_language = matches!(&*import.path[0], "rego" | "future");
        if is_language && module.version == Version::V0 && module.rules.iter().any(is_late) {
            return self.refuse(
                import.span,
                "an import that changes the language, after a rule",
                "move it above the first rule",
            );
        }
        module.imports.push(import);
        Ok(())
    }

    pub(super) fn token_span(&self) -> Span {
        self.token().span
    }

    /// Goes to the beginning of the next rule: a name in no bracket, on a line of its own, not further right than the rule
    /// that could not be read.
    fn skip(&mut self, start: usize) {
        let column = self.column(start);
        let mut index = start;
        loop {
            index = self.after_bracket(index);
            let token = &self.tokens[index.min(self.tokens.len() - 1)];
            let begins =
                token.kind == Kind::Bad || token.kind == Kind::Name && self.may_begin_rule(index);
            if token.kind == Kind::End
                || (index >= self.at
                    && token.first_on_line
                    && begins
                    && self.column(index) <= column)
            {
                break;
            }
        }
        self.at = index.min(self.tokens.len() - 1);
    }

    fn may_begin_rule(&self, index: usize) -> bool {
        !self.is_keyword_at(index)
            || self.is_reference_at(index)
            || ["default", "import", "package"].iter().any(|keyword| self.is_at(index, keyword))
    }

    fn column(&self, index: usize) -> usize {
        let start = self.tokens[index].span.start as usize;
        start - self.file.text[..start].rfind('\n').map_or(0, |newline| newline + 1)
    }
}
