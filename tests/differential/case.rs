//! Reads the cases, as `case.py` does; it says what their files look like.

use std::path::{Path, PathBuf};

/// One program, and what is asked of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Case {
    pub(crate) name: String,
    /// Name and text.
    pub(crate) modules: Vec<(String, String)>,
    pub(crate) input: Option<String>,
    pub(crate) data: Option<String>,
    pub(crate) query: String,
    pub(crate) v0: bool,
}

/// The files of cases, by name.
pub(crate) fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential/cases");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let of_cases = |path: &PathBuf| path.extension().is_some_and(|it| it == "rego" || it == "txt");
    let mut files: Vec<_> = files.filter(of_cases).collect();
    files.sort();
    files
}

/// The cases of a file.
pub(crate) fn read(path: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(path).unwrap();
    if path.extension().is_some_and(|it| it == "txt") {
        expressions(&text)
    } else {
        programs(&text)
    }
}

fn expressions(text: &str) -> Vec<Case> {
    let mut input = None;
    let mut cases = Vec::new();
    for line in text.lines() {
        if let Some(given) = line.strip_prefix("# input: ") {
            input = Some(given.to_owned());
        } else if !line.trim().is_empty() && !line.starts_with('#') {
            let (name, query) = (line.to_owned(), format!("x := {line}"));
            cases.push(Case { name, query, input: input.clone(), ..Case::default() });
        }
    }
    cases
}

fn programs(text: &str) -> Vec<Case> {
    let parts = text.split("\n# case: ").skip(1);
    parts.map(|part| program(part.split_once('\n').unwrap_or((part, "")))).collect()
}

fn program((name, text): (&str, &str)) -> Case {
    let query = "x := data.test".to_owned();
    let mut case = Case { name: name.to_owned(), query, ..Case::default() };
    let mut modules = vec![("test.rego".to_owned(), String::new())];
    for line in text.lines() {
        match line.split_once(": ") {
            Some(("# input", given)) => case.input = Some(given.to_owned()),
            Some(("# data", given)) => case.data = Some(given.to_owned()),
            Some(("# query", given)) => given.clone_into(&mut case.query),
            Some(("# module", name)) => modules.push((name.to_owned(), String::new())),
            _ if line == "# v0" => case.v0 = true,
            _ if line == "# oracle" => break,
            _ => modules.last_mut().unwrap().1.extend([line, "\n"]),
        }
    }
    for (_, text) in &mut modules {
        *text = format!("{}\n", text.trim_matches('\n'));
    }
    let first = &mut modules[0].1;
    if !first.lines().any(|line| line.starts_with("package ")) {
        *first = format!("package test\n\n{first}");
    }
    modules.retain(|(_, text)| text.trim() != "package test");
    case.modules = modules;
    case
}
