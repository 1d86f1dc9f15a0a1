//! Upper and lower case, character by character, as Go 1.26 has it: the simple mappings of Unicode 15, so that no text
//! changes its number of characters. Rust's are the full mappings of a later Unicode.

use std::ops::RangeInclusive;

pub(super) fn lower(c: char) -> char {
    match c {
        'İ' => 'i',
        _ if is_younger(c) => c,
        _ => single(c.to_lowercase()).unwrap_or(c),
    }
}

pub(super) fn upper(c: char) -> char {
    match c {
        '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => after(c, 8),
        'ᾳ' | 'ῃ' | 'ῳ' => after(c, 9),
        _ if is_younger(c) => c,
        _ => single(c.to_uppercase()).unwrap_or(c),
    }
}

/// Whether the character, or the one that it is a case of, came after Unicode 15.
pub(super) fn is_younger(c: char) -> bool {
    const YOUNGER: [RangeInclusive<char>; 13] = [
        'ƛ'..='ƛ',
        'ɤ'..='ɤ',
        '\u{1c89}'..='\u{1c8a}',
        '\u{a7cb}'..='\u{a7cf}',
        '\u{a7d2}'..='\u{a7d2}',
        'ꟓ'..='ꟓ',
        '\u{a7d4}'..='\u{a7d4}',
        'ꟕ'..='ꟕ',
        '\u{a7da}'..='\u{a7dc}',
        '\u{10d50}'..='\u{10d65}',
        '\u{10d70}'..='\u{10d85}',
        '\u{16ea0}'..='\u{16eb8}',
        '\u{16ebb}'..='\u{16ed3}',
    ];
    c > '\u{17f}' && YOUNGER.iter().any(|range| range.contains(&c))
}

fn single(mut characters: impl Iterator<Item = char>) -> Option<char> {
    characters.next().filter(|_| characters.next().is_none())
}

fn after(c: char, distance: u32) -> char {
    char::from_u32(u32::from(c) + distance).expect("Greek capitals are characters")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What OPA 1.20.2 gives.
    #[test]
    fn changes_case_as_go_does() {
        let upper = |text: &str| text.chars().map(upper).collect::<String>();
        let lower = |text: &str| text.chars().map(lower).collect::<String>();
        assert_eq!(upper("éßǆŉİ ᾀᾗᾳῃῳ"), "ÉßǄŉİ ᾈᾟᾼῌῼ");
        assert_eq!(lower("ΑΣ İ Ǆ ᾈ"), "ασ i ǆ ᾀ");
        assert_eq!(upper("ƛɤ\u{1c8a}\u{10d70}"), "ƛɤ\u{1c8a}\u{10d70}");
        assert_eq!(lower("\u{a7cb}\u{16ea0}"), "\u{a7cb}\u{16ea0}");
    }
}
