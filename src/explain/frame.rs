//! A few lines of raw text around a place, with the place marked: what a person looks at first.

use std::ops::Range;

/// Some lines of a file, and the part of the first that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The line of the place, from 1.
    pub line: usize,
    /// The column of the place, from 1, in characters.
    pub column: usize,
    /// The lines: number and text. A long line is cut to a window around the place.
    pub lines: Vec<(usize, String)>,
    /// The marked part of the line `line`, in characters of its shown text: where it begins, and how long it is.
    pub mark: (usize, usize),
}

/// Lines that a frame shows at most, the marked one included.
const LINES: usize = 4;

/// Characters of a line that a frame shows at most.
const WIDTH: usize = 96;

/// The frame of a range of bytes.
pub fn frame(text: &str, range: &Range<usize>) -> Frame {
    let start = floor_char(text, range.start);
    let end = floor_char(text, range.end.max(start));
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[..start].matches('\n').count() + 1;
    let column = text[line_start..start].chars().count();
    let first = text[line_start..].lines().next().unwrap_or_default();
    let marked = text[start..end].lines().next().map_or(0, |line| line.chars().count());

    let (shown, cut) = window(first, column);
    let length = marked.clamp(1, shown.chars().count().saturating_sub(cut).max(1));
    let more = text[line_start..end.max(start)].lines().count().clamp(1, LINES);
    let rest = text[line_start..].lines().skip(1).take(more - 1);
    let rest = rest.enumerate().map(|(index, text)| (line + 1 + index, window(text, 0).0));
    let lines = std::iter::once((line, shown)).chain(rest).collect();
    Frame { line, column: column + 1, lines, mark: (cut, length) }
}

/// The part of a line around a column, and where that column is in it.
fn window(line: &str, column: usize) -> (String, usize) {
    let length = line.chars().count();
    if length <= WIDTH {
        return (line.to_owned(), column);
    }
    let from = column.saturating_sub(16).min(length - 1);
    let mut shown: String = line.chars().skip(from).take(WIDTH).collect();
    if from + WIDTH < length {
        shown.push('…');
    }
    if from > 0 {
        shown.insert(0, '…');
    }
    (shown, column - from + usize::from(from > 0))
}

fn floor_char(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_lines_of_a_place() {
        let text = "a\n  {\n    \"b\": 1\n  }\nend\n";
        let start = text.find('{').unwrap();
        let frame = frame(text, &(start..start + 16));
        assert_eq!((frame.line, frame.column, frame.mark), (2, 3, (2, 1)));
        assert_eq!(frame.lines, [(2, "  {".into()), (3, "    \"b\": 1".into()), (4, "  }".into())]);
    }

    #[test]
    fn cuts_a_minified_line_to_a_window() {
        let text = format!("{{{}\"id\":\"CVE-1\"{}}}", "x".repeat(500), "y".repeat(500));
        let start = text.find("\"id\"").unwrap();
        let frame = frame(&text, &(start..start + 12));
        assert_eq!((frame.line, frame.column), (1, 502));
        let (_, shown) = &frame.lines[0];
        assert!(shown.starts_with('…') && shown.ends_with('…'));
        let marked: String = shown.chars().skip(frame.mark.0).take(frame.mark.1).collect();
        assert_eq!(marked, "\"id\":\"CVE-1\"");
    }

    #[test]
    fn survives_any_offsets() {
        for (start, end) in [(0, 0), (1, 2), (3, 99), (99, 3)] {
            frame("é\n", &(start..end));
            frame("", &(start..end));
        }
    }
}
