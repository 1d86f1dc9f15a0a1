//! The package, the imports, and how rules stand one after another.

use super::Printer;
use crate::rego::ast::{Import, LiteralKind, Module, Rule, Span, TermKind, Version};

enum Part<'a> {
    Import(&'a Import),
    Rule(&'a Rule),
}

impl Part<'_> {
    fn span(&self) -> Span {
        match self {
            Self::Import(import) => import.span,
            Self::Rule(rule) => rule.span,
        }
    }
}

impl Printer<'_> {
    pub(super) fn module(&mut self, module: &Module) {
        self.comments_before(module.package.span.start);
        self.unit(module.package.span, |printer| {
            printer.write("package ");
            printer.path(&module.package.path);
        });
        self.end_line(module.package.span.end);
        let mut parts: Vec<Part> = module.imports.iter().map(Part::Import).collect();
        parts.extend(module.rules.iter().map(Part::Rule));
        parts.sort_by_key(|part| part.span().start);
        let mut rest = &parts[..];
        let mut is_joined = false;
        while let Some(part) = rest.first() {
            let count = match part {
                Part::Import(_) => self.imports(rest),
                Part::Rule(rule) => {
                    if !is_joined {
                        self.blank_line();
                    }
                    self.comments_before(rule.span.start);
                    self.rule(rule, module.version);
                    1
                }
            };
            is_joined = module.version == Version::V1 && self.are_joined(part, rest.get(count));
            rest = &rest[count..];
        }
        if !self.comments.is_empty() {
            self.blank_line();
            self.comments_up_to(u32::MAX);
        }
    }

    fn path(&mut self, path: &[Box<str>]) {
        for (index, name) in path.iter().enumerate() {
            match (index, is_name(name)) {
                (0, _) => self.write(name),
                (_, true) => self.write(&format!(".{name}")),
                (_, false) => self.write(&format!("[{}]", serde_json::json!(name))),
            }
        }
    }

    /// Imports that follow each other line by line, sorted. Tells how many there are.
    fn imports(&mut self, parts: &[Part]) -> usize {
        let mut group: Vec<&Import> = Vec::new();
        for part in parts {
            let Part::Import(import) = part else { break };
            let follows = group
                .last()
                .is_none_or(|last| self.row(import.span.start) <= self.row(last.span.start) + 1);
            if !follows {
                break;
            }
            group.push(import);
        }
        let count = group.len();
        self.blank_line();
        self.comments_before(group[0].span.start);
        let mut lines: Vec<(&Import, String)> = Vec::new();
        let length = self.out.len();
        for import in group {
            self.unit(import.span, |printer| printer.import(import));
            self.end_line(import.span.end);
            lines.push((import, self.out.split_off(length)));
        }
        lines.sort_by_key(|(import, _)| {
            (&import.path, import.alias.as_ref().map(|alias| &alias.text))
        });
        self.out.extend(lines.into_iter().map(|(_, line)| line));
        count
    }

    fn import(&mut self, import: &Import) {
        self.write("import ");
        self.path(&import.path);
        if let Some(alias) = &import.alias {
            self.write(&format!(" as {}", alias.text));
        }
    }

    /// Whether two rules have a line each and no blank line between them.
    fn are_joined(&self, part: &Part, next: Option<&Part>) -> bool {
        let (Part::Rule(rule), Some(Part::Rule(next))) = (part, next) else { return false };
        let row = self.row(rule.span.start);
        let is_below = self.row(next.span.start) == row + 1 && self.last_row(rule.span) == row;
        is_below && is_one_liner(rule) && is_one_liner(next)
    }
}

/// Whether the rule may stand directly below another.
fn is_one_liner(rule: &Rule) -> bool {
    let body = rule.body.as_ref().map_or(&[][..], |body| &body.literals);
    let is_set = body.iter().any(|literal| {
        matches!(&literal.kind, LiteralKind::Term(term) if matches!(term.kind, TermKind::Set(_)))
    });
    !rule.is_default
        && rule.otherwise.is_empty()
        && rule.chained.is_empty()
        && body.len() <= 1
        && !is_set
}

/// Whether the text can stand behind a dot.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
