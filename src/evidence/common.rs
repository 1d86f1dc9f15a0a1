//! Words that all families share.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use std::fmt;
use std::io;
use std::str::FromStr;
use std::sync::Arc;

/// How bad something is, in the words of OCSF (`severity_id` 1 to 5; 0 is unknown).
///
/// `Unknown` is what a word that is not on our list becomes; policies treat it as the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Not stated, or a word that is not known.
    #[default]
    Unknown,
    /// Worth knowing.
    Informational,
    /// Low, negligible, minor.
    Low,
    /// Medium, moderate.
    Medium,
    /// High, important.
    High,
    /// Critical.
    Critical,
}

impl Severity {
    /// Reads the words that tools use, in any case.
    pub fn from_word(word: &str) -> Self {
        match word.trim().to_ascii_lowercase().as_str() {
            "critical" | "blocker" => Self::Critical,
            "high" | "important" | "major" => Self::High,
            "medium" | "moderate" | "warning" => Self::Medium,
            "low" | "minor" | "negligible" => Self::Low,
            "info" | "informational" | "information" | "none" | "note" => Self::Informational,
            _ => Self::Unknown,
        }
    }

    /// The qualitative rating of a CVSS v3 or v4 score (CVSS v3.1 §5, v4.0 §6).
    pub fn from_cvss_score(score: f64) -> Self {
        match score {
            s if s >= 9.0 => Self::Critical,
            s if s >= 7.0 => Self::High,
            s if s >= 4.0 => Self::Medium,
            s if s > 0.0 => Self::Low,
            0.0 => Self::Informational,
            _ => Self::Unknown,
        }
    }

    /// OCSF's `severity_id`, so that policies can compare: 0 unknown, 1 informational … 5 critical.
    pub fn id(self) -> u8 {
        self as u8
    }
}

/// Where a record stands in its raw source: the document's id and a place in it. Resolved to line and column only when
/// shown. Policies see it as one string, `DOCUMENT#PLACE`, and hand it back untouched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// The id of the document; known once the document is part of a run.
    pub document: Option<Arc<str>>,
    /// The place in it.
    pub place: Place,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A JSON pointer (RFC 6901).
    Pointer(String),
    /// A range of bytes in the document's decoded text.
    Bytes(usize, usize),
}

impl At {
    /// A place named by a JSON pointer.
    pub fn pointer(pointer: impl Into<String>) -> Self {
        Self { document: None, place: Place::Pointer(pointer.into()) }
    }

    /// A place named by its bytes in the document's decoded text.
    pub fn bytes(start: usize, end: usize) -> Self {
        Self { document: None, place: Place::Bytes(start, end) }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.document.as_deref().unwrap_or_default(), self.place)
    }
}

/// `/Results/0`, or `bytes=12-80`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pointer(pointer) => f.write_str(pointer),
            Self::Bytes(start, end) => write!(f, "bytes={start}-{end}"),
        }
    }
}

impl FromStr for Place {
    type Err = BadPlace;

    fn from_str(text: &str) -> Result<Self, BadPlace> {
        if text.is_empty() || text.starts_with('/') {
            return Ok(Self::Pointer(text.to_owned()));
        }
        text.strip_prefix("bytes=")
            .and_then(|range| range.split_once('-'))
            .and_then(|(start, end)| Some(Self::Bytes(start.parse().ok()?, end.parse().ok()?)))
            .ok_or(BadPlace)
    }
}

/// A text that is not a place.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("not a JSON pointer and not a byte range")]
pub struct BadPlace;

impl Serialize for At {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for At {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "At".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "`DOCUMENT#PLACE`: the document's id, and a JSON pointer (RFC 6901) or `bytes=START-END`."
        })
    }
}

/// An instant, and whether its time zone had to be assumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time {
    /// The instant, in UTC.
    pub instant: Timestamp,
    /// The source named no zone, and UTC was assumed.
    pub zone_assumed: bool,
}

impl Time {
    /// Reads RFC 3339, also without a zone (UTC is assumed then), and `+0000` offsets.
    /// A zero time (`0001-01-01…`, as Go writes for "none") is no time.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.starts_with("0001-01-01") {
            return None;
        }
        if let Ok(instant) = text.parse::<Timestamp>() {
            return Some(Self { instant, zone_assumed: false });
        }
        if let Ok(instant) = Timestamp::strptime("%Y-%m-%dT%H:%M:%S%.f%z", text) {
            return Some(Self { instant, zone_assumed: false });
        }
        let local: jiff::civil::DateTime = text.parse().ok()?;
        let instant = local.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
        Some(Self { instant, zone_assumed: true })
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.instant)
    }
}

impl JsonSchema for Time {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Time".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time", "description": "RFC 3339, UTC." })
    }
}

/// A cryptographic digest, written `sha256:…` in lower-case hex.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest {
    algorithm: &'static str,
    hex: String,
}

impl Digest {
    /// The SHA-256 digest of some bytes.
    pub fn sha256(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self::from_sha256(&sha2::Sha256::digest(bytes))
    }

    /// The SHA-256 digest of what a reader gives, in bounded memory.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn sha256_of(mut reader: impl io::Read) -> io::Result<Self> {
        use sha2::Digest as _;
        let mut hasher = sha2::Sha256::new();
        let mut buffer = vec![0; 64 * 1024];
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return Ok(Self::from_sha256(&hasher.finalize())),
                Ok(count) => hasher.update(&buffer[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn from_sha256(hash: &[u8]) -> Self {
        let mut hex = String::with_capacity(64);
        for byte in hash {
            use fmt::Write as _;
            let _ = write!(hex, "{byte:02x}");
        }
        Self { algorithm: "sha256", hex }
    }

    /// The hex digits.
    pub fn hex(&self) -> &str {
        &self.hex
    }

    /// `sha256`, `sha384` or `sha512`.
    pub fn algorithm(&self) -> &'static str {
        self.algorithm
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.algorithm, self.hex)
    }
}

impl FromStr for Digest {
    type Err = BadDigest;

    fn from_str(text: &str) -> Result<Self, BadDigest> {
        let (algorithm, hex) = text.split_once(':').ok_or_else(|| BadDigest(text.to_owned()))?;
        let (algorithm, length) = match algorithm.to_ascii_lowercase().replace('-', "").as_str() {
            "sha256" => ("sha256", 64),
            "sha384" => ("sha384", 96),
            "sha512" => ("sha512", 128),
            _ => return Err(BadDigest(text.to_owned())),
        };
        if hex.len() != length || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(BadDigest(text.to_owned()));
        }
        Ok(Self { algorithm, hex: hex.to_ascii_lowercase() })
    }
}

/// A text that is not a digest.
#[derive(Debug, Clone, thiserror::Error)]
#[error("`{0}` is not a digest: write `sha256:` and 64 hex digits")]
pub struct BadDigest(String);

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for Digest {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Digest".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$"
        })
    }
}

/// Who did something. The same person is a login here and an e-mail there, so both are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Actor {
    /// Stable id at the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Login name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Person or machine.
    #[serde(rename = "type")]
    pub kind: ActorKind,
}

impl Actor {
    /// Whether two accounts have any identity in common: id, login or e-mail. Case is ignored, as providers do.
    pub fn is_same_person(&self, other: &Self) -> bool {
        let same = |a: &Option<String>, b: &Option<String>| matches!((a, b), (Some(a), Some(b)) if a.eq_ignore_ascii_case(b));
        same(&self.id, &other.id)
            || same(&self.username, &other.username)
            || same(&self.email, &other.email)
    }

    /// Somebody known by an e-mail address. The addresses that GitHub gives out in place of one's own hold the login, and
    /// the id before a `+`.
    pub fn by_email(name: Option<String>, email: &str) -> Self {
        let local = email.to_ascii_lowercase();
        let local = local.strip_suffix("@users.noreply.github.com").map(str::to_owned);
        let username = local.map(|local| match local.split_once('+') {
            Some((_, login)) => login.to_owned(),
            None => local,
        });
        Self { username, name, email: Some(email.to_owned()), ..Self::default() }
    }

    /// The shortest name that a reader would know the account by.
    pub fn label(&self) -> &str {
        [&self.username, &self.name, &self.email, &self.id]
            .into_iter()
            .find_map(Option::as_deref)
            .unwrap_or("somebody unnamed")
    }
}

/// Whether an [`Actor`] is a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A person.
    User,
    /// An automated account.
    Bot,
    /// A team or group.
    Team,
    /// Not stated.
    #[default]
    Unknown,
}

/// Why a record is not counted as open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Suppression {
    /// By what means.
    pub kind: SuppressionKind,
    /// The reason given in the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub justification: Option<String>,
    /// Where it was set aside: an ignore file, a VEX document, a comment in code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// The means by which a record was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuppressionKind {
    /// A VEX statement.
    Vex,
    /// A rule in the scanner's configuration.
    IgnoreRule,
    /// A comment in the code.
    InSource,
    /// A decision in the tool that reports it.
    Dismissed,
}
