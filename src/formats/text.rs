//! From bytes to text. Digests are of the bytes; everything else, locators too, is of the text.

use super::Refusal;
use std::borrow::Cow;

/// The text of a document: UTF-8 with or without a byte order mark, UTF-16 with one, or for XML also the single-byte
/// encodings that its declaration names.
///
/// # Errors
/// Bytes that are none of these. In XML, where test output is copied byte by byte, what is not UTF-8 becomes U+FFFD
/// instead: the report's structure is ASCII, and it is not worth losing for a mangled message.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Refusal> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => return utf8(rest),
        [0xff, 0xfe, rest @ ..] => return utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return utf16(rest, u16::from_be_bytes),
        _ => {}
    }
    match declared_encoding(bytes).as_deref() {
        Some("iso-8859-1" | "latin1" | "windows-1252" | "cp1252" | "iso-8859-15") => {
            Ok(Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()))
        }
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, Refusal> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(_) if bytes.trim_ascii_start().first() == Some(&b'<') => {
            Ok(String::from_utf8_lossy(bytes))
        }
        Err(_) if !matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'[')) => {
            Err(Refusal::unrecognised("not text"))
        }
        Err(error) => Err(Refusal::malformed(format!(
            "not UTF-8: an invalid byte at offset {}",
            error.valid_up_to()
        ))),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, str>, Refusal> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let text: Result<String, _> =
        char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect();
    match text {
        Ok(text) if rest.is_empty() => Ok(Cow::Owned(text)),
        _ => Err(Refusal::malformed("not UTF-16, although it begins with its byte order mark")),
    }
}

/// The encoding in an XML declaration, in lower case.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = bytes.strip_prefix(b"<?xml")?;
    let declaration = String::from_utf8_lossy(&head[..head.len().min(200)]);
    let (_, after) = declaration.split_once("?>")?.0.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next()?;
    Some(value[1..].split(quote).next()?.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_encodings_that_tools_write() {
        assert_eq!(decode(b"\xef\xbb\xbf{}").unwrap(), "{}");
        assert_eq!(decode(b"\xff\xfe{\0}\0").unwrap(), "{}");
        assert_eq!(decode(b"\xfe\xff\0{\0}").unwrap(), "{}");
        assert!(
            decode(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>")
                .unwrap()
                .ends_with("<a>é</a>")
        );
    }

    #[test]
    fn mends_text_in_xml_and_refuses_it_in_json() {
        assert_eq!(decode(b"<a>\xff</a>").unwrap(), "<a>\u{fffd}</a>");
        assert!(decode(b"{\"a\":\"\xff\"}").is_err());
        assert!(decode(b"\xff\xfe{").is_err());
    }
}
