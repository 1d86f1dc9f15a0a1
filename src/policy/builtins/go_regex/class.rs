//! Sets of characters: `[a-z]`, `\d`, `\pL`.

use super::{Failure, code, escape, wrong};

/// A set in Rust's syntax.
pub(super) struct Set {
    pub(super) text: String,
    /// Whether it is of a property of Unicode.
    pub(super) is_unicode: bool,
}

/// A set in brackets, at the beginning of a text; and what follows.
pub(super) fn bracketed(text: &str) -> Result<(Set, &str), Failure> {
    let mut set = Set { text: "[".to_owned(), is_unicode: false };
    let mut rest = &text[1..];
    if let Some(after) = rest.strip_prefix('^') {
        set.text.push('^');
        rest = after;
    }
    let mut is_first = true;
    while is_first || !rest.starts_with(']') {
        is_first = false;
        if let Some((name, after)) = posix(rest)? {
            set.text.push_str(name);
            rest = after;
        } else if let Some((inner, after)) = escaped(rest)? {
            set.text.push_str(&inner.text);
            set.is_unicode |= inner.is_unicode;
            rest = after;
        } else {
            rest = range(rest, &mut set.text)?;
        }
    }
    set.text.push(']');
    Ok((set, &rest[1..]))
}

/// A class such as `[:alpha:]`.
fn posix(text: &str) -> Result<Option<(&str, &str)>, Failure> {
    const NAMES: [&str; 14] = [
        "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
        "space", "upper", "word", "xdigit",
    ];
    let Some(name) = text.strip_prefix("[:") else {
        return Ok(None);
    };
    let Some((name, rest)) = name.split_once(":]") else {
        return Ok(None);
    };
    if !NAMES.contains(&name.strip_prefix('^').unwrap_or(name)) {
        return Err(wrong(format!("there is no class `[:{name}:]`")));
    }
    Ok(Some((&text[..name.len() + 4], rest)))
}

/// A character or a range, and what follows.
fn range<'a>(text: &'a str, set: &mut String) -> Result<&'a str, Failure> {
    let (low, mut rest) = character(text)?;
    let mut high = low;
    if let Some(after) =
        rest.strip_prefix('-').filter(|after| !after.is_empty() && !after.starts_with(']'))
    {
        (high, rest) = character(after)?;
        if high < low {
            return Err(wrong("a range of characters ends before it begins"));
        }
    }
    set.push_str(&code(low));
    if high != low {
        set.push('-');
        set.push_str(&code(high));
    }
    Ok(rest)
}

fn character(text: &str) -> Result<(char, &str), Failure> {
    if text.starts_with('\\') {
        return escape(text);
    }
    let mut characters = text.chars();
    let c = characters.next().ok_or_else(|| wrong("a set of characters is not closed"))?;
    Ok((c, characters.as_str()))
}

/// `\d`, `\pL` and the like, and what follows.
pub(super) fn escaped(text: &str) -> Result<Option<(Set, &str)>, Failure> {
    let plain = |set: &str| Ok(Some((Set { text: set.to_owned(), is_unicode: false }, &text[2..])));
    match text.strip_prefix('\\').and_then(|text| text.chars().next()) {
        Some('d') => plain("[0-9]"),
        Some('D') => plain("[^0-9]"),
        Some('s') => plain(r"[\t\n\x0C\r\x20]"),
        Some('S') => plain(r"[^\t\n\x0C\r\x20]"),
        Some('w') => plain("[0-9A-Za-z_]"),
        Some('W') => plain("[^0-9A-Za-z_]"),
        Some('p') => property(&text[2..], false).map(Some),
        Some('P') => property(&text[2..], true).map(Some),
        _ => Ok(None),
    }
}

/// A property of Unicode: `L`, `{Greek}`, `{^Greek}`.
fn property(text: &str, is_negated: bool) -> Result<(Set, &str), Failure> {
    let (name, rest) = if let Some(text) = text.strip_prefix('{') {
        text.split_once('}').ok_or_else(|| wrong("`\\p{` has no end"))?
    } else {
        let c = text.chars().next().ok_or_else(|| wrong("`\\p` names nothing"))?;
        text.split_at(c.len_utf8())
    };
    let (name, is_negated) = match name.strip_prefix('^') {
        Some(name) => (name, !is_negated),
        None => (name, is_negated),
    };
    let name: String =
        name.chars().filter(|c| !" -_".contains(*c)).flat_map(char::to_lowercase).collect();
    let is_known =
        [CATEGORIES, SCRIPTS].iter().any(|names| names.split(' ').any(|known| known == name));
    if !is_known {
        return Err(wrong(format!("there is no property `{name}`")));
    }
    let text = match (&*name, is_negated) {
        // No string has one, and Rust knows of none.
        ("cs" | "surrogate", false) => r"[^\x{0}-\x{10FFFF}]".to_owned(),
        ("cs" | "surrogate", true) => r"[\x{0}-\x{10FFFF}]".to_owned(),
        (name, false) => format!("\\p{{{name}}}"),
        (name, true) => format!("\\P{{{name}}}"),
    };
    Ok((Set { text, is_unicode: true }, rest))
}

/// The general categories, and the other properties, that Go 1.26 knows.
const CATEGORIES: &str = "\
    any ascii assigned c casedletter cc cf closepunctuation cn cntrl co combiningmark \
    connectorpunctuation control cs currencysymbol dashpunctuation decimalnumber digit \
    enclosingmark finalpunctuation format initialpunctuation l lc letter letternumber \
    lineseparator ll lm lo lowercaseletter lt lu m mark mathsymbol mc me mn modifierletter \
    modifiersymbol n nd nl no nonspacingmark number openpunctuation other otherletter \
    othernumber otherpunctuation othersymbol p paragraphseparator pc pd pe pf pi po privateuse \
    ps punct punctuation s sc separator sk sm so spaceseparator spacingmark surrogate symbol \
    titlecaseletter unassigned uppercaseletter z zl zp zs";

/// The scripts that Go 1.26 knows: of those with a name of several words it finds none.
const SCRIPTS: &str = "\
    adlam ahom arabic armenian avestan balinese bamum batak bengali bhaiksuki bopomofo brahmi \
    braille buginese buhid carian chakma cham cherokee chorasmian common coptic cuneiform \
    cypriot cyrillic deseret devanagari dogra duployan elbasan elymaic ethiopic georgian \
    glagolitic gothic grantha greek gujarati gurmukhi han hangul hanunoo hatran hebrew \
    hiragana inherited javanese kaithi kannada katakana kawi kharoshthi khmer khojki khudawadi \
    lao latin lepcha limbu lisu lycian lydian mahajani makasar malayalam mandaic manichaean \
    marchen medefaidrin miao modi mongolian mro multani myanmar nabataean nandinagari newa nko \
    nushu ogham oriya osage osmanya palmyrene phoenician rejang runic samaritan saurashtra \
    sharada shavian siddham sinhala sogdian soyombo sundanese syriac tagalog tagbanwa takri \
    tamil tangsa tangut telugu thaana thai tibetan tifinagh tirhuta toto ugaritic vai vithkuqi \
    wancho yezidi yi";
