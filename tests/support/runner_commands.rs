//! What a CI system would take for a command in the output of a step: GitHub's `::cmd::` at the start of a line and its
//! older `##[cmd]` anywhere in one, Azure's `##vso[`, and `##teamcity[`. Tests include this file by path.
//!
//! Where the systems are in doubt, this is stricter than they are. Any name is a command, because their lists grow. A
//! lone carriage return ends a line, as for the reader of GitHub's runner. And characters that have no weight in a
//! culture-sensitive comparison, which is how the runner looks for `::` and `##[`, are as if they were not there.

use std::collections::BTreeMap;

/// A line that is a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Command {
    /// `error`, `set-output`, `task.complete`, …
    pub(crate) name: String,
    /// What stands behind the name.
    pub(crate) properties: BTreeMap<String, String>,
    /// What stands behind the command.
    pub(crate) data: String,
}

/// Every command in a step's output. A line can hold one for each system.
pub(crate) fn commands(output: &str) -> Vec<Command> {
    output.split(['\n', '\r']).flat_map(of_line).collect()
}

fn of_line(line: &str) -> Vec<Command> {
    let line: String = line.chars().filter(|c| !is_weightless(*c)).collect();
    let bracketed = ["##[", "##vso[", "##teamcity["].map(|prefix| bracketed(&line, prefix));
    workflow(&line).into_iter().chain(bracketed.into_iter().flatten()).collect()
}

/// `::name key=value,key=value::data`, behind white space at most.
fn workflow(line: &str) -> Option<Command> {
    let (head, data) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    command(head, ',', data)
}

/// `##[name key=value;key=value]data`, anywhere in the line.
fn bracketed(line: &str, prefix: &str) -> Option<Command> {
    let (_, rest) = line.split_once(prefix)?;
    let (head, data) = rest.split_once(']')?;
    command(head, ';', data)
}

fn command(head: &str, separator: char, data: &str) -> Option<Command> {
    let (name, rest) = head.split_once(' ').unwrap_or((head, ""));
    let properties = rest
        .split(separator)
        .filter_map(|property| property.trim().split_once('='))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    let command = Command { name: name.to_lowercase(), properties, data: data.to_owned() };
    (!name.is_empty()).then_some(command)
}

fn is_weightless(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(output: &str) -> Vec<String> {
        commands(output).into_iter().map(|command| command.name).collect()
    }

    #[test]
    fn sees_each_syntax_where_its_system_does() {
        let seen = |line: &str, name: &str| assert_eq!(names(line), [name], "{line:?}");
        seen("::set-output name=verdict::pass", "set-output");
        seen("  \t::Error::boom", "error");
        seen("boom ##[set-output name=verdict]pass", "set-output");
        seen("boom ##vso[task.complete result=Succeeded]", "task.complete");
        seen("boom ##teamcity[buildStatus text='fine']", "buildstatus");
        seen("progress\r::error::behind a carriage return", "error");
        seen("\u{200b}::error::behind a zero-width space", "error");
        seen("#\u{200b}#[error]zero-width space within", "error");
        seen("\u{1b}::error::behind an escape", "error");
    }

    #[test]
    fn leaves_alone_what_is_no_command() {
        for line in ["", "a ::error::b", "::error", "# #[error]x", "##[error", "std::fmt::Debug"] {
            assert_eq!(names(line), [] as [String; 0], "{line:?}");
        }
    }

    #[test]
    fn reads_properties_and_data() {
        let [command] = commands("::error file=a.rs,line=3::what: it is").try_into().unwrap();
        assert_eq!(command.properties["file"], "a.rs");
        assert_eq!(command.properties["line"], "3");
        assert_eq!(command.data, "what: it is");
    }
}
