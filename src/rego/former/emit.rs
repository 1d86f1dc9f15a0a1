//! What the engine is given: the author's text with imports resolved and calls of `rego.metadata` replaced by what they
//! return, line for line, and a way back from the engine's positions to the author's.

use super::metadata::{Metadata, Scope};
use super::module::{Module, Statement, path_name};
use super::patterns;
use super::scope::{Definitions, Locals};
use crate::rego::mistake::File;
use serde_json::{Value, json};
use std::ops::Range;

/// A set of files, ready to be written out for the engine.
#[derive(Debug)]
pub struct Program<'a> {
    modules: &'a [Module],
    definitions: Definitions<'a>,
}

/// A text for the engine.
#[derive(Debug, Clone)]
pub struct Emitted {
    /// The author's file.
    pub file: File,
    /// What the engine reads.
    pub text: String,
    /// What was replaced: bytes of the author's text, and the bytes of `text` that stand in their place.
    edits: Vec<(Range<usize>, Range<usize>)>,
}

impl<'a> Program<'a> {
    /// The program that these files make up.
    pub fn new(modules: &'a [Module]) -> Self {
        Self { modules, definitions: Definitions::of(modules) }
    }

    /// A file as a whole.
    pub fn module(&self, module: &Module) -> Emitted {
        let edits = module.imports.iter().map(|import| (import.span.clone(), String::new()));
        let statements =
            module.statements.iter().flat_map(|statement| self.edits(module, statement));
        Emitted::new(module.file.clone(), &module.file.text, edits.chain(statements).collect())
    }

    /// Only these definitions of a file, under another name: what one rule says, on its own, while everything else of
    /// its package is still there in the file as a whole.
    pub fn rule(&self, module: &Module, statements: &[&Statement], name: &str) -> Emitted {
        let mut text = blank(&module.file.text);
        let mut edits = Vec::new();
        for span in statements.iter().map(|statement| &statement.span).chain([&module.package_span])
        {
            text.replace_range(span.clone(), &module.file.text[span.clone()]);
        }
        for statement in statements {
            edits.push((statement.name_span.clone(), name.to_owned()));
            edits.extend(self.edits(module, statement));
        }
        Emitted::new(module.file.clone(), &text, edits)
    }

    fn edits(&self, module: &Module, statement: &Statement) -> Vec<(Range<usize>, String)> {
        let locals = Locals::of(module, statement).names();
        let mut edits = Vec::new();
        for index in statement.tokens.clone() {
            let name = module.text(index);
            let is_head = module.tokens[index].span == statement.name_span;
            if !module.is_name(index)
                || is_head
                || module.text(index - 1) == "."
                || locals.contains(name)
            {
                continue;
            }
            let (path, end) = module.reference(index);
            let is_metadata =
                path[..path.len() - 1] == ["rego", "metadata"] && module.text(end) == "(";
            if is_metadata {
                let value = match path[2].as_str() {
                    "chain" => self.chain(module, statement),
                    _ => statement
                        .metadata
                        .as_ref()
                        .map_or(json!({}), |metadata| metadata.json.clone()),
                };
                let close = module.tokens[end].partner.unwrap_or(end);
                edits.push((
                    module.tokens[index].span.start..module.tokens[close].span.end,
                    value.to_string(),
                ));
            }
            if path.len() == 2 && path[0] == "regex" && module.text(end) == "(" {
                edits.extend(patterns::rewritten(module, &path[1], end));
            }
            let import =
                module.imports.iter().find(|import| import.is_path() && import.alias == name);
            if let Some(import) = import.filter(|_| !self.definitions.has_rule(module, name)) {
                edits.push((module.tokens[index].span.clone(), path_name(&import.path)));
            }
        }
        edits
    }

    /// What `rego.metadata.chain()` returns: the rule, its document, its package, and the packages above it.
    fn chain(&self, module: &Module, statement: &Statement) -> Value {
        let rule_path = json!([&module.package, std::slice::from_ref(&statement.name)].concat());
        let mut chain = vec![match &statement.metadata {
            Some(metadata) => json!({ "annotations": metadata.json, "path": rule_path }),
            None => json!({ "path": rule_path }),
        }];
        let in_package = self.modules.iter().filter(|other| other.package == module.package);
        let mut documents = in_package.clone().flat_map(|other| &other.statements);
        let document = documents.find_map(|other| {
            other.document_metadata.as_ref().filter(|_| other.name == statement.name)
        });
        chain.extend(
            document.map(|metadata| json!({ "annotations": metadata.json, "path": rule_path })),
        );
        let with_scope = |metadata: &&Metadata, scope| metadata.scope == scope;
        let mut of_package = in_package.flat_map(|other| &other.metadata);
        let package = of_package.find(|metadata| with_scope(metadata, Scope::Package));
        chain.extend(
            package.map(|metadata| json!({ "annotations": metadata.json, "path": module.package })),
        );
        for length in (1..=module.package.len()).rev() {
            let path = &module.package[..length];
            let mut above = self
                .modules
                .iter()
                .filter(|other| other.package == path)
                .flat_map(|other| &other.metadata);
            let above = above.find(|metadata| with_scope(metadata, Scope::Subpackages));
            chain.extend(
                above.map(|metadata| json!({ "annotations": metadata.json, "path": path })),
            );
        }
        Value::Array(chain)
    }
}

/// The text with everything but its lines blanked out, byte for byte.
fn blank(text: &str) -> String {
    text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
}

impl Emitted {
    fn new(file: File, original: &str, mut replacements: Vec<(Range<usize>, String)>) -> Self {
        replacements.sort_by_key(|(span, _)| span.start);
        let mut text = String::with_capacity(original.len());
        let mut edits = Vec::new();
        let mut copied = 0;
        for (span, replacement) in replacements {
            text.push_str(&original[copied..span.start]);
            let start = text.len();
            text.push_str(&replacement);
            // Lines must not move, whatever stood there.
            text.extend(original[span.clone()].matches('\n'));
            copied = span.end;
            edits.push((span, start..text.len()));
        }
        text.push_str(&original[copied..]);
        Self { file, text, edits }
    }

    /// The byte of the author's text that the engine means by a line and a column. The engine counts from 1, and a tab
    /// as four columns.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let line_start = match line {
            0 | 1 => 0,
            _ => self
                .text
                .match_indices('\n')
                .nth(line - 2)
                .map_or(self.text.len(), |(newline, _)| newline + 1),
        };
        let mut at = 1;
        let rest = self.text[line_start..].char_indices();
        let within = rest.take_while(|(_, c)| *c != '\n').find(|(_, c)| {
            let reached = at >= column;
            at += if *c == '\t' { 4 } else { 1 };
            reached
        });
        let line_end = self.text[line_start..].find('\n').unwrap_or(self.text.len() - line_start);
        self.original(line_start + within.map_or(line_end, |(offset, _)| offset))
    }

    fn original(&self, emitted: usize) -> usize {
        let mut shift = (0, 0);
        for (original, replaced) in &self.edits {
            if emitted < replaced.start {
                break;
            }
            if emitted < replaced.end {
                return original.start;
            }
            shift = (original.end, replaced.end);
        }
        shift.0 + (emitted - shift.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rego::former::parse;

    const TEXT: &str = "# METADATA\n# title: Package\npackage a.b\n\nimport data.lib.gate\n\n# METADATA\n# title: \"One\\n\"\n# custom: {short_name: one}\n\
        deny contains x if {\n\tx := gate.f(rego.metadata.rule(\n\t), 1); input.gate\n}\n\nr := rego.metadata.chain()\n";

    fn emitted(modules: &[Module]) -> (Emitted, Emitted) {
        let program = Program::new(modules);
        let rule = program.rule(&modules[0], &[&modules[0].statements[0]], "rule__0");
        (program.module(&modules[0]), rule)
    }

    #[test]
    fn resolves_imports_and_metadata_line_for_line() {
        let modules = [parse("a.rego", TEXT).unwrap()];
        let (whole, rule) = emitted(&modules);
        let lines: Vec<&str> = whole.text.lines().collect();
        assert_eq!(lines[4], "");
        assert_eq!(
            lines[10],
            "\tx := data.lib.gate.f({\"custom\":{\"short_name\":\"one\"},\"scope\":\"rule\",\"title\":\"One\\n\"}"
        );
        assert_eq!(lines[11], ", 1); input.gate");
        assert_eq!(
            lines[14],
            "r := [{\"path\":[\"a\",\"b\",\"r\"]},{\"annotations\":{\"scope\":\"package\",\"title\":\"Package\"},\"path\":[\"a\",\"b\"]}]"
        );
        let lines: Vec<&str> = rule.text.lines().map(str::trim_end).collect();
        assert_eq!(lines[2], "package a.b");
        assert_eq!(lines[9], "rule__0 contains x if {");
        assert_eq!(lines[14], "");
        assert_eq!(rule.text.lines().count(), TEXT.lines().count());
    }

    #[test]
    fn places_in_the_engines_text_lead_back_to_the_authors() {
        let modules = [parse("a.rego", TEXT).unwrap()];
        let (whole, rule) = emitted(&modules);
        for text in [&whole, &rule] {
            for (needle, wanted) in [
                ("x := data", (11, 2)),
                ("data.lib", (11, 7)),
                (".f(", (11, 11)),
                (", 1)", (12, 3)),
                ("input", (12, 9)),
            ] {
                let at = text.text.find(needle).unwrap();
                let line = text.text[..at].matches('\n').count() + 1;
                let before = text.text[..at].rsplit('\n').next().unwrap();
                let column =
                    1 + before.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum::<usize>();
                assert_eq!(text.file.place(text.offset(line, column)), wanted, "{needle}");
            }
        }
        assert_eq!(rule.file.place(rule.offset(10, 9)), (10, 6));
    }
}
