//! How Go quotes a text, and how OPA prints a value.

use super::{Failure, MAX_TEXT, number, ordering};
use regorus::Value;

/// What `char::escape_debug` prints and Go escapes, because Unicode had it not when Go's table was made: first and last
/// of each range.
const TOO_NEW: &[(u32, u32)] = &[
    (0x088f, 0x088f),
    (0x0897, 0x0897),
    (0x0c5c, 0x0c5c),
    (0x0cdc, 0x0cdc),
    (0x1acf, 0x1add),
    (0x1ae0, 0x1aeb),
    (0x1b4e, 0x1b4f),
    (0x1b7f, 0x1b7f),
    (0x1c89, 0x1c8a),
    (0x20c1, 0x20c1),
    (0x2427, 0x2429),
    (0x2b96, 0x2b96),
    (0x2ffc, 0x2fff),
    (0x31e4, 0x31e5),
    (0x31ef, 0x31ef),
    (0xa7cb, 0xa7cf),
    (0xa7d2, 0xa7d2),
    (0xa7d4, 0xa7d4),
    (0xa7da, 0xa7dc),
    (0xa7f1, 0xa7f1),
    (0xfbc3, 0xfbd2),
    (0xfd90, 0xfd91),
    (0xfdc8, 0xfdce),
    (0x1_05c0, 0x1_05f3),
    (0x1_0940, 0x1_0959),
    (0x1_0d40, 0x1_0d65),
    (0x1_0d69, 0x1_0d85),
    (0x1_0d8e, 0x1_0d8f),
    (0x1_0ec2, 0x1_0ec7),
    (0x1_0ed0, 0x1_0ed8),
    (0x1_0efa, 0x1_0efc),
    (0x1_1380, 0x1_1389),
    (0x1_138b, 0x1_138b),
    (0x1_138e, 0x1_138e),
    (0x1_1390, 0x1_13b5),
    (0x1_13b7, 0x1_13c0),
    (0x1_13c2, 0x1_13c2),
    (0x1_13c5, 0x1_13c5),
    (0x1_13c7, 0x1_13ca),
    (0x1_13cc, 0x1_13d5),
    (0x1_13d7, 0x1_13d8),
    (0x1_13e1, 0x1_13e2),
    (0x1_16d0, 0x1_16e3),
    (0x1_1b60, 0x1_1b67),
    (0x1_1bc0, 0x1_1be1),
    (0x1_1bf0, 0x1_1bf9),
    (0x1_1db0, 0x1_1ddb),
    (0x1_1de0, 0x1_1de9),
    (0x1_1f5a, 0x1_1f5a),
    (0x1_3460, 0x1_43fa),
    (0x1_6100, 0x1_6139),
    (0x1_6d40, 0x1_6d79),
    (0x1_6ea0, 0x1_6eb8),
    (0x1_6ebb, 0x1_6ed3),
    (0x1_6ff2, 0x1_6ff6),
    (0x1_87f8, 0x1_87ff),
    (0x1_8cff, 0x1_8cff),
    (0x1_8d09, 0x1_8d1e),
    (0x1_8d80, 0x1_8df2),
    (0x1_cc00, 0x1_ccfc),
    (0x1_cd00, 0x1_ceb3),
    (0x1_ceba, 0x1_ced0),
    (0x1_cee0, 0x1_cef0),
    (0x1_e5d0, 0x1_e5fa),
    (0x1_e5ff, 0x1_e5ff),
    (0x1_e6c0, 0x1_e6de),
    (0x1_e6e0, 0x1_e6f5),
    (0x1_e6fe, 0x1_e6ff),
    (0x1_f6d8, 0x1_f6d8),
    (0x1_f777, 0x1_f77a),
    (0x1_f8b2, 0x1_f8bb),
    (0x1_f8c0, 0x1_f8c1),
    (0x1_f8d0, 0x1_f8d8),
    (0x1_fa54, 0x1_fa57),
    (0x1_fa89, 0x1_fa8a),
    (0x1_fa8e, 0x1_fa8f),
    (0x1_fabe, 0x1_fabe),
    (0x1_fac6, 0x1_fac6),
    (0x1_fac8, 0x1_fac8),
    (0x1_facd, 0x1_facd),
    (0x1_fadc, 0x1_fadc),
    (0x1_fadf, 0x1_fadf),
    (0x1_fae9, 0x1_faea),
    (0x1_faef, 0x1_faef),
    (0x1_fbcb, 0x1_fbef),
    (0x1_fbfa, 0x1_fbfa),
    (0x2_b73a, 0x2_b73f),
    (0x2_cea2, 0x2_cead),
    (0x2_ebf0, 0x2_ee5d),
    (0x3_23b0, 0x3_3479),
];

/// The text in quotes, as Go's `strconv.Quote` has it; where `ascii`, without other characters.
pub(super) fn quote(text: &str, ascii: bool) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    text.chars().for_each(|c| escape(c, '"', ascii, &mut quoted));
    quoted.push('"');
    quoted
}

/// The character in quotes, as Go's `strconv.QuoteRune` has it.
pub(super) fn quote_char(c: char, ascii: bool) -> String {
    let mut quoted = String::from('\'');
    escape(c, '\'', ascii, &mut quoted);
    quoted.push('\'');
    quoted
}

fn escape(c: char, delimiter: char, ascii: bool, out: &mut String) {
    let code = u32::from(c);
    let escaped = match c {
        _ if c == delimiter || c == '\\' => format!("\\{c}"),
        _ if is_printable(c) && (c.is_ascii() || !ascii) => return out.push(c),
        '\u{7}' => "\\a".into(),
        '\u{8}' => "\\b".into(),
        '\u{c}' => "\\f".into(),
        '\n' => "\\n".into(),
        '\r' => "\\r".into(),
        '\t' => "\\t".into(),
        '\u{b}' => "\\v".into(),
        _ if c < ' ' || c == '\u{7f}' => format!("\\x{code:02x}"),
        _ if code < 0x1_0000 => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    };
    out.push_str(&escaped);
}

/// Whether Go prints the character as it is.
pub(super) fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return (' '..='~').contains(&c);
    }
    // At the start of a text `escape_debug` escapes accents too, and anywhere else only what is not printable.
    let printable = ['a', c].iter().collect::<String>().escape_debug().nth(1) == Some(c);
    let code = u32::from(c);
    printable && !TOO_NEW.iter().any(|(first, last)| (*first..=*last).contains(&code))
}

/// A value as OPA prints it inside of another: strings in quotes, sets in braces.
pub(super) fn term(value: &Value) -> Result<String, Failure> {
    let mut out = String::new();
    write_term(value, &mut out)?;
    Ok(out)
}

fn write_term(value: &Value, out: &mut String) -> Result<(), Failure> {
    match value {
        Value::Array(items) => {
            out.push('[');
            write_list(items.iter(), out)?;
            out.push(']');
        }
        Value::Set(members) if members.is_empty() => out.push_str("set()"),
        Value::Set(members) => {
            out.push('{');
            write_list(ordering::sorted(members.iter()).into_iter(), out)?;
            out.push('}');
        }
        Value::Object(fields) => {
            out.push('{');
            for (index, (key, value)) in
                ordering::sorted_fields(fields.iter()).into_iter().enumerate()
            {
                out.push_str(if index == 0 { "" } else { ", " });
                write_term(key, out)?;
                out.push_str(": ");
                write_term(value, out)?;
            }
            out.push('}');
        }
        Value::String(text) => out.push_str(&quote(text, false)),
        Value::Number(_) => out.push_str(&number::text(value)?),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Null | Value::Undefined => out.push_str("null"),
    }
    if out.len() > MAX_TEXT {
        return Err(Failure::Refused(format!("the text has more than {MAX_TEXT} bytes")));
    }
    Ok(())
}

fn write_list<'a>(items: impl Iterator<Item = &'a Value>, out: &mut String) -> Result<(), Failure> {
    for (index, item) in items.enumerate() {
        out.push_str(if index == 0 { "" } else { ", " });
        write_term(item, out)?;
    }
    Ok(())
}
