//! A file of Rego to statements: where each begins and ends, what it defines, and what METADATA says of it.

use super::lex::{self, Token, TokenKind};
use super::metadata::{self, Block, Metadata, Scope};
use super::module::{Import, Kind, Module, Statement, arguments, reference};
use crate::rego::mistake::{File, Mistake};
use std::ops::Range;

/// Parses one file.
///
/// # Errors
/// Everything that keeps it from being split into statements.
pub fn parse(path: &str, text: &str) -> Result<Module, Vec<Mistake>> {
    let file = File::new(path, text);
    let lexed = lex::lex(&file);
    if !lexed.mistakes.is_empty() {
        return Err(lexed.mistakes);
    }
    let mut mistakes = Vec::new();
    let mut blocks = metadata::blocks(&file, &lexed, &mut mistakes);
    let mut parser = Parser { file: &file, tokens: &lexed.tokens, mistakes };
    let mut parts = parser.split().into_iter();
    let (package, package_span) = parser.package(parts.next());
    let package_metadata = parser.metadata(&mut blocks, package_span.clone(), Scope::Package);
    let mut imports = Vec::new();
    let mut statements: Vec<Statement> = Vec::new();
    for part in parts {
        if parser.text(part.start) == "import" {
            if let Some(first) = statements.first() {
                let name = first.name.clone();
                parser.report(
                    parser.span(&part),
                    "gatewright::rego::import",
                    "an import stands after a rule",
                    &format!("move it above `{name}`"),
                );
            }
            parser.orphans(&mut blocks, parser.span(&part).end);
            imports.extend(parser.import(part));
        } else if let Some(mut statement) = parser.statement(part) {
            for metadata in parser.metadata(&mut blocks, statement.span.clone(), Scope::Rule) {
                let slot = match metadata.scope {
                    Scope::Rule => &mut statement.metadata,
                    _ => &mut statement.document_metadata,
                };
                if slot.is_some() {
                    parser.report(
                        metadata.span,
                        "gatewright::rego::metadata",
                        "a second METADATA block for the same rule",
                        "one block describes a rule: merge the two",
                    );
                } else {
                    *slot = Some(metadata);
                }
            }
            statements.push(statement);
        }
    }
    parser.orphans(&mut blocks, usize::MAX);
    let Parser { mistakes, .. } = parser;
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    Ok(Module {
        file,
        package,
        metadata: package_metadata,
        imports,
        statements,
        package_span,
        tokens: lexed.tokens,
    })
}

struct Parser<'a> {
    file: &'a File,
    tokens: &'a [Token],
    mistakes: Vec<Mistake>,
}

impl Parser<'_> {
    fn text(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| &self.file.text[token.span.clone()])
    }

    fn span(&self, part: &Range<usize>) -> Range<usize> {
        self.tokens[part.start].span.start..self.tokens[part.end - 1].span.end
    }

    fn report(&mut self, span: Range<usize>, code: &'static str, message: &str, help: &str) {
        self.mistakes.push(self.file.mistake(span, code, message).help(help));
    }

    /// The statements as ranges of tokens.
    fn split(&mut self) -> Vec<Range<usize>> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        for index in 0..self.tokens.len() {
            if self.tokens[index].depth > 0 {
                continue;
            }
            let begins = index == 0 || (self.tokens[index].first_on_line && !self.continues(index));
            match parts.last_mut() {
                Some(part) if !begins => part.end = index + 1,
                _ => parts.push(index..index + 1),
            }
            let crowded =
                !begins && is_operand_start(&self.tokens[index]) && self.is_operand_end(index - 1);
            if crowded || self.text(index) == ";" {
                self.report(
                    self.tokens[index].span.clone(),
                    "gatewright::rego::statement",
                    "not a part of the rule that begins on this line",
                    "begin each rule on a line of its own",
                );
            }
        }
        parts
    }

    /// Whether the token at the beginning of a line goes on with what stands above it.
    fn continues(&self, index: usize) -> bool {
        let before = self.text(index - 1);
        let open_before = match self.tokens[index - 1].kind {
            TokenKind::Symbol => !matches!(before, ")" | "]" | "}"),
            TokenKind::Keyword => !matches!(before, "true" | "false" | "null"),
            _ => false,
        };
        open_before
            || self.tokens[index].kind == TokenKind::Symbol
            || matches!(self.text(index), "if" | "contains" | "else" | "in" | "as" | "with")
    }

    fn is_operand_end(&self, index: usize) -> bool {
        match self.tokens[index].kind {
            TokenKind::Symbol => matches!(self.text(index), ")" | "]" | "}"),
            TokenKind::Keyword => matches!(self.text(index), "true" | "false" | "null"),
            _ => true,
        }
    }

    fn package(&mut self, part: Option<Range<usize>>) -> (Vec<String>, Range<usize>) {
        if let Some(part) = part {
            let (path, end) = reference(self.file, self.tokens, part.start + 1);
            if self.text(part.start) == "package" && end == part.end && !path.is_empty() {
                return (path, self.span(&part));
            }
        }
        let first = self.tokens.first().map_or(0..0, |token| token.span.clone());
        self.report(
            first,
            "gatewright::rego::package",
            "the file does not begin with its package",
            "begin it with `package NAME`",
        );
        (Vec::new(), 0..0)
    }

    fn import(&mut self, part: Range<usize>) -> Option<Import> {
        let (path, mut end) = reference(self.file, self.tokens, part.start + 1);
        let mut alias = path.last().cloned().unwrap_or_default();
        if self.text(end) == "as" && end + 2 == part.end {
            self.text(end + 1).clone_into(&mut alias);
            end += 2;
        }
        let known = path
            .first()
            .is_some_and(|root| matches!(root.as_str(), "data" | "input" | "rego" | "future"));
        let span = self.span(&part);
        if end != part.end || !known {
            self.report(
                span,
                "gatewright::rego::import",
                "the import names nothing that can be imported",
                "import a path below `data` or `input`: `import data.lib.gate`",
            );
            return None;
        }
        Some(Import { path, alias, span })
    }

    fn statement(&mut self, part: Range<usize>) -> Option<Statement> {
        let default = self.text(part.start) == "default";
        let name_at = part.start + usize::from(default);
        let span = self.span(&part);
        if name_at >= part.end || self.tokens[name_at].kind != TokenKind::Name {
            self.report(
                self.tokens[part.start].span.clone(),
                "gatewright::rego::statement",
                "a rule begins with its name",
                "write `NAME contains … if { … }`, `NAME := …` or `NAME if { … }`",
            );
            return None;
        }
        let mut at = name_at + 1;
        while at < part.end && (self.text(at) == "." || self.text(at) == "[") {
            at = self.tokens[at].partner.map_or(at + 2, |close| close + 1);
        }
        let has_path = at > name_at + 1;
        let after =
            if self.text(at) == "(" { self.tokens[at].partner.unwrap_or(at) + 1 } else { at };
        if self.text(after) == "{" {
            self.report(
                self.tokens[after].span.clone(),
                "gatewright::rego::statement",
                "a body without `if`",
                "this is Rego v0: in v1 write `NAME if { … }`, and `NAME contains x if { … }` for a set",
            );
            return None;
        }
        let kind = match self.text(at) {
            _ if default => Kind::Default,
            "contains" => Kind::PartialSet,
            "(" => Kind::Function(self.arguments(at)),
            _ if has_path => Kind::PartialObject,
            _ => Kind::Complete,
        };
        Some(Statement {
            name: self.text(name_at).to_owned(),
            name_span: self.tokens[name_at].span.clone(),
            kind,
            has_path,
            span,
            metadata: None,
            document_metadata: None,
            tokens: part,
        })
    }

    fn arguments(&self, open: usize) -> usize {
        arguments(self.file, self.tokens, open)
    }

    /// Reports the blocks that stand before `end` and describe nothing.
    fn orphans(&mut self, blocks: &mut Vec<Block>, end: usize) {
        for block in blocks.extract_if(.., |block| block.span.start < end) {
            self.report(
                block.span,
                "gatewright::rego::metadata",
                "the METADATA block belongs to nothing",
                "put it directly before the rule or the package that it describes",
            );
        }
    }

    /// Reads the blocks that stand before `target`.
    fn metadata(
        &mut self,
        blocks: &mut Vec<Block>,
        target: Range<usize>,
        default_scope: Scope,
    ) -> Vec<Metadata> {
        let mut all = Vec::new();
        for block in blocks.extract_if(.., |block| block.span.start < target.end) {
            if block.span.start > target.start {
                self.report(
                    block.span,
                    "gatewright::rego::metadata",
                    "the METADATA block stands inside of a rule",
                    "put it directly before the rule that it describes",
                );
                continue;
            }
            match metadata::read(self.file, &block, default_scope) {
                Ok(metadata) => {
                    let of_package = matches!(metadata.scope, Scope::Package | Scope::Subpackages);
                    if of_package == (default_scope == Scope::Package) {
                        all.push(metadata);
                        continue;
                    }
                    self.report(
                        metadata.span,
                        "gatewright::rego::metadata",
                        "the scope of the METADATA block does not fit what follows it",
                        "`package` and `subpackages` stand before `package`, `rule` and `document` before a rule",
                    );
                }
                Err(mistake) => self.mistakes.push(mistake),
            }
        }
        all
    }
}

fn is_operand_start(token: &Token) -> bool {
    matches!(
        token.kind,
        TokenKind::Name | TokenKind::Number | TokenKind::String | TokenKind::RawString
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(text: &str) -> Vec<String> {
        let mistakes = parse("a.rego", text).unwrap_err();
        mistakes
            .iter()
            .map(|mistake| format!("{}:{} {mistake}", mistake.place().0, mistake.place().1))
            .collect()
    }

    #[test]
    fn splits_a_file_into_its_definitions() {
        let module = parse(
            "a.rego",
            r#"
package release["a-b"].c # comment

import data.lib.gate
import input.tests as t

default allow := false
allow if {
	not deny
} else := 3 if {
	true
}
deny contains msg if
	input.x
f(a, [b, c]) := a if b
f("x", 1,) := 2
o.p := 1
o[x] := y if some x, y in {"a": 1}
limit :=
	1 +
	2
s contains {
	"a": 1,
}
one if input.x in {1} ; two
"#
            .replace(" ; two", "")
            .as_str(),
        )
        .unwrap();
        assert_eq!(module.package_name(), "release[\"a-b\"].c");
        assert_eq!(module.imports[1].alias, "t");
        let kinds: Vec<_> = module.statements.iter().map(|s| (s.name.as_str(), s.kind)).collect();
        assert_eq!(
            kinds,
            [
                ("allow", Kind::Default),
                ("allow", Kind::Complete),
                ("deny", Kind::PartialSet),
                ("f", Kind::Function(2)),
                ("f", Kind::Function(2)),
                ("o", Kind::PartialObject),
                ("o", Kind::PartialObject),
                ("limit", Kind::Complete),
                ("s", Kind::PartialSet),
                ("one", Kind::Complete),
            ]
        );
    }

    #[test]
    fn points_at_what_is_no_definition() {
        for (text, wanted) in [
            ("p := 1", "1:1 the file does not begin with its package"),
            ("", "1:1 the file does not begin with its package"),
            ("package a\nimport foo.bar", "2:1 the import names nothing that can be imported"),
            ("package a\np := 1\nimport data.b", "3:1 an import stands after a rule"),
            ("package a\n{1}", "1:1 the file does not begin with its package"),
            ("package a\n1 := 2", "2:1 a rule begins with its name"),
            ("package a\nf(x) { x }", "2:6 a body without `if`"),
            ("package a\ndeny[msg] { msg := 1 }", "2:11 a body without `if`"),
            ("package a\np := 1 q := 2", "2:8 not a part of the rule that begins on this line"),
            ("package a\np if true; q", "2:10 not a part of the rule that begins on this line"),
        ] {
            assert!(
                mistakes(text).iter().any(|mistake| mistake == wanted),
                "{text}: {:?}",
                mistakes(text)
            );
        }
    }

    #[test]
    fn metadata_belongs_to_what_follows_it() {
        let module = parse(
            "a.rego",
            "# METADATA\n# title: Package\n# custom: {params: {x: {type: integer}}}\npackage a\n\n\
             # A comment.\n# METADATA\n# title: One\n# related_resources: [https://example.com/a]\n\
             # authors: [Jane Doe <jane@example.com>]\n# custom:\n#   short_name: one\n\n# Another.\np contains 1\n\
             # METADATA\n# scope: document\n# title: All\n\n# METADATA\n# title: Two\np contains 2\n",
        )
        .unwrap();
        assert_eq!(module.metadata[0].scope, Scope::Package);
        let one = module.statements[0].metadata.as_ref().unwrap();
        assert_eq!(one.custom_text("short_name"), Some("one"));
        assert_eq!(one.url.as_deref(), Some("https://example.com/a"));
        assert_eq!(
            one.json.to_string(),
            r#"{"authors":[{"email":"jane@example.com","name":"Jane Doe"}],"custom":{"short_name":"one"},"related_resources":[{"ref":"https://example.com/a"}],"scope":"rule","title":"One"}"#
        );
        let two = &module.statements[1];
        assert_eq!(two.metadata.as_ref().unwrap().title.as_deref(), Some("Two"));
        assert_eq!(two.document_metadata.as_ref().unwrap().title.as_deref(), Some("All"));
    }

    #[test]
    fn points_at_metadata_that_says_nothing() {
        for (text, wanted) in [
            ("package a\n# METADATA\n# title: [\np := 1", "the METADATA block cannot be read"),
            (
                "package a\n# METADATA\n# short_name: x\np := 1",
                "3:3 the METADATA block cannot be read",
            ),
            (
                "package a\n# METADATA\n# title: 1\n# title: 2\np := 1",
                "the METADATA block cannot be read",
            ),
            ("package a\n# METADATA\n# scope: package\np := 1", "does not fit what follows it"),
            ("package a\n# METADATA\n# title: x\nimport data.b\np := 1", "belongs to nothing"),
            (
                "package a\np := 1\n# METADATA\n# title: x\n",
                "3:1 the METADATA block belongs to nothing",
            ),
            (
                "package a\np if {\n\t# METADATA\n\t# title: x\n\ttrue\n}",
                "3:2 the METADATA block stands inside of a rule",
            ),
            (
                "package a\n# METADATA\n# title: x\n\n# METADATA\n# title: y\np := 1",
                "a second METADATA block",
            ),
            (
                "package a\n# Metadata\n# title: x\np := 1",
                "2:1 not a METADATA block, although it looks like one",
            ),
        ] {
            assert!(
                mistakes(text).iter().any(|mistake| mistake.contains(wanted)),
                "{text}: {:?}",
                mistakes(text)
            );
        }
    }
}
