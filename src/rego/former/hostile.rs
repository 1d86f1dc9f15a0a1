//! Whatever stands in a file of policy, it is refused or read: nothing in the front panics.

use super::{Program, parse, refuse};
use proptest::prelude::*;

const WORDS: [&str; 58] = [
    "package",
    "import",
    "default",
    "else",
    "every",
    "false",
    "if",
    "in",
    "not",
    "null",
    "some",
    "true",
    "with",
    "as",
    "contains",
    "a",
    "b",
    "deny",
    "data",
    "input",
    "rego",
    "metadata",
    "rule",
    "chain",
    "params",
    "lib",
    "walk",
    "count",
    "_",
    "1",
    "2.5",
    "\"a\"",
    "`b`",
    ":=",
    "==",
    "=",
    "<",
    "+",
    "-",
    "|",
    "&",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ";",
    ":",
    ".",
    "\n",
    "\n\t",
    " ",
    "# METADATA\n# title: x\n",
    "# METADATA\n# scope: package\n",
    "é",
    "print",
];

fn try_all(texts: &[String]) {
    let modules: Vec<_> = texts.iter().filter_map(|text| parse("a_test.rego", text).ok()).collect();
    refuse(&modules, true);
    let program = Program::new(&modules);
    for module in &modules {
        module.input_names();
        let emitted = program.module(module);
        assert_eq!(emitted.text.matches('\n').count(), module.file.text.matches('\n').count());
        for (line, column) in [(0, 0), (1, 1), (2, 5), (99, 99)] {
            module.file.place(emitted.offset(line, column));
        }
        for statement in &module.statements {
            program.rule(module, &[statement], "gatewright__0");
        }
    }
}

proptest! {
    #[test]
    fn words_of_rego_in_any_order_do_no_harm(
        words in prop::collection::vec(prop::sample::select(&WORDS[..]), 0..60),
        separator in prop::sample::select(&["", " "][..]),
    ) {
        let body = words.join(separator);
        try_all(&[format!("package a\n{body}"), format!("package lib\nb := 1\ndeny contains x if {{ {body} }}"), body]);
    }

    #[test]
    fn any_text_does_no_harm(text in any::<String>()) {
        try_all(&[format!("package a\n# METADATA\n# {text}\nx := \"{text}\"\n{text}"), text]);
    }
}
