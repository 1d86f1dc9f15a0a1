//! The machine form of a verdict, versioned: `schemas/verdict.json` is generated from these types, which exist for it alone.
//! Equal inputs give equal bytes.

use super::Report;
use crate::decide::{Examined, Exit, Ruling, SourcePlace, Status, Verdict};
use crate::evidence::{Digest, Time};
use crate::explain::{Action, Found};
use crate::policy::Violation;
use crate::policy::input::{Entry, Gate};
use crate::subject::Subject;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::io;

/// A verdict. `version` changes only when a reader of an older one would be misled.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Gatewright verdict")]
struct VerdictV1<'a> {
    /// `gatewright/verdict`.
    kind: &'static str,
    /// 1.
    version: u32,
    /// The answer. Only `pass` means go.
    verdict: Verdict,
    /// The exit code of the run.
    exit_code: u8,
    /// Why there is no verdict, when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    /// The program that decided.
    tool: ToolV1,
    /// The gate; absent when the run died before it was known.
    #[serde(skip_serializing_if = "Option::is_none")]
    gate: Option<&'a Gate>,
    /// What is released.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a Subject>,
    /// The clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<Time>,
    /// Rulings by status.
    counts: BTreeMap<String, usize>,
    /// Every rule that was applied, sorted by id.
    rulings: Vec<RulingV1<'a>>,
    /// What would turn the verdict to go, most pressing first.
    actions: &'a [Action],
    /// Every document that was gathered, sorted by id.
    evidence: Vec<DocumentV1<'a>>,
    /// Files that a pattern on the command line names, and that are in no known format.
    ignored: Vec<&'a str>,
    /// What decided beside the evidence.
    digests: DigestsV1<'a>,
    /// The gate's parameters, defaults filled in.
    params: Option<&'a Map<String, Value>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ToolV1 {
    name: &'static str,
    version: &'static str,
}

#[derive(Debug, Default, Serialize, JsonSchema)]
struct DigestsV1<'a> {
    /// The gate file; absent for the baseline gate.
    #[serde(skip_serializing_if = "Option::is_none")]
    config: Option<&'a Digest>,
    /// All policies together.
    #[serde(skip_serializing_if = "Option::is_none")]
    policies: Option<&'a Digest>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct RulingV1<'a> {
    /// `<package>.<short_name>`, `evidence.<id>` or `gate.<what>`.
    id: &'a str,
    title: &'a str,
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<&'a str>,
    /// Why, where the violations do not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    /// How to fix what it reports.
    #[serde(skip_serializing_if = "Option::is_none")]
    solution: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    /// Where the rule is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a SourcePlace>,
    /// What it looked at.
    examined: &'a [Examined],
    violations: Vec<ViolationV1<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ViolationV1<'a> {
    /// What is wrong.
    msg: &'a str,
    /// The record in the evidence, as `DOCUMENT#PLACE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<&'a str>,
    /// The same as file, line and column; for the first violations of a rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<SourcePlace>,
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wanted: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<&'a str>,
    /// Who still has to act.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pending: &'a [String],
    /// Whatever else the rule says.
    #[serde(skip_serializing_if = "Map::is_empty")]
    details: &'a Map<String, Value>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct DocumentV1<'a> {
    /// The same that policies see.
    #[serde(flatten)]
    entry: &'a Entry<'a>,
    size: u64,
    /// Whether it may count towards go.
    counts: bool,
    /// Records of each family.
    records: BTreeMap<&'static str, usize>,
}

/// The JSON Schema of the verdict.
pub fn schema() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<VerdictV1<'static>>().to_value()
}

/// What stands in the file before anything was judged, and stays there when the run dies.
pub(super) fn error(exit: Exit, why: Option<&str>) -> String {
    print(&VerdictV1 { error: why, ..empty(exit) })
}

fn empty<'a>(exit: Exit) -> VerdictV1<'a> {
    VerdictV1 {
        kind: "gatewright/verdict",
        version: 1,
        verdict: exit.verdict(),
        exit_code: exit.code(),
        error: None,
        tool: ToolV1 { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        gate: None,
        subject: None,
        now: None,
        counts: BTreeMap::new(),
        rulings: Vec::new(),
        actions: &[],
        evidence: Vec::new(),
        ignored: Vec::new(),
        digests: DigestsV1::default(),
        params: None,
    }
}

pub(super) fn render(report: &Report<'_>) -> String {
    let decision = report.decision;
    let word = |status: &Status| {
        serde_json::to_value(status).ok()?.as_str().map(|word| word.replace('-', "_"))
    };
    print(&VerdictV1 {
        gate: Some(report.gate),
        subject: Some(report.subject),
        now: Some(Time { instant: report.now, zone_assumed: false }),
        counts: Status::ALL
            .iter()
            .filter_map(|status| Some((word(status)?, decision.count(*status))))
            .collect(),
        rulings: report.explanation.rulings.iter().map(|e| ruling(e.ruling, &e.places)).collect(),
        actions: &report.explanation.actions,
        evidence: report
            .input
            .evidence
            .iter()
            .zip(&report.gathered.evidence)
            .map(document)
            .collect(),
        ignored: report.gathered.ignored.iter().map(|path| path.as_str()).collect(),
        digests: DigestsV1 {
            config: report.origin.config.as_ref().map(|(_, digest)| digest),
            policies: report.origin.policies.as_ref(),
        },
        params: Some(&report.origin.params),
        ..empty(decision.exit())
    })
}

fn document<'a>(
    (entry, evidence): (&'a Entry<'a>, &'a crate::evidence::Evidence),
) -> DocumentV1<'a> {
    let records =
        evidence.statement.records.iter().map(|records| (records.family().name(), records.count()));
    DocumentV1 { entry, size: evidence.size, counts: evidence.counts(), records: records.collect() }
}

fn ruling<'a>(ruling: &'a Ruling, places: &'a [Option<Found<'a>>]) -> RulingV1<'a> {
    let violation = |(index, violation): (usize, &'a Violation)| ViolationV1 {
        msg: &violation.msg,
        at: violation.at.as_deref(),
        location: places.get(index).and_then(Option::as_ref).map(|found| SourcePlace {
            path: found.path.to_string(),
            line: found.frame.line,
            column: found.frame.column,
        }),
        found: violation.found.as_deref(),
        wanted: violation.wanted.as_deref(),
        fix: violation.fix.as_deref(),
        pending: &violation.pending,
        details: &violation.details,
    };
    RulingV1 {
        id: &ruling.id,
        title: &ruling.title,
        status: ruling.status,
        severity: ruling.severity.as_deref(),
        reason: ruling.reason.as_deref(),
        solution: ruling.solution.as_deref(),
        url: ruling.url.as_deref(),
        source: ruling.source.as_ref(),
        examined: &ruling.examined,
        violations: ruling.violations.iter().enumerate().map(violation).collect(),
    }
}

/// JSON as it goes out. Two characters that a CI runner would take for a command are escaped, and so are those that
/// reorder text: the value stays the same.
pub(super) fn print(value: &impl Serialize) -> String {
    let mut out = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, Inert::default());
    let printed = value.serialize(&mut serializer).is_ok();
    assert!(printed, "writing our own types to memory does not fail");
    out.push(b'\n');
    String::from_utf8(out).unwrap_or_default()
}

/// `serde_json`'s pretty form, with inert strings.
#[derive(Default)]
struct Inert(serde_json::ser::PrettyFormatter<'static>);

impl serde_json::ser::Formatter for Inert {
    fn write_string_fragment<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut last = ' ';
        for character in fragment.chars() {
            let plain = super::sanitize::is_plain(character) && !(character == '#' && last == '#');
            if plain {
                writer.write_all(character.encode_utf8(&mut [0; 4]).as_bytes())?;
            } else {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
            last = character;
        }
        Ok(())
    }

    fn begin_array<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }
    fn end_array<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }
    fn begin_array_value<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }
    fn end_array_value<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }
    fn begin_object<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }
    fn end_object<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }
    fn begin_object_key<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }
    fn begin_object_value<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }
    fn end_object_value<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_keep_their_value_and_do_nothing() {
        let raw = "boom ##[set-output name=verdict]pass \u{202e}x\u{1b}[0m ###";
        let printed = print(&raw);
        assert!(!printed.contains("##") && !printed.contains('\u{202e}'), "{printed}");
        assert_eq!(serde_json::from_str::<String>(&printed).unwrap(), raw);
    }
}
