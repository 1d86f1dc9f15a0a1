//! `package` and `import`.

use super::{FUTURE_KEYWORDS, Kind, NEW_KEYWORDS, Parsed, Parser, is_keyword};
use crate::rego::ast::{Import, Name, Package, Step, TermKind, Version};

const IMPORT_HELP: &str = "import a path below `data` or `input`: `import data.lib.gate`";

impl Parser<'_> {
    pub(super) fn package(&mut self) -> Parsed<Package> {
        let start = self.at;
        if self.token().kind == Kind::Bad {
            return Err(super::Broken);
        }
        if !self.is("package") || self.is_reference_at(start) {
            let span = self.token_span();
            self.report(
                span,
                "gatewright::rego::package",
                "the file does not begin with its package",
                "begin it with `package NAME`",
            );
            return Err(super::Broken);
        }
        self.at += 1;
        let path = self.path("write `package NAME`, with dots between its parts")?;
        let path = path.into_iter().map(|name| name.text).collect();
        Ok(Package { path, span: self.span_from(start) })
    }

    /// `a.b["c-d"]`; keywords are names here.
    pub(super) fn path(&mut self, help: &str) -> Parsed<Vec<Name>> {
        let token = *self.token();
        if token.kind != Kind::Name {
            return self.unexpected("a name", help);
        }
        let mut path = vec![Name { text: self.text_at(self.at).into(), span: token.span }];
        self.at += 1;
        while self.is_step_at(self.at) {
            let Step { term, .. } = self.step()?;
            let TermKind::String { value, .. } = term.kind else {
                return self.refuse(term.span, "a part of a path that is no string", help);
            };
            path.push(Name { text: value, span: term.span });
        }
        Ok(path)
    }

    pub(super) fn import(&mut self) -> Parsed<Import> {
        let start = self.at;
        self.at += 1;
        let path = self.path(IMPORT_HELP)?;
        let alias = if self.take("as") {
            let alias = self.name("a name", "write `import data.lib.gate as NAME`")?;
            if &*alias.text == "_" {
                return self.refuse(
                    alias.span,
                    "an import without a name",
                    "give it a name, or remove it",
                );
            }
            Some(alias)
        } else {
            None
        };
        let span = self.span_from(start);
        match &*path[0].text {
            "data" | "input" => self.check_last(&path, alias.as_ref())?,
            "rego" => self.import_version(&path, alias.as_ref())?,
            "future" => self.import_keywords(&path, alias.as_ref())?,
            _ => {
                return self.refuse(
                    path[0].span,
                    format!("`{}` cannot be imported", path[0].text),
                    IMPORT_HELP,
                );
            }
        }
        Ok(Import { path: path.into_iter().map(|name| name.text).collect(), alias, span })
    }

    /// Without an alias the last part is the name of the import.
    fn check_last(&mut self, path: &[Name], alias: Option<&Name>) -> Parsed<()> {
        match path.last() {
            Some(last) if alias.is_none() && is_keyword(&last.text, self.version) => self.refuse(
                last.span,
                format!("an import named `{}`, which is a keyword", last.text),
                "give it a name: `import … as NAME`",
            ),
            _ => Ok(()),
        }
    }

    fn import_version(&mut self, path: &[Name], alias: Option<&Name>) -> Parsed<()> {
        if path.len() != 2 || &*path[1].text != "v1" {
            return self.refuse(
                path[0].span,
                "no version of Rego",
                "the only one is `import rego.v1`",
            );
        }
        self.refuse_alias(alias)?;
        self.version = Version::V1;
        self.keywords.extend(NEW_KEYWORDS);
        Ok(())
    }

    fn import_keywords(&mut self, path: &[Name], alias: Option<&Name>) -> Parsed<()> {
        self.refuse_alias(alias)?;
        let known = || NEW_KEYWORDS.into_iter().chain(FUTURE_KEYWORDS).chain(["not"]);
        let imported: Vec<&'static str> = match path {
            [_, keywords] if &*keywords.text == "keywords" => known().collect(),
            [_, keywords, name] if &*keywords.text == "keywords" => {
                known().filter(|keyword| *keyword == &*name.text).collect()
            }
            _ => Vec::new(),
        };
        if imported.is_empty() {
            let last = path.last().map_or_else(Default::default, |last| last.span);
            return self.refuse(
                last,
                "no keyword that can be imported",
                "there are `future.keywords.and`, `contains`, `every`, `if`, `in`, `not` and `or`",
            );
        }
        for keyword in imported {
            self.not_bodies |= keyword == "not";
            if keyword == "every" {
                self.keywords.insert("in");
            }
            self.keywords.insert(keyword);
        }
        Ok(())
    }

    fn refuse_alias(&mut self, alias: Option<&Name>) -> Parsed<()> {
        match alias {
            None => Ok(()),
            Some(alias) => self.refuse(
                alias.span,
                "a name for an import that has none",
                "remove `as` and the name",
            ),
        }
    }
}
