//! The first document of a text, from the events of its parser.

use super::super::{Failure, Outcome, encoding};
use super::scalar::{Key, Kind, Scalar};
use granit_parser::{
    ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, StrInput, StructureStyle, Tag,
};
use regorus::Value;
use std::collections::BTreeMap;
use std::rc::Rc;

/// No longer text is read, nor one that is nested deeper or has more nodes.
const MAX_TEXT: usize = 2 << 20;
const MAX_DEPTH: usize = 128;
const MAX_NODES: usize = 400_000;

const CORE: &str = "tag:yaml.org,2002:";

/// The value of the first document in a text.
pub(super) fn read(text: &str) -> Outcome {
    check(text)?;
    let mut options = Options::default();
    options.block_scalar_eof_without_line_feed = true;
    options.emit_comments = false;
    options.emit_anchor_events = true;
    options.emit_unresolved_aliases = true;
    let parser = Parser::new_from_str_with_options(text, options);
    let mut reader =
        Reader { text, parser, anchors: BTreeMap::new(), depth: 0, flow: 0, breaks: false };
    let node = reader.document().map_err(|failure| match failure {
        // OPA reads no further than the bracket that closes the first.
        Failure::Error(message) if begins_with_bracket(text) => Failure::Refused(message),
        other => other,
    })?;
    let mut count = Count::default();
    node.value(&mut count)
}

fn begins_with_bracket(text: &str) -> bool {
    let mut lines = text.lines().map(|line| line.trim_start_matches("---").trim_start());
    lines
        .find(|line| !line.is_empty() && !line.starts_with('#'))
        .is_some_and(|line| line.starts_with(['[', '{']))
}

fn refused(what: &str) -> Failure {
    Failure::Refused(format!("YAML with {what} is not read"))
}

/// That the parser fails, as OPA's does; or that OPA's may see no mistake there, or stop before it.
fn not_yaml(error: &ScanError) -> Failure {
    let text = format!("the text is not YAML: {error}");
    match error.kind() {
        ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::FlowMappingValueAdjacentCollection
        | ErrorKind::InvalidBlockScalarHeader
        | ErrorKind::MappingKeyNotAllowed
        | ErrorKind::MappingValueNotAllowed
        | ErrorKind::MissingAnchorOrAliasName
        | ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnclosedQuotedScalar
        | ErrorKind::UnexpectedCharacter { .. }
        | ErrorKind::UnexpectedEofBlockMapping
        | ErrorKind::UnexpectedEofBlockSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofImplicitFlowMapping => Failure::Error(text),
        _ => Failure::Refused(text),
    }
}

/// Refuses what YAML 1.1 and 1.2 have different rules for.
fn check(text: &str) -> Result<(), Failure> {
    if text.len() > MAX_TEXT {
        return Err(refused(&format!("more than {MAX_TEXT} bytes")));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_odd = |c: char| {
        matches!(
            c,
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        ) || (c < ' ' && !matches!(c, '\t' | '\n' | '\r'))
    };
    if text.contains(is_odd) || text.replace("\r\n", "").contains('\r') {
        return Err(refused("control characters"));
    }
    if text.contains("\\/") {
        return Err(refused("the escape of a slash"));
    }
    let mut before = ' ';
    for (c, after) in text.chars().zip(text.chars().skip(1)) {
        if c == ':' && !matches!(before, '"' | '\'') && matches!(after, ',' | '[' | ']' | '{' | '}')
        {
            return Err(refused("a colon before a comma, a bracket or a brace"));
        }
        before = c;
    }
    for line in text.lines() {
        if line.starts_with('%') || line.starts_with("...") {
            return Err(refused("directives and ends of documents"));
        }
        let before_tab = line.split_once('\t').map(|(before, _)| before.trim_end_matches(' '));
        if line.trim_start().starts_with(':') {
            return Err(refused("a colon at the start of a line"));
        }
        let after_anchor = line.split_once('&').map(|(_, after)| after);
        if after_anchor.is_some_and(|after| after.contains(" *")) {
            return Err(refused("an alias after an anchor"));
        }
        if before_tab.is_some_and(|before| before.is_empty() || before.ends_with(['-', '?', ':'])) {
            return Err(refused("tabs"));
        }
    }
    Ok(())
}

/// A node of the document; those that are named are shared.
#[derive(Debug, Clone)]
enum Node {
    Scalar(Scalar),
    Sequence(Rc<Vec<Node>>),
    Mapping(Rc<BTreeMap<Key, Node>>),
}

/// How many nodes there are, and how many of them only because of aliases.
#[derive(Default)]
struct Count {
    nodes: usize,
}

impl Node {
    fn value(&self, count: &mut Count) -> Outcome {
        count.nodes += 1;
        if count.nodes > MAX_NODES {
            return Err(refused(&format!("more than {MAX_NODES} nodes")));
        }
        match self {
            Self::Scalar(scalar) => scalar.clone().into_value(),
            Self::Sequence(items) => {
                let items: Vec<Value> =
                    items.iter().map(|item| item.value(count)).collect::<Result<_, _>>()?;
                Ok(items.into())
            }
            Self::Mapping(fields) => {
                let mut object = BTreeMap::new();
                for (key, node) in fields.iter() {
                    if object.insert(Value::from(key.text.as_str()), node.value(count)?).is_some() {
                        return Err(refused(&format!("two keys that both are `{}`", key.text)));
                    }
                }
                Ok(object.into())
            }
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    parser: Parser<'a, StrInput<'a>>,
    anchors: BTreeMap<usize, Node>,
    depth: usize,
    /// How many of the levels are between brackets or braces.
    flow: usize,
    /// Whether the last event goes over the end of a line.
    breaks: bool,
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Result<Node, Failure> {
        loop {
            match self.next()? {
                Event::StreamStart | Event::DocumentStart(..) => {}
                Event::StreamEnd => return Ok(Node::Scalar(Scalar::Null)),
                Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..) => {
                    return Err(refused("only a block of text"));
                }
                event => {
                    let node = self.node(event)?;
                    // What follows has to be in order as far as the end of the document.
                    return match self.next() {
                        Ok(Event::DocumentEnd) => Ok(node),
                        _ => Err(refused("something after its first document that is not another")),
                    };
                }
            }
        }
    }

    fn next(&mut self) -> Result<Event<'a>, Failure> {
        match self.parser.next_event() {
            Some(Ok((Event::Anchor(_, name), span))) => {
                let after = span.byte_range().and_then(|range| self.text.get(range.end..));
                if !after
                    .is_some_and(|after| after.is_empty() || after.starts_with([' ', '\n', '\r']))
                {
                    return Err(refused("an anchor that something follows"));
                }
                check_name(&name)?;
                self.next()
            }
            Some(Ok((Event::UnresolvedAlias(name), _))) => {
                check_name(&name)?;
                Err(Failure::Error(format!("the alias `*{name}` refers to nothing")))
            }
            Some(Ok((event, span))) => {
                self.breaks = span.start.line() != span.end.line();
                Ok(event)
            }
            Some(Err(error)) => Err(not_yaml(&error)),
            None => Ok(Event::StreamEnd),
        }
    }

    fn node(&mut self, event: Event<'a>) -> Result<Node, Failure> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(refused(&format!("more than {MAX_DEPTH} levels")));
        }
        let (anchor, node) = match event {
            Event::Alias(id) => {
                let unknown =
                    || Failure::Error("an alias refers to nothing that is whole".to_owned());
                (0, self.anchors.get(&id).cloned().ok_or_else(unknown)?)
            }
            Event::Scalar(text, style, anchor, tag) => {
                let is_odd = tag.is_some()
                    || (style == ScalarStyle::Plain
                        && (text.starts_with(':') || text.contains(['?', '"', '\''])));
                if self.flow > 0 && is_odd {
                    return Err(refused("such scalars between brackets"));
                }
                (anchor, Node::Scalar(scalar(&text, style, tag.as_deref())?))
            }
            Event::SequenceStart(style, anchor, tag) => {
                check_collection(tag.as_deref())?;
                let items = self.between(style, Self::items)?;
                (anchor, Node::Sequence(Rc::new(items)))
            }
            Event::MappingStart(style, anchor, tag) => {
                check_collection(tag.as_deref())?;
                let fields = self.between(style, Self::fields)?;
                (anchor, Node::Mapping(Rc::new(fields)))
            }
            _ => return Err(refused("such events")),
        };
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        self.depth -= 1;
        Ok(node)
    }

    /// Reads what stands between brackets or braces, or at a margin.
    fn between<T>(
        &mut self,
        style: StructureStyle,
        read: fn(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let flow = usize::from(style == StructureStyle::Flow);
        self.flow += flow;
        let result = read(self)?;
        self.flow -= flow;
        Ok(result)
    }

    fn items(&mut self) -> Result<Vec<Node>, Failure> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                Event::SequenceEnd => return Ok(items),
                event => items.push(self.node(event)?),
            }
        }
    }

    /// The fields of a mapping. Of two with one key, the later counts; and so does what is merged in.
    fn fields(&mut self) -> Result<BTreeMap<Key, Node>, Failure> {
        let mut fields = BTreeMap::new();
        loop {
            let event = match self.next()? {
                Event::MappingEnd => return Ok(fields),
                event => event,
            };
            let merges =
                matches!(&event, Event::Scalar(text, ScalarStyle::Plain, _, None) if text == "<<");
            if self.flow > 0 && self.breaks {
                return Err(refused("a key over several lines"));
            }
            let key = self.node(event)?;
            let event = self.next()?;
            let is_alias = matches!(event, Event::Alias(_));
            let value = self.node(event)?;
            if merges {
                merge(&mut fields, &value, is_alias)?;
                continue;
            }
            let Node::Scalar(key) = key else {
                return Err(refused("a key of a mapping that is not a scalar"));
            };
            fields.insert(Key::of(key)?, value);
        }
    }
}

/// Takes the fields of a mapping, or of several of which the first counts most.
fn merge(fields: &mut BTreeMap<Key, Node>, value: &Node, is_alias: bool) -> Result<(), Failure> {
    let wrong = || Failure::Error("what is merged is not a mapping".to_owned());
    match value {
        Node::Mapping(more) => {
            fields.extend(more.iter().map(|(key, node)| (key.clone(), node.clone())));
        }
        Node::Sequence(several) if !is_alias => {
            for one in several.iter().rev() {
                let Node::Mapping(_) = one else { return Err(wrong()) };
                merge(fields, one, true)?;
            }
        }
        _ => return Err(wrong()),
    }
    Ok(())
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Scalar, Failure> {
    let full = tag.map(|tag| format!("{}{}", tag.handle(), tag.suffix()));
    match full.as_deref().map(|tag| tag.strip_prefix(CORE).ok_or(tag)) {
        None if style == ScalarStyle::Plain => Ok(Scalar::of(text)),
        Some(Ok("null")) => Scalar::of_kind(text, Kind::Null),
        Some(Ok("bool")) => Scalar::of_kind(text, Kind::Bool),
        Some(Ok("int")) => Scalar::of_kind(text, Kind::Integer),
        Some(Ok("float")) => Scalar::of_kind(text, Kind::Float),
        Some(Ok("binary")) => {
            let bytes = encoding::base64(text)?;
            String::from_utf8(bytes).map(Scalar::Text).map_err(|_| refused("binary data"))
        }
        None | Some(Ok("str") | Err("!")) => Ok(Scalar::Text(text.to_owned())),
        Some(Ok(other) | Err(other)) => Err(refused(&format!("the tag `{other}`"))),
    }
}

/// What a node is named, of which YAML 1.1 takes fewer characters.
fn check_name(name: &str) -> Result<(), Failure> {
    if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        return Ok(());
    }
    Err(refused(&format!("the name `{name}`")))
}

fn check_collection(tag: Option<&Tag>) -> Result<(), Failure> {
    match tag {
        None => Ok(()),
        Some(tag) if tag.handle() == CORE && matches!(tag.suffix(), "map" | "seq") => Ok(()),
        Some(tag) => Err(refused(&format!("the tag `{}{}`", tag.handle(), tag.suffix()))),
    }
}
