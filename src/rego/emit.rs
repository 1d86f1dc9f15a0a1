//! The text that the engine is given, and the way back: which part of which file each of its lines comes from. While the
//! text is put together, the way back is carried in it, as marks that end here.

use super::ast::Span;
use super::ir::Place;

/// Surrounds a mark. No text for the engine has it otherwise: in strings it is escaped.
const MARK: char = '\u{1}';

/// A text, and where its parts come from.
#[derive(Debug, Clone, Default)]
pub struct Emitted {
    /// The text.
    pub text: String,
    /// From which byte of the text on, which place; in order.
    places: Vec<(usize, Place)>,
    /// Where each line begins.
    lines: Vec<usize>,
}

/// A mark: what follows it comes from this place.
pub(super) fn mark(place: Place) -> String {
    format!("{MARK}{} {} {}{MARK}", place.module, place.span.start, place.span.end)
}

impl Emitted {
    /// Takes the marks out of a text.
    pub(super) fn new(marked: &str) -> Self {
        let mut emitted = Self { text: String::with_capacity(marked.len()), ..Self::default() };
        for (index, part) in marked.split(MARK).enumerate() {
            if index % 2 == 0 {
                emitted.text.push_str(part);
            } else {
                emitted.places.push((emitted.text.len(), read(part)));
            }
        }
        let newlines = emitted.text.match_indices('\n').map(|(offset, _)| offset + 1);
        emitted.lines = std::iter::once(0).chain(newlines).collect();
        emitted
    }

    /// What stands at a line and column of the text, both from 1.
    pub fn place(&self, line: usize, column: usize) -> Option<Place> {
        let offset = self.lines.get(line.checked_sub(1)?)? + column.saturating_sub(1);
        let after = self.places.partition_point(|(start, _)| *start <= offset);
        Some(self.places[after.checked_sub(1)?].1)
    }
}

fn read(mark: &str) -> Place {
    let mut numbers = mark.split(' ').map(|number| number.parse().expect("a mark has numbers"));
    let mut next = || numbers.next().expect("a mark has three numbers");
    Place { module: next(), span: Span { start: next(), end: next() } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_leads_back_to_the_last_mark_before_it() {
        let place = |start| Place { module: 3, span: Span { start, end: start + 1 } };
        let emitted = Emitted::new(&format!("a\n{}b\n{}c d\n", mark(place(5)), mark(place(7))));
        assert_eq!(emitted.text, "a\nb\nc d\n");
        assert_eq!(emitted.place(1, 1), None);
        assert_eq!(emitted.place(2, 1), Some(place(5)));
        assert_eq!(emitted.place(3, 3), Some(place(7)));
    }
}
