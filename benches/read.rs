//! How fast documents are read, beside a plain parse of the same bytes in the same run: the smallest that a reader
//! which looks at every byte can take. Memory is in divan's column `max alloc`; DESIGN.md asks for less than twice the
//! document's size.
//!
//! Each document is 50 MB: the records of a report of the demo, over and over, each with a name of its own.

use divan::{AllocProfiler, Bencher, counter::BytesCount};
use gatewright::evidence::{Family, Statement};
use gatewright::formats::{self, Limits};
use quick_xml::events::Event;
use serde::de::IgnoredAny;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const SIZE: usize = 50_000_000;
const FORMATS: [&str; 3] = ["junit", "sarif", "cyclonedx"];

fn main() {
    divan::main();
    print_ratios();
}

/// Recognises, checks and normalises: what `check` does with each file.
#[divan::bench(args = FORMATS, sample_count = 5, sample_size = 1)]
fn read(bencher: Bencher, format: &str) {
    let sample = &SAMPLES[format];
    bencher.counter(BytesCount::of_str(&sample.text)).bench_local(|| {
        let statement = timed(format, "read", || {
            formats::read(sample.text.as_bytes(), None, Limits::DEFAULT).1
        });
        assert_eq!(records(&statement, sample.family), sample.records, "{:?}", statement.problems);
        statement
    });
}

/// A value for each JSON value; a string for each attribute and text of XML.
#[divan::bench(args = FORMATS, sample_count = 5, sample_size = 1)]
fn plain_parse(bencher: Bencher, format: &str) {
    let text = SAMPLES[format].text.as_str();
    let parse =
        || if format == "junit" { Plain::Xml(strings(text)) } else { Plain::Json(value(text)) };
    bencher.counter(BytesCount::of_str(text)).bench_local(|| timed(format, "plain parse", parse));
}

/// Well-formed or not, and nothing kept.
#[divan::bench(args = FORMATS, sample_count = 5, sample_size = 1)]
fn syntax_check(bencher: Bencher, format: &str) {
    let text = SAMPLES[format].text.as_str();
    let check = || if format == "junit" { events(text) } else { ignored(text) };
    bencher.counter(BytesCount::of_str(text)).bench_local(|| timed(format, "syntax check", check));
}

#[expect(dead_code, reason = "only what it costs to make one is of interest")]
enum Plain {
    Json(Value),
    Xml(Vec<String>),
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).expect("the sample is JSON")
}

fn ignored(text: &str) {
    let _: IgnoredAny = serde_json::from_str(text).expect("the sample is JSON");
}

fn strings(text: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut strings = Vec::new();
    loop {
        match reader.read_event().expect("the sample is XML") {
            Event::Start(tag) | Event::Empty(tag) => {
                let attributes = tag.attributes().map(|it| it.expect("the sample is XML"));
                strings.extend(attributes.map(|attribute| attribute.value.into_owned()));
            }
            Event::Text(text) => strings.push(text.into_inner().into_owned()),
            Event::Eof => return strings,
            _ => {}
        }
    }
}

fn events(text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    while reader.read_event().expect("the sample is XML") != Event::Eof {}
}

fn records(statement: &Statement, family: Family) -> usize {
    let of_family = statement.records.iter().filter(|records| records.family() == family);
    of_family.map(gatewright::evidence::Records::count).sum()
}

struct Sample {
    text: String,
    family: Family,
    records: usize,
}

static SAMPLES: LazyLock<BTreeMap<&str, Sample>> = LazyLock::new(|| {
    let junit = xml(&seed("junit.xml"));
    let sarif = json(&seed("bandit.sarif"), "/runs/0/results", |_, _| {});
    let cyclonedx = json(&seed("sbom.cdx.json"), "/components", |component, n| {
        component["bom-ref"] = format!("component-{n}").into();
        component["name"] = format!("component-{n}").into();
    });
    let sample = |(text, records), family| Sample { text, family, records };
    BTreeMap::from([
        ("junit", sample(junit, Family::Tests)),
        ("sarif", sample(sarif, Family::Findings)),
        ("cyclonedx", sample(cyclonedx, Family::Sboms)),
    ])
});

#[expect(clippy::disallowed_methods, reason = "a benchmark reads its own samples")]
fn seed(report: &str) -> String {
    let path = format!("{}/fixtures/demo/stopped/reports/{report}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("`{path}`: {error}"))
}

/// The document, with the array at `pointer` repeated until it has the size; and how long the array is then.
fn json(seed: &str, pointer: &str, rename: fn(&mut Value, usize)) -> (String, usize) {
    let mut document: Value = serde_json::from_str(seed).expect("the seed is JSON");
    let array = document.pointer_mut(pointer).expect("the seed has the array");
    let records = std::mem::replace(array, Value::from("RECORDS"));
    let records = records.as_array().expect("the records are an array");
    let document = document.to_string();
    let (head, tail) = document.split_once("\"RECORDS\"").expect("it was put there");

    let mut text = format!("{head}[");
    let mut count = 0;
    for record in records.iter().cycle() {
        if text.len() >= SIZE {
            break;
        }
        let mut record = record.clone();
        rename(&mut record, count);
        text.push_str(if count == 0 { "" } else { "," });
        text.push_str(&record.to_string());
        count += 1;
    }
    text.push(']');
    text.push_str(tail);
    (text, count)
}

/// The report, with its test cases repeated until it has the size; and how many there are then.
fn xml(seed: &str) -> (String, usize) {
    let first = seed.find("<testcase").expect("the seed has a test case");
    let last = seed.rfind("</testsuite>").expect("the seed has a suite");
    let cases = &seed[first..last];

    let mut text = seed[..first].to_owned();
    let mut rounds = 0;
    while text.len() < SIZE {
        text.push_str(&cases.replace(" name=\"", &format!(" name=\"round {rounds}: ")));
        rounds += 1;
    }
    text.push_str(&seed[last..]);
    (text, rounds * cases.matches("<testcase").count())
}

/// The fastest run of each kind of work, by format.
static FASTEST: Mutex<BTreeMap<(String, &str), Duration>> = Mutex::new(BTreeMap::new());

fn timed<T>(format: &str, work: &'static str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    let took = start.elapsed();
    let mut fastest = FASTEST.lock().expect("no run panics while it holds the lock");
    let entry = fastest.entry((format.to_owned(), work)).or_insert(took);
    *entry = took.min(*entry);
    result
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn print_ratios() {
    let fastest = FASTEST.lock().expect("no run panics while it holds the lock");
    for ((format, work), took) in fastest.iter().filter(|((_, work), _)| *work != "read") {
        if let Some(read) = fastest.get(&(format.clone(), "read")) {
            let ratio = read.as_secs_f64() / took.as_secs_f64();
            println!("{format}: read takes {ratio:.2} times as long as a {work}");
        }
    }
}
