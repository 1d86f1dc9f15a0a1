//! Reading XML from outside: pull events with byte offsets, within bounds, with no DOCTYPE and so no entity beyond
//! XML's own five. Names are local names; namespaces are not told apart, because the formats' writers do not.

use super::{Limits, Outline, Refusal};
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// A pull reader over one document. Every start comes with its end, also for `<empty/>`.
pub(super) struct Reader<'a> {
    events: quick_xml::Reader<&'a [u8]>,
    limits: Limits,
    depth: usize,
    items: usize,
    seen_root: bool,
}

/// What [`Reader::next`] yields.
pub(super) enum Node<'a> {
    /// An element begins.
    Start(Tag<'a>),
    /// Character data, entities resolved. Adjacent pieces come one by one.
    Text(Cow<'a, str>),
    /// The innermost open element ends.
    End,
}

/// The start of an element.
pub(super) struct Tag<'a> {
    start: BytesStart<'a>,
    /// The bytes of the start tag in the document's text.
    pub(super) at: (usize, usize),
}

impl Tag<'_> {
    /// The local name.
    pub(super) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The value of an attribute, by local name, entities resolved.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.raw_attributes();
        let attribute = attributes.find(|it| it.key.local_name().into_inner() == name)?;
        Some(unescape(attribute.value).into_owned())
    }

    /// Every attribute, read in one pass: for elements of which several are wanted.
    pub(super) fn attributes(&self) -> Attributes<'_> {
        let attributes = self.raw_attributes();
        Attributes(
            attributes.map(|it| (it.key.local_name().into_inner(), unescape(it.value))).collect(),
        )
    }

    /// Every attribute as it is written.
    fn raw_attributes(&self) -> impl Iterator<Item = Attribute<'_>> {
        let mut attributes = self.start.attributes();
        attributes.with_checks(false); // they were checked when the element began
        attributes.flatten()
    }

    /// The prefix of the name; empty where it has none.
    pub(super) fn prefix(&self) -> &str {
        self.start.name().prefix().map_or("", quick_xml::name::Prefix::into_inner)
    }

    /// The namespaces that the element declares: the prefix, empty for the default, and the URI.
    pub(super) fn declared_namespaces(&self) -> impl Iterator<Item = (String, String)> {
        // Hardly any element has one.
        let any = self.start.attributes_raw().contains("xmlns");
        any.then(|| self.raw_attributes()).into_iter().flatten().filter_map(|attribute| {
            let prefix = attribute.key.into_inner().strip_prefix("xmlns")?;
            let prefix = if prefix.is_empty() { prefix } else { prefix.strip_prefix(':')? };
            Some((prefix.to_owned(), unescape(attribute.value).into_owned()))
        })
    }

    /// The namespace that the element declares for its own name.
    fn namespace(&self) -> Option<String> {
        let qualified = self.start.name();
        let prefix = qualified.prefix().map(quick_xml::name::Prefix::into_inner);
        self.raw_attributes().find_map(|attribute| {
            let declared = match attribute.key.into_inner().strip_prefix("xmlns") {
                Some("") => prefix.is_none(),
                Some(rest) => rest.strip_prefix(':') == prefix,
                None => false,
            };
            declared.then(|| unescape(attribute.value).into_owned())
        })
    }
}

/// The attributes of one element: local names and values, entities resolved.
pub(super) struct Attributes<'t>(Vec<(&'t str, Cow<'t, str>)>);

impl Attributes<'_> {
    /// The value of an attribute, by local name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| *key == name).map(|(_, value)| &**value)
    }
}

/// Attributes of one element; more is an attack (RUSTSEC-2026-0194).
const MAX_ATTRIBUTES: usize = 1_000;

impl<'a> Reader<'a> {
    /// A reader over a document's text.
    pub(super) fn new(text: &'a str, limits: Limits) -> Self {
        let mut events = quick_xml::Reader::from_str(text);
        let config = events.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { events, limits, depth: 0, items: 0, seen_root: false }
    }

    /// The next node; `None` at the end of a whole document.
    ///
    /// # Errors
    /// A DOCTYPE, a tag that is not closed or closes another, repeated attributes, a second root, a limit exceeded, the
    /// end of the text before the end of the root.
    pub(super) fn next(&mut self) -> Result<Option<Node<'a>>, Refusal> {
        loop {
            let before = self.offset();
            let event = self.events.read_event();
            match event.map_err(|error| Refusal::malformed(error.to_string()).at(before))? {
                Event::Start(start) | Event::Empty(start) => {
                    return self.start(start, before).map(Some);
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Node::End));
                }
                Event::Text(text) => {
                    let text = text.into_inner();
                    if self.depth == 0 {
                        if text
                            .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
                            .is_empty()
                        {
                            continue;
                        }
                        return Err(Refusal::malformed("text outside the root element").at(before));
                    }
                    return Ok(Some(Node::Text(text)));
                }
                Event::CData(data) => return Ok(Some(Node::Text(data.into_inner()))),
                Event::GeneralRef(reference) => {
                    let name = reference.into_inner();
                    let text = resolve(&name).map_or_else(|| format!("&{name};"), String::from);
                    return Ok(Some(Node::Text(Cow::Owned(text))));
                }
                Event::DocType(_) => {
                    return Err(Refusal::malformed(
                        "DOCTYPE is refused: it can name other files and expand without end",
                    )
                    .at(before));
                }
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
                Event::Eof if self.depth > 0 => {
                    let message =
                        format!("cut off: {} elements are still open at the end", self.depth);
                    return Err(Refusal::malformed(message).at(before));
                }
                Event::Eof if !self.seen_root => return Err(Refusal::malformed("no element")),
                Event::Eof => return Ok(None),
            }
        }
    }

    /// Skips the rest of the element that was just begun.
    pub(super) fn skip(&mut self) -> Result<(), Refusal> {
        let outer = self.depth - 1;
        while self.depth > outer && self.next()?.is_some() {}
        Ok(())
    }

    /// The text of the element that was just begun, without that of its children.
    pub(super) fn text(&mut self) -> Result<String, Refusal> {
        let outer = self.depth - 1;
        let mut all = String::new();
        while let Some(node) = self.next()? {
            match node {
                Node::Text(text) if self.depth == outer + 1 => all.push_str(&text),
                Node::End if self.depth == outer => break,
                Node::Start(_) | Node::Text(_) | Node::End => {}
            }
        }
        Ok(all)
    }

    fn start(&mut self, start: BytesStart<'a>, before: usize) -> Result<Node<'a>, Refusal> {
        if self.depth == 0 && self.seen_root {
            return Err(Refusal::malformed("a second root element").at(before));
        }
        self.seen_root = true;
        self.depth += 1;
        self.items += 1;
        if self.depth > self.limits.depth {
            let message = format!("nested more than {} levels deep", self.limits.depth);
            return Err(Refusal::too_large(message).at(before));
        }
        if self.items > self.limits.items {
            return Err(
                Refusal::too_large(format!("more than {} elements", self.limits.items)).at(before)
            );
        }
        if start.attributes_raw().bytes().filter(|byte| *byte == b'=').count() > MAX_ATTRIBUTES
            && start.attributes().with_checks(false).count() > MAX_ATTRIBUTES
        {
            return Err(
                Refusal::too_large(format!("more than {MAX_ATTRIBUTES} attributes")).at(before)
            );
        }
        for attribute in start.attributes() {
            attribute.map_err(|error| Refusal::malformed(error.to_string()).at(before))?;
        }
        let tag = Tag { start, at: (before, self.offset()) };
        Ok(Node::Start(tag))
    }

    fn offset(&self) -> usize {
        usize::try_from(self.events.buffer_position()).unwrap_or(usize::MAX)
    }
}

/// The outermost shape of an XML document. Reads only the beginning: the rest is checked by whoever parses it.
pub(super) fn outline(text: &str) -> Result<Outline, Refusal> {
    if let Some(root) = behind_doctype(text) {
        // Whether it is refused or just unknown is told by the name: coverage reports all have a DOCTYPE.
        return Ok(Outline::Xml { root, namespace: None, children: Vec::new() });
    }
    let mut reader = Reader::new(text, Limits::DEFAULT);
    let Some(Node::Start(root)) = reader.next()? else {
        return Err(Refusal::malformed("no element"));
    };
    let mut children = Vec::new();
    while children.len() < 16 && reader.depth > 0 {
        // What is wrong behind the root is for the parser to say, once the format is known.
        match reader.next() {
            Ok(Some(Node::Start(tag))) if reader.depth == 2 => children.push(tag.name().to_owned()),
            Ok(Some(_)) => {}
            Ok(None) | Err(_) => break,
        }
        if reader.items > 2_000 {
            break;
        }
    }
    Ok(Outline::Xml { root: root.name().to_owned(), namespace: root.namespace(), children })
}

/// The root element of a document that has a DOCTYPE.
fn behind_doctype(text: &str) -> Option<String> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut seen = false;
    loop {
        match reader.read_event().ok()? {
            Event::DocType(_) => seen = true,
            Event::Start(root) | Event::Empty(root) if seen => {
                return Some(root.local_name().into_inner().to_owned());
            }
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::Text(_) => {}
            _ => return None,
        }
    }
}

/// Resolves XML's five entities and character references. What is neither stays as it is, and a character that XML
/// does not allow becomes U+FFFD: test output has both, and neither is worth losing a report for.
fn unescape(raw: Cow<'_, str>) -> Cow<'_, str> {
    if !raw.contains('&') {
        return raw;
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = &*raw;
    while let Some(ampersand) = rest.find('&') {
        out.push_str(&rest[..ampersand]);
        rest = &rest[ampersand..];
        // Looked for only nearby: a long run of `&` would be scanned anew from each.
        let semicolon = rest.bytes().take(REFERENCE + 2).position(|byte| byte == b';');
        let reference = semicolon.map(|end| &rest[1..end]);
        if let Some((name, character)) = reference.and_then(|name| Some((name, resolve(name)?))) {
            out.push(character);
            rest = &rest[name.len() + 2..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Bytes of the longest reference between `&` and `;`.
const REFERENCE: usize = 10;

fn resolve(name: &str) -> Option<char> {
    if name.len() > REFERENCE {
        return None;
    }
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?).filter(|c| *c != '\0').unwrap_or('\u{fffd}')
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let mut reader = Reader::new(text, Limits { bytes: 0, depth: 4, items: 10 });
        let mut seen = String::new();
        loop {
            match reader.next().map_err(|refusal| refusal.message)? {
                Some(Node::Start(tag)) => seen.extend(["<", tag.name(), ">"]),
                Some(Node::Text(text)) => seen.push_str(&text),
                Some(Node::End) => seen.push_str("</>"),
                None => return Ok(seen),
            }
        }
    }

    #[test]
    fn reads_elements_text_and_entities() {
        assert_eq!(
            read("<a><x:b/>1 &lt; 2<![CDATA[<c>]]>&#65;</a>").unwrap(),
            "<a><b></>1 < 2<c>A</>"
        );
    }

    #[test]
    fn refuses_hostile_and_broken_documents() {
        let refused = |text: &str, why: &str| {
            let message = read(text).unwrap_err();
            assert!(message.contains(why), "{text}: {message}");
        };
        refused("<!DOCTYPE a SYSTEM 'x'><a/>", "DOCTYPE");
        refused("<a><b>", "cut off");
        refused("<a></b></a>", "expected");
        refused("<a/><a/>", "second root");
        refused("<a x='1' x='2'/>", "duplicate");
        refused("<a><a><a><a><a/></a></a></a></a>", "levels deep");
        refused(&format!("<a>{}</a>", "<b/>".repeat(20)), "more than 10 elements");
        refused("", "no element");
        let wide: Vec<_> = (0..1100).map(|n| format!("a{n}='1'")).collect();
        refused(&format!("<a {}/>", wide.join(" ")), "attributes");
    }

    #[test]
    fn leaves_alone_what_is_no_entity() {
        let raw = "a & b &nbsp; &#27; &#0; &amp;";
        assert_eq!(unescape(raw.into()), "a & b &nbsp; \u{1b} \u{fffd} &");
        let long = "&".repeat(500_000);
        assert_eq!(unescape(long.as_str().into()), long);
    }
}
