//! `docs/rego.md`: the builtins and what is refused, as a page.

use super::{Standing, all};
use std::fmt::Write as _;

/// What of the language OPA has, and is refused here or differs.
const LANGUAGE: &[(&str, &str)] = &[
    (
        "a number that cannot be kept as it is written (`1.10`, `1e3`, `-0`)",
        "the same number without zeros at its end, without an exponent; or a string",
    ),
    ("`not true`", "`false`; OPA lets such a rule hold where its head calls a function"),
    (
        "a package within a document that rules of a package above build with keys",
        "another name for one of them",
    ),
    (
        "two keys of an object that turn out to be equal",
        "keys that differ; OPA keeps one by how they are written",
    ),
    ("`f() := 1`, a function without parameters", "`f := 1`"),
    ("an alias on `rego.v1`; `input` and `data` as names", "another name"),
    ("a lone surrogate in a string (`\"\\ud800\"`)", "a whole character"),
    (
        "`with` on `print` or `equal`, a function in the place of data",
        "what is replaced, by its own kind",
    ),
    ("`default` for one key beside computed keys", "a body that says when there is no other value"),
    ("more than 128 levels of nesting, steps in a path, or 500 `else`", "several rules"),
    (
        "in a gate: a path of `input`, `data` or `data.params` that is never there",
        "the path that is meant; `gatewright schema input` has them",
    ),
];

/// The page.
pub fn page() -> String {
    let mut page = "# Rego, as it is read here\n\nGenerated; `BLESS=1 cargo test page` writes it anew.\n\n\
        The language and the builtins are those of OPA 1.20. A program means here what it means there, or it is refused.\n\n\
        ## What of the language is refused\n\n| refused | write |\n|---|---|\n"
        .to_owned();
    for (refused, instead) in LANGUAGE {
        let _ = writeln!(page, "| {refused} | {instead} |");
    }
    let mut builtins: Vec<_> =
        all().filter(|builtin| !builtin.name.starts_with("internal.")).collect();
    builtins.sort_by_key(|builtin| builtin.name);
    let here = builtins.iter().filter(|builtin| builtin.standing == Standing::Same).count();
    let _ = write!(
        page,
        "\n## Builtins that are refused\n\nThe other {here} of {} give what OPA gives, or fail.\n\n| builtin | why | instead |\n|---|---|---|\n",
        builtins.len()
    );
    for builtin in &builtins {
        if let Standing::Refused(why, instead) = builtin.standing {
            let _ = writeln!(page, "| `{}` | {why} | {instead} |", builtin.name);
        }
    }
    page.push_str("\n## Builtins\n\n| builtin | takes | gives |\n|---|---|---|\n");
    for builtin in builtins.iter().filter(|builtin| builtin.standing == Standing::Same) {
        let args: Vec<String> = (builtin.args)().iter().map(|arg| format!("`{arg}`")).collect();
        let infix = builtin
            .infix
            .map_or_else(String::new, |infix| format!(" (`{}`)", infix.replace('|', "\\|")));
        let old = if builtin.deprecated { ", only in v0" } else { "" };
        let _ = writeln!(
            page,
            "| `{}`{infix}{old} | {} | `{}` |",
            builtin.name,
            args.join(", "),
            (builtin.result)()
        );
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "a test reads and writes the file that it is about"
    )]
    fn the_page_is_as_the_tables_say() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rego.md");
        if std::env::var("BLESS").is_ok() {
            std::fs::write(path, page()).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(written == page(), "docs/rego.md is old: `BLESS=1 cargo test page` writes it anew");
    }
}
