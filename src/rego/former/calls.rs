//! Calls and references: that what is called exists and gets as many arguments as it takes, and that what is read is
//! defined by somebody. A misspelt name is undefined when it is read, and a rule that reads it never fires.

use super::builtins::{self, BUILTINS};
use super::module::{Kind, Module, Statement, arguments, path_name};
use super::scope::{Definitions, Place, Target};
use crate::rego::mistake::Mistake;
use std::collections::BTreeSet;
use std::ops::Range;

/// Refuses calls and references that lead nowhere.
pub(super) fn refuse(
    module: &Module,
    statement: &Statement,
    locals: &BTreeSet<&str>,
    definitions: &Definitions<'_>,
    mistakes: &mut Vec<Mistake>,
) {
    let checker = Checker { module, definitions };
    for index in statement.tokens.clone() {
        let is_head = module.tokens[index].span == statement.name_span;
        let called_keyword = module.text(index) == "contains" && checker.is_call(index + 1);
        if called_keyword {
            checker.builtin("contains", index, index + 1, mistakes);
        }
        if !module.is_name(index) || is_head || (index > 0 && module.text(index - 1) == ".") {
            continue;
        }
        let (target, end) = definitions.resolve(module, locals, index);
        let span = module.tokens[index].span.start..module.tokens[end - 1].span.end;
        match (target, checker.is_call(end)) {
            (Target::Data(path), true) => checker.function(&path, span, end, mistakes),
            (Target::Data(path), false) => mistakes.extend(checker.reference(&path, span)),
            (Target::Other(name), true) => checker.builtin(&name, index, end, mistakes),
            (Target::Local | Target::Input, true) => {
                mistakes.push(checker.mistake(span, "what is called here is not a function"));
            }
            (Target::Local | Target::Input | Target::Other(_), false) => {}
        }
    }
}

/// Refuses imports of what is not there.
pub(super) fn refuse_imports(
    module: &Module,
    definitions: &Definitions<'_>,
    mistakes: &mut Vec<Mistake>,
) {
    let checker = Checker { module, definitions };
    for import in module.imports.iter().filter(|import| import.path[0] == "data") {
        let nowhere = definitions.locate(&import.path[1..]) == Place::Nothing;
        if nowhere {
            mistakes.push(checker.nothing(&import.path[1..], import.span.clone()));
        }
    }
}

struct Checker<'a> {
    module: &'a Module,
    definitions: &'a Definitions<'a>,
}

impl Checker<'_> {
    fn mistake(&self, span: Range<usize>, message: impl Into<String>) -> Mistake {
        self.module.file.mistake(span, "gatewright::rego::call", message)
    }

    fn is_call(&self, open: usize) -> bool {
        let adjacent = |open: usize| {
            self.module.tokens[open - 1].span.end == self.module.tokens[open].span.start
        };
        self.module.text(open) == "(" && adjacent(open)
    }

    fn builtin(&self, name: &str, index: usize, open: usize, mistakes: &mut Vec<Mistake>) {
        let span = self.module.tokens[index].span.start..self.module.tokens[open - 1].span.end;
        if name == "print" && self.module.is_test() {
            return;
        }
        let Some(wanted) = builtins::arity(name) else {
            let help = builtins::refusal(name).map_or_else(
                || similar(name, BUILTINS.iter().map(|(name, _)| *name)).unwrap_or_else(|| "the functions are those of OPA that need no network, no clock and no randomness, and those that the policies define".into()),
                str::to_owned,
            );
            mistakes.push(self.mistake(span, format!("there is no function `{name}`")).help(help));
            return;
        };
        let found = arguments(&self.module.file, &self.module.tokens, open);
        if name == "walk" {
            let assigned = matches!(self.module.text(index.wrapping_sub(1)), ":=" | "=");
            if assigned || found != wanted {
                mistakes.push(
                    self.mistake(span, "`walk` as a value")
                        .label("yields nothing here")
                        .help("write `walk(value, [path, node])`, which binds `path` and `node`"),
                );
            }
        } else if found != wanted {
            let help = (found == wanted + 1)
                .then_some("write `result := f(…)`: a result is not an argument");
            let mistake =
                self.mistake(span, format!("`{name}` takes {}, not {found}", count(wanted)));
            mistakes.push(help.map_or(mistake.clone(), |help| mistake.help(help)));
        }
    }

    fn function(
        &self,
        path: &[String],
        span: Range<usize>,
        open: usize,
        mistakes: &mut Vec<Mistake>,
    ) {
        let Place::Rule(_, name, kinds) = self.definitions.locate(path) else {
            mistakes.push(self.nothing(path, span));
            return;
        };
        let wanted = kinds
            .iter()
            .find_map(|kind| if let Kind::Function(wanted) = kind { Some(*wanted) } else { None });
        let found = arguments(&self.module.file, &self.module.tokens, open);
        match wanted {
            None => {
                mistakes.push(self.mistake(span, format!("`{name}` is a rule, not a function")));
            }
            Some(wanted) if wanted != found => {
                mistakes.push(
                    self.mistake(span, format!("`{name}` takes {}, not {found}", count(wanted))),
                );
            }
            Some(_) => {}
        }
    }

    fn reference(&self, path: &[String], span: Range<usize>) -> Option<Mistake> {
        match self.definitions.locate(path) {
            Place::Params | Place::Rule(..) => None,
            Place::Nothing => Some(self.nothing(path, span)),
            Place::Package => Some(
                self.mistake(span, "a package is read as a whole")
                    .label("evaluates every rule in it, and fails if one of them does")
                    .help("read the rules that are meant: `data.PACKAGE.RULE`"),
            ),
        }
    }

    fn nothing(&self, path: &[String], span: Range<usize>) -> Mistake {
        let name = format!("data.{}", path_name(path));
        let help = if path[0] == "params" {
            let known = self.definitions.params.iter().map(|param| format!("data.params.{param}"));
            similar(&name, known).unwrap_or_else(|| {
                "declare the parameter in the METADATA of the package: `custom: {params: {NAME: {type: …, default: …}}}`".into()
            })
        } else {
            let known = self.definitions.packages.iter().flat_map(|(package, rules)| {
                rules.keys().map(move |rule| format!("data.{}.{rule}", path_name(package)))
            });
            similar(&name, known)
                .unwrap_or_else(|| "load the policy that defines it, or correct the name".into())
        };
        self.mistake(span, format!("nothing defines `{name}`"))
            .label("undefined: the rule would never fire")
            .help(help)
    }
}

fn count(arguments: usize) -> String {
    match arguments {
        0 => "no arguments".into(),
        1 => "1 argument".into(),
        _ => format!("{arguments} arguments"),
    }
}

/// A question after the nearest of the known names, if one is near.
pub(super) fn similar<S: AsRef<str>>(
    name: &str,
    known: impl IntoIterator<Item = S>,
) -> Option<String> {
    let scored = known.into_iter().map(|known| (strsim::jaro_winkler(name, known.as_ref()), known));
    let (_, best) =
        scored.filter(|(score, _)| *score > 0.85).max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    Some(format!("did you mean `{}`?", best.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::super::refuse::refused;

    const LIBRARY: &str = "# METADATA\n# scope: package\n# custom: {params: {limit: {type: integer}}}\npackage lib.b\nf(x, y) := x + y\nr := 1\n";

    fn refused_in(expression: &str) -> Vec<String> {
        let text = format!(
            "package a\nimport data.lib.b\nimport data.lib\np := x if {{\n\tx := {expression}\n}}\nq := 1\ng(x) := x\n"
        );
        refused(&[("a.rego", &text), ("b.rego", LIBRARY)])
    }

    #[test]
    fn calls_and_references_that_lead_somewhere_are_accepted() {
        for expression in [
            "b.f(1, 2)",
            "data.lib.b.f(1, 2)",
            "lib.b.f(1, 2)",
            "b.r",
            "lib.b.r",
            "q",
            "g(q)",
            "data.params.limit",
            "data.params",
            "data.lib[\"b\"].r",
            "count([1, 2,])",
            "time.now_ns()",
            "rego.metadata.rule()",
            "set()",
            "[y | walk(input, [_, y])]",
        ] {
            assert_eq!(refused_in(expression), [""; 0], "{expression}");
        }
    }

    #[test]
    fn calls_and_references_that_lead_nowhere_are_refused() {
        for (expression, wanted) in [
            ("b.g(1)", "nothing defines `data.lib.b.g`"),
            ("b.f(1)", "`f` takes 2 arguments, not 1"),
            ("b.r(1)", "`r` is a rule, not a function"),
            ("b.s", "nothing defines `data.lib.b.s`"),
            ("data.nothing", "nothing defines `data.nothing`"),
            ("data.params.limits", "nothing defines `data.params.limits`"),
            ("count(1, 2)", "`count` takes 1 argument, not 2"),
            ("cuont([1])", "there is no function `cuont`"),
            ("http.send({})", "there is no function `http.send`"),
            ("opa.runtime()", "there is no function `opa.runtime`"),
            ("rand.intn(\"a\", 2)", "there is no function `rand.intn`"),
            ("uuid.rfc4122(\"a\")", "there is no function `uuid.rfc4122`"),
            ("json.remove({}, [])", "there is no function `json.remove`"),
            ("net.cidr_expand(\"10.0.0.0/8\")", "there is no function `net.cidr_expand`"),
            ("any([true])", "there is no function `any`"),
            ("print(1)", "there is no function `print`"),
            ("walk(input)", "`walk` as a value"),
            ("data.lib.b", "a package is read as a whole"),
            ("lib", "a package is read as a whole"),
            ("lib[input.x]", "a package is read as a whole"),
            ("data[input.x]", "a package is read as a whole"),
        ] {
            assert_eq!(refused_in(expression), [format!("5:7 {wanted}")], "{expression}");
        }
    }

    #[test]
    fn a_misspelt_import_is_refused() {
        let text = "package a\nimport data.lib.d\n";
        assert_eq!(
            refused(&[("a.rego", text), ("b.rego", LIBRARY)]),
            ["2:1 nothing defines `data.lib.d`"]
        );
    }
}
