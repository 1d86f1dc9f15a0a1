//! What text from outside must pass before a person or a CI runner sees it. Evidence is written by others: a test's
//! failure message can hold terminal escapes, text that reads backwards, and commands that a CI runner would obey.
//!
//! Two steps, both idempotent: [`text`] cleans each piece of foreign text, and [`line`] makes sure that no whole line, however
//! it came together, is a command of a runner. Everything that is printed goes through the second.

use std::borrow::Cow;

/// Foreign text as one line that is safe to print: control characters become visible, marks that reorder text go.
pub(crate) fn text(raw: &str) -> Cow<'_, str> {
    if raw.chars().all(is_plain) {
        return Cow::Borrowed(raw);
    }
    let mut clean = String::with_capacity(raw.len());
    for character in raw.chars() {
        match character {
            '\t' => clean.push_str("    "),
            '\n' => clean.push('⏎'),
            '\r' => {}
            '\u{0}'..='\u{1f}' => {
                clean.push(char::from_u32(0x2400 + character as u32).unwrap_or('?'));
            }
            '\u{7f}' => clean.push('␡'),
            _ if is_weightless(character) => {}
            _ if is_plain(character) => clean.push(character),
            _ => clean.push('\u{fffd}'),
        }
    }
    Cow::Owned(clean)
}

/// Whether a character is shown where it stands and does nothing else.
pub(super) fn is_plain(character: char) -> bool {
    !character.is_control()
        && !is_weightless(character)
        && !matches!(character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}'
            | '\u{fff9}'..='\u{fffb}')
}

/// Characters that are not seen at all. A runner that compares text by the rules of a language passes over them, so they
/// could stand inside of a command.
fn is_weightless(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

/// A whole line as it goes out, with what a runner would take for a command broken visibly:
///
/// - GitHub: `::command` where the line begins (also after white space), `##[command]` anywhere;
/// - Azure Pipelines: `##vso[` and `##[` anywhere;
/// - `TeamCity`: `##teamcity[` anywhere.
pub(crate) fn line(line: &str) -> Cow<'_, str> {
    let mut clean = Cow::Borrowed(line);
    if clean.contains("##") {
        // Not only before `[`: what follows is the runner's to know, and may change.
        clean = Cow::Owned(break_runs(&clean));
    }
    let visible = without_styles(&clean);
    if visible.trim_start().starts_with("::") {
        // Behind the first of them, wherever our own colours stand.
        let (before, after) = clean.split_once(':').unwrap_or_default();
        clean = Cow::Owned(format!("{before}:\u{200a}{after}"));
    }
    clean
}

/// Puts a hair space between adjacent `#`, so that no two of them touch.
fn break_runs(line: &str) -> String {
    let mut broken = String::with_capacity(line.len() + 8);
    let mut last = ' ';
    for character in line.chars() {
        if character == '#' && last == '#' {
            broken.push('\u{200a}');
        }
        broken.push(character);
        last = character;
    }
    broken
}

/// The line without our own colours (`ESC [ … m`), which a runner strips before it looks.
fn without_styles(line: &str) -> String {
    let mut rest = line;
    let mut plain = String::with_capacity(line.len());
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shows_what_would_act() {
        assert_eq!(text("a\u{1b}[31mred\u{7}\tb\r\nc"), "a␛[31mred␇    b⏎c");
        assert_eq!(text("user\u{202e}gpj.exe\u{9b}"), "user\u{fffd}gpj.exe\u{fffd}");
        assert_eq!(text("plain — ünïcödé 🦀"), "plain — ünïcödé 🦀");
    }

    #[test]
    fn breaks_the_commands_of_runners() {
        for command in [
            "::error::x",
            "  ::set-output name=a::b",
            "x ##[set-output name=a]b",
            "##vso[task.complete]",
            "##teamcity[x]",
            "\u{1b}[31m::error::x",
            "####[a]",
        ] {
            let safe = line(command);
            assert!(!safe.contains("##"), "{safe}");
            assert!(!without_styles(&safe).trim_start().starts_with("::"), "{safe}");
        }
        assert_eq!(line("std::fmt # one"), "std::fmt # one");
    }

    proptest! {
        #[test]
        fn twice_is_once(raw in "(::|##|\\[|\\PC|\u{1b}\\[1m| ){0,12}") {
            prop_assert_eq!(line(&line(&raw)).into_owned(), line(&raw).into_owned());
            prop_assert_eq!(text(&text(&raw)).into_owned(), text(&raw).into_owned());
        }
    }
}
