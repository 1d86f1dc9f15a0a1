//! `uri.*`: references as Go's package `net/url` reads them.

mod text;

use super::encoding::text_of;
use super::operand::string;
use super::{Builtin, Context, Failure, Outcome};
use regorus::Value;
use std::net::Ipv6Addr;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "uri.parse", call: parse },
    Builtin { name: "uri.is_valid", call: |_, operands| Ok(is_valid(&operands[0]).into()) },
];

/// The parts of a URI, of which each has its own rules for what is escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Host,
    Zone,
    User,
    Path,
    Query,
    Fragment,
}

/// A URI in its parts. What is not there is empty.
#[derive(Debug, Clone, Default)]
pub(super) struct Uri {
    pub(super) scheme: String,
    pub(super) opaque: String,
    pub(super) user: Option<User>,
    pub(super) host: Vec<u8>,
    pub(super) path: Vec<u8>,
    /// The path as it was written, if that says more than the path.
    pub(super) raw_path: String,
    /// There is a scheme and a path, but no host and no place for one.
    pub(super) omits_host: bool,
    /// There is a question mark, and nothing after it.
    pub(super) empty_query: bool,
    pub(super) query: String,
    pub(super) fragment: Vec<u8>,
    /// The fragment as it was written, if that says more than the fragment.
    pub(super) raw_fragment: String,
}

/// A user, who may have a password.
#[derive(Debug, Clone)]
pub(super) struct User {
    name: Vec<u8>,
    password: Option<Vec<u8>>,
}

fn parse(_: &Context, operands: &[Value]) -> Outcome {
    let uri = Uri::parse(string(1, &operands[0])?)?;
    let (hostname, port) = host_and_port(&uri.host);
    let raw_path =
        if uri.raw_path.is_empty() { uri.path.clone() } else { uri.raw_path.into_bytes() };
    let fields = [
        ("scheme", uri.scheme.into_bytes()),
        ("hostname", hostname.to_vec()),
        ("port", port.to_vec()),
        ("path", uri.path),
        ("raw_path", raw_path),
        ("raw_query", uri.query.into_bytes()),
        ("fragment", uri.fragment),
    ];
    let mut object = Value::new_object();
    let known = object.as_object_mut().expect("it was just made as an object");
    for (name, text) in fields {
        if !text.is_empty() {
            known.insert(name.into(), text_of(text)?);
        }
    }
    Ok(object)
}

fn is_valid(value: &Value) -> bool {
    matches!(value, Value::String(text) if !text.is_empty() && Uri::parse(text).is_ok())
}

impl Uri {
    pub(super) fn parse(text: &str) -> Result<Self, Failure> {
        let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
        if text.bytes().any(|byte| byte.is_ascii_control()) {
            return Err(invalid("it has a control character"));
        }
        let (raw_fragment, fragment) = (fragment, unescape(fragment, Part::Fragment)?);
        let raw_fragment =
            if escape_fragment(&fragment) == raw_fragment { "" } else { raw_fragment }.to_owned();
        if text == "*" {
            return Ok(Self { path: b"*".to_vec(), fragment, raw_fragment, ..Self::default() });
        }
        let (scheme, rest) = split_scheme(text)?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let empty_query = text.ends_with('?') && query.is_empty();
        let mut uri = Self {
            scheme: scheme.to_ascii_lowercase(),
            query: query.to_owned(),
            empty_query,
            fragment,
            raw_fragment,
            ..Self::default()
        };
        if !rest.starts_with('/') {
            if !uri.scheme.is_empty() {
                rest.clone_into(&mut uri.opaque);
                return Ok(uri);
            }
            if rest.split('/').next().is_some_and(|segment| segment.contains(':')) {
                return Err(invalid("its first segment has a colon"));
            }
        }
        let mut path = rest;
        let authority = rest
            .strip_prefix("//")
            .filter(|after| !uri.scheme.is_empty() || !after.starts_with('/'));
        uri.omits_host = authority.is_none() && !uri.scheme.is_empty();
        if let Some(authority) = authority {
            let end = authority.find('/').unwrap_or(authority.len());
            uri.read_authority(&authority[..end])?;
            path = &authority[end..];
        }
        uri.path = unescape(path, Part::Path)?;
        if escape_path(&uri.path) != path {
            path.clone_into(&mut uri.raw_path);
        }
        Ok(uri)
    }

    fn read_authority(&mut self, authority: &str) -> Result<(), Failure> {
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        self.host = read_host(host, &self.scheme)?;
        let Some(user) = user else { return Ok(()) };
        let allowed =
            |byte: u8| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&byte);
        if !user.bytes().all(allowed) {
            return Err(invalid("its user has a character that none has"));
        }
        let (name, password) = match user.split_once(':') {
            None => (user, None),
            Some((name, password)) => (name, Some(unescape(password, Part::User)?)),
        };
        self.user = Some(User { name: unescape(name, Part::User)?, password });
        Ok(())
    }
}

/// The scheme and what follows it; or nothing and all.
fn split_scheme(text: &str) -> Result<(&str, &str), Failure> {
    let end =
        text.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)));
    match end.map(|end| text.split_at(end)) {
        Some(("", rest)) if rest.starts_with(':') => Err(invalid("its scheme is missing")),
        Some((scheme, rest))
            if rest.starts_with(':') && scheme.starts_with(|c: char| c.is_ascii_alphabetic()) =>
        {
            Ok((scheme, &rest[1..]))
        }
        _ => Ok(("", text)),
    }
}

fn read_host(host: &str, scheme: &str) -> Result<Vec<u8>, Failure> {
    if let Some(literal) = host.strip_prefix('[') {
        return read_literal(literal);
    }
    if host.contains('[') {
        return Err(invalid("its host has a `[` that is not the first"));
    }
    // Of other schemes, the host may be a list of hosts.
    let colon = if matches!(scheme, "http" | "https") { host.find(':') } else { host.rfind(':') };
    if let Some(colon) = colon.filter(|colon| !is_port(&host[*colon..])) {
        return Err(invalid(&format!("`{}` is no port", &host[colon..])));
    }
    unescape(host, Part::Host)
}

/// An address of IPv6 after its bracket, with its zone, and with a port behind.
fn read_literal(literal: &str) -> Result<Vec<u8>, Failure> {
    let (address, port) =
        literal.rsplit_once(']').ok_or_else(|| invalid("a `]` is missing in its host"))?;
    if !is_port(port) {
        return Err(invalid(&format!("`{port}` is no port")));
    }
    let (address, zone) = address.split_at(address.find("%25").unwrap_or(address.len()));
    let zone = unescape(zone, Part::Zone)?;
    if address.parse::<Ipv6Addr>().is_err() || zone == b"%" {
        return Err(invalid(&format!("`{address}` is no address of IPv6")));
    }
    Ok([b"[", address.as_bytes(), &zone, b"]", port.as_bytes()].concat())
}

/// Nothing, or a colon and digits, if any.
fn is_port(text: &str) -> bool {
    text.is_empty()
        || text.strip_prefix(':').is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The name without its brackets, and the port.
fn host_and_port(host: &[u8]) -> (&[u8], &[u8]) {
    let colon = host.iter().rposition(|byte| *byte == b':');
    let (name, port) = match colon {
        Some(colon) if host[colon + 1..].iter().all(u8::is_ascii_digit) => {
            (&host[..colon], &host[colon + 1..])
        }
        _ => (host, &host[..0]),
    };
    let bare = name.strip_prefix(b"[").and_then(|name| name.strip_suffix(b"]"));
    (bare.unwrap_or(name), port)
}

/// The bytes that a text stands for where each `%` and two digits stand for one.
pub(super) fn unescape(text: &str, part: Part) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'%' => {
                let escaped = rest.get(..2).and_then(|digits| {
                    data_encoding::HEXLOWER_PERMISSIVE.decode(digits).ok().map(|byte| byte[0])
                });
                let escaped = escaped
                    .filter(|escaped| may_be_escaped(*escaped, part))
                    .ok_or_else(|| invalid("a `%` in it does not escape a byte"))?;
                bytes.push(escaped);
                rest = &rest[2..];
            }
            b'+' if part == Part::Query => bytes.push(b' '),
            _ if matches!(part, Part::Host | Part::Zone) && !may_be_in_host(byte) => {
                return Err(invalid("its host has a character that none has"));
            }
            _ => bytes.push(byte),
        }
    }
    Ok(bytes)
}

/// In hosts, only what is not ASCII is escaped; and in zones also what might as well not be.
fn may_be_escaped(byte: u8, part: Part) -> bool {
    match part {
        Part::Host => !byte.is_ascii() || byte == b'%',
        Part::Zone => matches!(byte, b'%' | b' ') || (byte.is_ascii() && may_be_in_host(byte)),
        _ => true,
    }
}

fn may_be_in_host(byte: u8) -> bool {
    !byte.is_ascii() || byte.is_ascii_alphanumeric() || b"-_.~!$&'()*+,;=:[]<>\"".contains(&byte)
}

/// The text as it stands in a query.
pub(super) fn escape(text: &str) -> String {
    escape_but(text.as_bytes(), b"-_.~").replace("%20", "+")
}

/// The path as Go would write it.
fn escape_path(path: &[u8]) -> String {
    escape_but(path, b"-_.~$&+,/:;=@")
}

/// The fragment as Go would write it.
fn escape_fragment(fragment: &[u8]) -> String {
    escape_but(fragment, b"-_.~$&+,/:;=?@!()*")
}

fn escape_but(bytes: &[u8], plain: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || plain.contains(byte) {
            text.push(char::from(*byte));
        } else {
            text.push('%');
            text.push_str(&data_encoding::HEXUPPER.encode(&[*byte]));
        }
    }
    text
}

fn invalid(reason: &str) -> Failure {
    Failure::Error(format!("the text is not a URI: {reason}"))
}

#[cfg(test)]
mod tests;
