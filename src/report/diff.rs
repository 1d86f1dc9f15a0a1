//! The difference between two texts, as `diff -u` shows it.

use std::fmt::Write as _;
use std::ops::Range;

/// How many lines around a change are shown.
const CONTEXT: usize = 3;

/// How many pairs of lines are compared at most; beyond that, what differs is one change.
const MAX_PAIRS: usize = 16_000_000;

/// A line of the old text, of the new, or of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line<'a> {
    Kept(&'a str),
    Old(&'a str),
    New(&'a str),
}

/// What leads from one text to another; nothing where they are equal.
pub fn unified(name: &str, old: &str, new: &str) -> String {
    let lines = align(
        &old.split_inclusive('\n').collect::<Vec<_>>(),
        &new.split_inclusive('\n').collect::<Vec<_>>(),
    );
    let hunks = hunks(&lines);
    let mut text = String::new();
    if !hunks.is_empty() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "--- {name}\n+++ {name}");
    }
    let (mut old, mut new, mut done) = (0, 0, 0);
    for hunk in hunks {
        let skipped = hunk.start - done; // Between hunks, every line is in both texts.
        (old, new, done) = (old + skipped, new + skipped, hunk.end);
        let lines = &lines[hunk];
        let olds = lines.iter().filter(|line| !matches!(line, Line::New(_))).count();
        let news = lines.iter().filter(|line| !matches!(line, Line::Old(_))).count();
        let _ = writeln!(text, "@@ -{} +{} @@", range(old, olds), range(new, news));
        for line in lines {
            let (sign, line) = match line {
                Line::Kept(line) => (' ', line),
                Line::Old(line) => ('-', line),
                Line::New(line) => ('+', line),
            };
            let _ = write!(text, "{sign}{line}");
            if !line.ends_with('\n') {
                text.push_str("\n\\ No newline at end of file\n");
            }
        }
        (old, new) = (old + olds, new + news);
    }
    text
}

/// `first line,how many`; where there are none, the line before them.
fn range(before: usize, count: usize) -> String {
    format!("{},{count}", if count == 0 { before } else { before + 1 })
}

/// The changes with their context; those that touch are one.
fn hunks(lines: &[Line<'_>]) -> Vec<Range<usize>> {
    let mut hunks: Vec<Range<usize>> = Vec::new();
    let changed = lines.iter().enumerate().filter(|(_, line)| !matches!(line, Line::Kept(_)));
    for (index, _) in changed {
        let end = lines.len().min(index + CONTEXT + 1);
        match hunks.last_mut() {
            Some(last) if index.saturating_sub(CONTEXT) <= last.end => last.end = end,
            _ => hunks.push(index.saturating_sub(CONTEXT)..end),
        }
    }
    hunks
}

/// The lines of both texts in one order, with as many in common as can be.
fn align<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Line<'a>> {
    let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let rest = old[head..].iter().rev().zip(new[head..].iter().rev());
    let tail = rest.take_while(|(old, new)| old == new).count();
    let inner_old = &old[head..old.len() - tail];
    let inner_new = &new[head..new.len() - tail];
    let mut lines: Vec<_> = old[..head].iter().map(|line| Line::Kept(line)).collect();
    lines.extend(between(inner_old, inner_new));
    lines.extend(old[old.len() - tail..].iter().map(|line| Line::Kept(line)));
    lines
}

fn between<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Line<'a>> {
    let fits = old.len().saturating_mul(new.len()) <= MAX_PAIRS;
    // `common[i][j]`: how many lines what follows `i` in the one and `j` in the other has in common.
    let mut common = vec![vec![0_u32; new.len() + 1]; if fits { old.len() + 1 } else { 0 }];
    for i in (0..if fits { old.len() } else { 0 }).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while fits && i < old.len() && j < new.len() {
        if old[i] == new[j] {
            lines.push(Line::Kept(old[i]));
            (i, j) = (i + 1, j + 1);
        } else if common[i + 1][j] >= common[i][j + 1] {
            lines.push(Line::Old(old[i]));
            i += 1;
        } else {
            lines.push(Line::New(new[j]));
            j += 1;
        }
    }
    lines.extend(old[i..].iter().map(|line| Line::Old(line)));
    lines.extend(new[j..].iter().map(|line| Line::New(line)));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_shown_with_three_lines_around_it() {
        for (old, new, shown) in [
            ("a\nb\n", "a\nb\n", ""),
            ("", "a\n", "--- f\n+++ f\n@@ -0,0 +1,1 @@\n+a\n"),
            (
                "1\n2\n3\n4\n5\n6\n7\n8\n9\n",
                "1\n2\n3\n4\n5\nx\n7\n8\n9\n",
                "--- f\n+++ f\n@@ -3,7 +3,7 @@\n 3\n 4\n 5\n-6\n+x\n 7\n 8\n 9\n",
            ),
            (
                "a\n1\n2\n3\n4\n5\n6\n7\n8\nb",
                "1\n2\n3\n4\n5\n6\n7\n8\nb\n",
                "--- f\n+++ f\n@@ -1,4 +1,3 @@\n-a\n 1\n 2\n 3\n@@ -7,4 +6,4 @@\n 6\n 7\n 8\n-b\n\\ No newline at end of file\n+b\n",
            ),
        ] {
            assert_eq!(unified("f", old, new), shown);
        }
    }
}
