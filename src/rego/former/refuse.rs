//! What is refused: forms of Rego that the engine reads differently from OPA without a word, or that would take the
//! process down. One check a function; what needs more than a few lines has a file of its own.

use super::lex::TokenKind;
use super::module::{Module, Statement};
use super::scope::{Definitions, Locals};
use super::{calls, functions, negation, recursion};
use crate::rego::mistake::Mistake;
use std::collections::BTreeSet;

/// The engine parses a literal in time exponential to its depth.
const MAX_DEPTH: usize = 12;
/// The engine recurses once for each operator in a row.
const MAX_OPERATORS: usize = 200;

const OPERATORS: [&str; 21] = [
    "+", "-", "*", "/", "%", "|", "&", ".", "[", "==", "!=", "<", ">", "<=", ">=", "=", ":=", "in",
    "not", "else", "with",
];

/// Everything in the modules that would mean something else here than under OPA. `complete` says that no module is
/// missing; without that, nobody can know what a reference leads to.
pub fn refuse(modules: &[Module], complete: bool) -> Vec<Mistake> {
    let definitions = Definitions::of(modules);
    let mut mistakes = Vec::new();
    for module in modules {
        import_clashes(module, &definitions, &mut mistakes);
        for statement in &module.statements {
            if let Some(mistake) = depth(module, statement) {
                mistakes.push(mistake);
                continue;
            }
            let declared = Locals::of(module, statement);
            let names = declared.names();
            shadowing(module, &declared, &definitions, &mut mistakes);
            forms(module, statement, &mut mistakes);
            with(module, statement, &names, &definitions, &mut mistakes);
            negation::refuse(module, statement, &names, &definitions, &mut mistakes);
            if complete {
                calls::refuse(module, statement, &names, &definitions, &mut mistakes);
            }
        }
        if complete {
            calls::refuse_imports(module, &definitions, &mut mistakes);
        }
    }
    functions::refuse(modules, &mut mistakes);
    recursion::refuse(modules, &definitions, &mut mistakes);
    mistakes
}

fn import_clashes(module: &Module, definitions: &Definitions<'_>, mistakes: &mut Vec<Mistake>) {
    let mut seen = BTreeSet::new();
    for import in module.imports.iter().filter(|import| import.is_path()) {
        let clash = match () {
            () if definitions.has_rule(module, &import.alias) => "is also a rule of this package",
            () if !seen.insert(&import.alias) => "is imported twice",
            () if matches!(import.alias.as_str(), "data" | "input") => {
                "means something else everywhere"
            }
            () => continue,
        };
        mistakes.push(
            module
                .file
                .mistake(
                    import.span.clone(),
                    "gatewright::rego::import",
                    format!("`{}` {clash}", import.alias),
                )
                .help("give the import a name of its own: `import … as NAME`"),
        );
    }
    for import in module.imports.iter().filter(|import| !import.is_path()) {
        if import.path != ["rego", "v1"] && import.path[0] != "future" {
            mistakes.push(module.file.mistake(
                import.span.clone(),
                "gatewright::rego::import",
                format!("there is nothing to import as `{}`", import.path.join(".")),
            ));
        }
    }
}

/// The engine takes a variable that `some` declares for the rule of the same name. Other variables hide rules as they
/// should, but an import's name is resolved throughout its file.
fn shadowing(
    module: &Module,
    declared: &Locals<'_>,
    definitions: &Definitions<'_>,
    mistakes: &mut Vec<Mistake>,
) {
    for local in declared.all() {
        let name = module.text(local.index);
        let import = module.imports.iter().any(|import| import.is_path() && import.alias == name);
        let hidden = match () {
            () if import => "an import",
            () if local.by_some && definitions.has_rule(module, name) => "a rule of this package",
            () if matches!(name, "input" | "data") => "a document",
            () => continue,
        };
        let span = module.tokens[local.index].span.clone();
        let message = format!("the variable `{name}` has the name of {hidden}");
        mistakes.push(
            module
                .file
                .mistake(span, "gatewright::rego::shadowing", message)
                .help("give the variable a name of its own"),
        );
    }
}

fn forms(module: &Module, statement: &Statement, mistakes: &mut Vec<Mistake>) {
    for index in statement.tokens.clone().skip(1) {
        let (before, token) = (&module.tokens[index - 1], &module.tokens[index]);
        let text = module.text(index);
        let adjacent = before.span.end == token.span.start;
        let after_operand = match before.kind {
            TokenKind::Symbol => matches!(module.text(index - 1), ")" | "]" | "}"),
            TokenKind::Keyword => false,
            _ => true,
        };
        let (message, help) = match text {
            "(" if after_operand && token.first_on_line => (
                "a line that begins with `(` is read as a call of what stands above it",
                "end the line above with `;`, or name what is in the brackets",
            ),
            "(" if after_operand && !adjacent => {
                ("a space before the arguments of a call", "write `f(x)`")
            }
            "{" if token.depth == 0 && module.text(index - 1) == "}" => {
                ("a second body", "write the rule's head again before each body")
            }
            "." if module
                .tokens
                .get(index + 1)
                .is_some_and(|next| next.kind == TokenKind::Keyword) =>
            {
                ("a keyword as a key", "write it in brackets: `[\"if\"]`")
            }
            "and" | "or" if module.text(index - 1) != "." && token.kind == TokenKind::Name => (
                "`and` and `or` are not operators here",
                "write conditions one below the other for `and`; write a rule with two bodies for `or`",
            ),
            _ if token.kind == TokenKind::Number && loses_digits(text) => (
                "the number has more digits than can be kept",
                "write it as a string, and compare strings",
            ),
            _ => continue,
        };
        mistakes.push(
            module.file.mistake(token.span.clone(), "gatewright::rego::form", message).help(help),
        );
    }
    values_of_in(module, statement, mistakes);
}

/// Numbers are 64-bit integers or IEEE doubles.
fn loses_digits(text: &str) -> bool {
    if text.parse::<i64>().is_ok() {
        return false;
    }
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let digits = mantissa.trim_start_matches(['0', '.']).bytes().filter(u8::is_ascii_digit).count();
    digits > 15
}

/// `x in undefined` is false here and undefined under OPA. As a condition of its own that is the same; as a value it is
/// not.
fn values_of_in(module: &Module, statement: &Statement, mistakes: &mut Vec<Mistake>) {
    for index in statement.tokens.clone().filter(|index| module.text(*index) == "in") {
        let depth = module.tokens[index].depth;
        let mut at = index;
        let value = loop {
            at -= 1;
            let token = &module.tokens[at];
            let text = module.text(at);
            if token.depth < depth {
                break matches!(text, "(" | "[");
            }
            if token.depth > depth {
                continue;
            }
            match text {
                "some" | "every" | "not" | "if" | ";" | "|" => break false,
                ":=" | "=" | "==" | "!=" | "with" => break true,
                _ if at <= statement.tokens.start => break false,
                _ if token.first_on_line && token.kind != TokenKind::Symbol => break false,
                _ => {}
            }
        };
        if value {
            mistakes.push(
                module
                    .file
                    .mistake(
                        module.tokens[index].span.clone(),
                        "gatewright::rego::form",
                        "`in` as a value",
                    )
                    .label("false here, undefined under OPA, when the collection is undefined")
                    .help("make it a condition of its own, in a rule that is true when it holds"),
            );
        }
    }
}

/// What would take the engine more time or more of its stack than it has.
fn depth(module: &Module, statement: &Statement) -> Option<Mistake> {
    let mut operators = 0;
    for index in statement.tokens.clone() {
        let token = &module.tokens[index];
        let text = module.text(index);
        let operator = |text: &str| OPERATORS.contains(&text);
        let next_line =
            token.first_on_line && !operator(text) && !operator(module.text(index.wrapping_sub(1)));
        if matches!(text, "," | ";") || (next_line && !matches!(text, ")" | "]" | "}")) {
            operators = 0;
        }
        operators += usize::from(operator(text));
        let message = match () {
            () if token.depth == MAX_DEPTH && token.partner.is_some_and(|close| close > index) => {
                format!("nested more than {MAX_DEPTH} levels deep")
            }
            () if operators == MAX_OPERATORS => {
                format!("more than {MAX_OPERATORS} operators in a row")
            }
            () => continue,
        };
        let mistake = module.file.mistake(token.span.clone(), "gatewright::rego::depth", message);
        return Some(mistake.help("give parts of it names of their own"));
    }
    None
}

/// `with` gives rules another `input`: a test's means. Its value must not need a rule, which would be lost.
fn with(
    module: &Module,
    statement: &Statement,
    locals: &BTreeSet<&str>,
    definitions: &Definitions<'_>,
    mistakes: &mut Vec<Mistake>,
) {
    for index in statement.tokens.clone().filter(|index| module.text(*index) == "with") {
        let span = module.tokens[index].span.clone();
        if !module.is_test() {
            mistakes.push(
                module
                    .file
                    .mistake(span, "gatewright::rego::with", "`with` outside of a test")
                    .label("a rule does not choose its own evidence")
                    .help("pass what differs to a function as an argument"),
            );
            continue;
        }
        let depth = module.tokens[index].depth;
        let value = (index..statement.tokens.end)
            .find(|at| module.text(*at) == "as")
            .map_or(index, |at| at + 1);
        let end = (value + 1..statement.tokens.end).find(|at| {
            let token = &module.tokens[*at];
            token.depth < depth
                || (token.depth == depth
                    && (matches!(module.text(*at), "with" | ";" | "," | "|")
                        || token.first_on_line))
        });
        let end = end.unwrap_or(statement.tokens.end);
        let needs_rule = (value..end).find(|at| {
            let name = module.text(*at);
            let free = module.is_name(*at) && module.text(*at - 1) != "." && !locals.contains(name);
            let called = module.text(*at) == "(" && module.is_name(*at - 1) && *at > value;
            let import = module.imports.iter().any(|import| import.alias == name);
            called || (free && (import || definitions.has_rule(module, name) || name == "data"))
        });
        if let Some(at) = needs_rule.filter(|at| end > value + 1 || module.text(*at + 1) != "(") {
            mistakes.push(
                module
                    .file
                    .mistake(
                        module.tokens[at].span.clone(),
                        "gatewright::rego::with",
                        "a rule in the value of `with`",
                    )
                    .label("lost: the rule under test would see nothing")
                    .help("name the value first: `given := …`, and then `with input as given`"),
            );
        }
    }
}

/// What is refused in these files, as `LINE:COLUMN MESSAGE`; the first is `a.rego`, the others have the given paths.
#[cfg(test)]
pub(super) fn refused(files: &[(&str, &str)]) -> Vec<String> {
    let modules: Vec<Module> =
        files.iter().map(|(path, text)| super::parse(path, text).unwrap()).collect();
    let mut mistakes = refuse(&modules, true);
    mistakes.sort_by_key(Mistake::order);
    let line = |mistake: &Mistake| format!("{}:{} {mistake}", mistake.place().0, mistake.place().1);
    mistakes.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is refused of a body of a rule, on line 3 and indented with a tab.
    fn body(line: &str) -> Vec<String> {
        refused(&[("a.rego", &format!("package a\ndeny contains x if {{\n\t{line}\n}}\n"))])
    }

    #[test]
    fn points_at_forms_that_the_engine_reads_differently() {
        for (line, wanted) in [
            (
                "x := y\n\t(1)",
                "4:2 a line that begins with `(` is read as a call of what stands above it",
            ),
            ("x := count (input.y)", "3:13 a space before the arguments of a call"),
            ("x := input.if", "3:12 a keyword as a key"),
            ("x := 1; input.a or input.b", "3:18 `and` and `or` are not operators here"),
            ("x := input.a and input.b", "3:15 `and` and `or` are not operators here"),
            ("x := 123456789012345678901", "3:7 the number has more digits than can be kept"),
            ("x := 0.12345678901234567", "3:7 the number has more digits than can be kept"),
            ("x := 1 in input.a", "3:9 `in` as a value"),
            ("x := count([1 in input.a])", "3:16 `in` as a value"),
            ("x := input.a with input.a as 1", "3:15 `with` outside of a test"),
        ] {
            assert_eq!(body(line), [wanted], "{line}");
        }
    }

    #[test]
    fn leaves_alone_what_means_the_same() {
        for line in [
            "some x in input.tests",
            "x := {y | some y in input.a; y in {1, 2}}",
            "x := input.a\n\t[1, 2][_] == 2",
            "x := 9223372036854775807",
            "x := 1.5e10",
            "x := input[\"if\"]",
            "x := object.get(input, [\"a\", \"b\"], null)",
            "every y in input.a { y.b in {1} }; x := 1",
            "x := (1 + 2) * 3",
            "x := (\n\t\t1\n\t)",
            "contains(input.a, \"b\"); x := 1",
            "x := 1; not input.and",
        ] {
            assert_eq!(body(line), [""; 0], "{line}");
        }
    }

    #[test]
    fn points_at_a_second_body() {
        let text = "package a\np contains x if { x := 1 } { x := 2 }\n";
        assert_eq!(refused(&[("a.rego", text)]), ["2:28 a second body"]);
    }

    #[test]
    fn points_at_nesting_that_would_take_the_engine_exponential_time() {
        let nested = |levels: usize| format!("x := {}1{}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(body(&nested(11)), [""; 0]);
        assert_eq!(body(&nested(12)), ["3:18 nested more than 12 levels deep"]);
        let long = format!("x := {}1", "1 + ".repeat(300));
        assert!(body(&long)[0].ends_with("more than 200 operators in a row"));
    }

    #[test]
    fn points_at_names_that_mean_two_things() {
        let text = "package a\nimport data.b\nimport input.c as d\np contains b if some b in d\nd := 1\nq contains p if some p in [1]\n";
        assert_eq!(
            refused(&[("a.rego", text), ("b.rego", "package b\n")]),
            [
                "3:1 `d` is also a rule of this package",
                "4:22 the variable `b` has the name of an import",
                "6:22 the variable `p` has the name of a rule of this package",
            ]
        );
    }

    #[test]
    fn a_test_may_replace_input_but_not_by_what_a_rule_yields() {
        let text = |value: &str| {
            format!(
                "package a_test\nimport data.a\ntest_x if {{\n\tx := 1\n\ta.y with input as {value}\n}}\n_f(x) := x\n"
            )
        };
        let refused = |value: &str| {
            refused(&[("a_test.rego", &text(value)), ("a.rego", "package a\ny := input.x\n")])
        };
        for value in ["x", "{\"x\": x}", "3 with data.a.y as 2"] {
            assert_eq!(refused(value), [""; 0], "{value}");
        }
        for value in ["_f(x)", "{\"x\": _f(1)}", "data.a.y", "[a.y]"] {
            let found = refused(value);
            assert!(
                found.len() == 1 && found[0].ends_with("a rule in the value of `with`"),
                "{value}: {found:?}"
            );
        }
    }
}
