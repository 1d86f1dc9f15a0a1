//! The document that policies read: `input`. Its JSON Schema is `schemas/input.json`.

use crate::collect::Gathered;
use crate::evidence::{self, Digest, Evidence, Family, Problem, Records, SubjectMatch, Time, Tool};
use crate::subject::Subject;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

/// `input`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Input<'a> {
    /// The gate that decides.
    pub gate: &'a Gate,
    /// What is released.
    pub subject: &'a Subject,
    /// The only clock, RFC 3339.
    pub now: Time,
    /// Every document that was gathered, also those that do not count, sorted by id.
    pub evidence: Vec<Entry<'a>>,
    /// Test results.
    #[schemars(with = "Vec<Shape<evidence::tests::Tests>>")]
    pub tests: Vec<Document<'a>>,
    /// Known vulnerabilities.
    #[schemars(with = "Vec<Shape<evidence::vulnerabilities::Vulnerabilities>>")]
    pub vulnerabilities: Vec<Document<'a>>,
    /// Findings of scanners.
    #[schemars(with = "Vec<Shape<evidence::findings::Findings>>")]
    pub findings: Vec<Document<'a>>,
    /// Bills of materials.
    #[schemars(with = "Vec<Shape<evidence::sboms::Sbom>>")]
    pub sboms: Vec<Document<'a>>,
    /// Reviews and approvals.
    #[schemars(with = "Vec<Shape<evidence::approvals::Approvals>>")]
    pub approvals: Vec<Document<'a>>,
}

/// `input.gate`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gate {
    /// The gate's name.
    pub name: String,
    /// `pre-merge`, `staging`, `deploy`, … as the gate file says.
    pub stage: Option<String>,
    /// Where the release would go.
    pub environment: Option<String>,
}

/// A document, without what it says.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Entry<'a> {
    /// Unique in a run.
    pub id: &'a str,
    /// Where it was read from.
    pub path: &'a str,
    /// What it speaks of.
    pub families: Vec<Family>,
    /// What it was read as; null where it was not.
    pub format: Option<&'a str>,
    /// The tool that wrote it.
    pub tool: Option<&'a Tool>,
    /// SHA-256 of its bytes.
    pub digest: &'a Digest,
    /// When it says that it was made.
    pub collected_at: Option<Time>,
    /// How it relates to the subject.
    pub subject_match: SubjectMatch,
    /// Who vouches for it: nobody, before signatures are verified.
    pub vouched_by: Option<String>,
    /// Whether it is whole.
    pub complete: bool,
    /// What is the matter with it.
    pub problems: &'a [Problem],
}

/// What a [`Document`] of one family looks like, for the schema.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is of interest")]
struct Shape<T> {
    #[serde(flatten)]
    entry: Entry<'static>,
    #[serde(flatten)]
    records: T,
}

/// A document with its records of one family.
#[derive(Debug, Serialize)]
pub struct Document<'a> {
    /// The document.
    #[serde(flatten)]
    pub entry: Entry<'a>,
    /// Its summary and its records.
    #[serde(flatten)]
    pub records: &'a Records,
}

/// The JSON Schema of `input`.
pub fn schema() -> serde_json::Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Input<'static>>().to_value()
}

impl<'a> Input<'a> {
    /// The document for one gate, one subject and what was gathered.
    pub fn new(
        gate: &'a Gate,
        subject: &'a Subject,
        now: Timestamp,
        gathered: &'a Gathered,
    ) -> Self {
        let family = |family| documents(&gathered.evidence, family);
        Self {
            gate,
            subject,
            now: Time { instant: now, zone_assumed: false },
            evidence: gathered.evidence.iter().map(Entry::new).collect(),
            tests: family(Family::Tests),
            vulnerabilities: family(Family::Vulnerabilities),
            findings: family(Family::Findings),
            sboms: family(Family::Sboms),
            approvals: family(Family::Approvals),
        }
    }
}

impl Input<'_> {
    /// The document as a JSON value.
    pub fn to_value(&self) -> serde_json::Value {
        serde_json::to_value(self).expect("our own types have text keys and no failing field")
    }
}

impl<'a> Entry<'a> {
    fn new(evidence: &'a Evidence) -> Self {
        let statement = &evidence.statement;
        Self {
            id: &evidence.id,
            path: evidence.path.as_str(),
            families: evidence.families(),
            format: evidence.format,
            tool: statement.tool.as_ref(),
            digest: &evidence.digest,
            collected_at: statement.made_at,
            subject_match: evidence.subject_match,
            vouched_by: None,
            complete: statement.complete(),
            problems: &statement.problems,
        }
    }
}

fn documents(evidence: &[Evidence], family: Family) -> Vec<Document<'_>> {
    let shown = evidence.iter().filter(|evidence| evidence.is_shown());
    shown
        .flat_map(|evidence| {
            let records =
                evidence.statement.records.iter().filter(move |records| records.family() == family);
            records.map(|records| Document { entry: Entry::new(evidence), records })
        })
        .collect()
}
