//! The walk over a file of scenarios, noting every mistake on the way.

use super::super::section::{Field, Mistakes, Section, did_you_mean};
use super::super::tree::{Node, Value};
use super::{Judge, STATUSES, Scenario, Scenarios, VERDICTS};
use crate::config::{Mistake, Param, Spanned, SubjectSpec};
use camino::Utf8PathBuf;
use glob::Pattern;
use jiff::Timestamp;
use miette::NamedSource;

/// The checked form of a file, or its mistakes.
pub(super) fn check(root: &Node, source: &NamedSource<String>) -> Result<Scenarios, Vec<Mistake>> {
    let mut mistakes = Mistakes::default();
    let scenarios = mistakes.scenario_file(root, source);
    let mistakes = mistakes.into_sorted();
    match scenarios {
        Some(scenarios) if mistakes.is_empty() => Ok(scenarios),
        _ => Err(mistakes),
    }
}

/// The files of each item of evidence.
type Evidence = Vec<(Spanned<String>, Vec<Spanned<Pattern>>)>;

/// What holds for a scenario, or for all of them.
#[derive(Debug, Clone, Default)]
struct Given {
    now: Option<Timestamp>,
    subject: Option<SubjectSpec>,
    params: Vec<Param>,
    evidence: Option<Evidence>,
}

impl Mistakes {
    fn scenario_file(&mut self, root: &Node, source: &NamedSource<String>) -> Option<Scenarios> {
        if root.value == Value::Null {
            self.add(Mistake::new("the file is empty", "nothing here", root.span));
            return None;
        }
        let mut section = self.section(Field::root(root))?;
        let version = self.required(&mut section, "version");
        self.version(version?)?;
        let judge = self.judge(&mut section);
        let given = self.given(&mut section);
        let scenarios =
            self.required(&mut section, "scenarios").and_then(|field| self.items(field));
        self.close(section);
        let scenarios: Vec<_> =
            scenarios?.into_iter().filter_map(|item| self.scenario(item, &given)).collect();
        self.unique(&scenarios);
        Some(Scenarios { source: source.clone(), judge: judge?, scenarios })
    }

    fn judge(&mut self, section: &mut Section<'_>) -> Option<Judge> {
        let [file, gate, policies] = ["gate_file", "gate", "policies"].map(|key| section.take(key));
        if let (Some(file), Some(policies)) = (file, policies) {
            let mistake = Mistake::new("two things judge", "this", policies.key);
            self.add(
                mistake
                    .and("and this", file.key)
                    .help("keep `gate_file`, which names policies, or `policies`"),
            );
            return None;
        }
        if let (Some(gate), None) = (gate, file) {
            let mistake = Mistake::new("`gate` is a gate of no gate file", "this", gate.key);
            self.add(mistake.help("name the gate file: `gate_file: ../gatewright.yaml`"));
            return None;
        }
        if let Some(policies) = policies {
            return Some(Judge::Policies(self.policies(policies)?));
        }
        let Some(file) = file else {
            let mistake = Mistake::new("nothing judges", "`gate_file` is missing", section.span());
            self.add(mistake.help(
                "name the gate file that is tested: `gate_file: ../gatewright.yaml`; or `policies`",
            ));
            return None;
        };
        let path = self.text(file)?;
        let gate = gate.and_then(|gate| self.text(gate)).map(|gate| gate.value);
        Some(Judge::GateFile(
            Spanned { value: Utf8PathBuf::from(path.value), span: path.span },
            gate,
        ))
    }

    fn given(&mut self, section: &mut Section<'_>) -> Given {
        let help = "write it as `2026-01-31T12:00:00Z`";
        let now = section.take("now");
        let now = now.and_then(|now| self.parsed(now, "a time", help, |text| text.parse().ok()));
        Given {
            now: now.map(|now| now.value),
            subject: section.take("subject").and_then(|field| self.subject(field)),
            params: section.take("params").map(|field| self.params(field)).unwrap_or_default(),
            evidence: section.take("evidence").map(|field| self.files(field)),
        }
    }

    fn files(&mut self, field: Field<'_>) -> Evidence {
        let entries = self.entries(field).unwrap_or_default();
        let item = |this: &mut Self, entry: &(Spanned<String>, Node)| {
            let files = this.items_or_none(Field::entry(entry))?;
            Some((entry.0.clone(), files.into_iter().filter_map(|file| this.glob(file)).collect()))
        };
        entries.into_iter().filter_map(|entry| item(self, entry)).collect()
    }

    fn scenario(&mut self, field: Field<'_>, all: &Given) -> Option<Scenario> {
        let mut section = self.section(field)?;
        let name = self.required(&mut section, "name").and_then(|field| self.text(field));
        let own = self.given(&mut section);
        let expect = self.required(&mut section, "expect").and_then(|field| self.expect(field));
        let span = section.span();
        self.close(section);
        let now = own.now.or(all.now);
        if now.is_none() {
            let mistake = Mistake::new("the scenario has no time", "`now` is missing", span);
            self.add(mistake.help("write `now: 2026-01-31T12:00:00Z`, here or for all of them: a test never reads the clock"));
        }
        let (verdict, rulings) = expect?;
        Some(Scenario {
            name: name?,
            now: now?,
            subject: own.subject.or_else(|| all.subject.clone()),
            params: over(&all.params, own.params, |param| &param.name.value),
            evidence: match (&all.evidence, own.evidence) {
                (None, None) => None,
                (all, own) => Some(over(
                    all.as_deref().unwrap_or_default(),
                    own.unwrap_or_default(),
                    |(id, _)| &id.value,
                )),
            },
            verdict,
            rulings,
        })
    }

    fn expect(&mut self, field: Field<'_>) -> Option<(Spanned<String>, Vec<super::Ruled>)> {
        let mut section = self.section(field)?;
        let verdict = self
            .required(&mut section, "verdict")
            .and_then(|field| self.one_of(field, "a verdict", &VERDICTS));
        let rulings = section.take("rulings");
        self.close(section);
        let verdict = verdict?;
        if rulings.is_none() && verdict.value != "pass" {
            let mistake = Mistake::new(
                "it is not said what stands in the way",
                "`rulings` is missing",
                verdict.span,
            );
            self.add(mistake.help("name the rules: `rulings: {release.tests.no_failures: fail}`; any other reason is not what is tested"));
        }
        let entries = rulings.and_then(|field| self.entries(field)).unwrap_or_default();
        let rulings = entries.into_iter().filter_map(|entry| {
            let status = self.one_of(Field::entry(entry), "what becomes of a rule", &STATUSES)?;
            Some((entry.0.clone(), status))
        });
        Some((verdict, rulings.collect()))
    }

    fn one_of(&mut self, field: Field<'_>, what: &str, known: &[&str]) -> Option<Spanned<String>> {
        let text = self.text(field)?;
        if known.contains(&&*text.value) {
            return Some(text);
        }
        let mistake = Mistake::new(format!("`{}` is not {what}", text.value), "unknown", text.span);
        self.add(mistake.help(did_you_mean(&text.value, known)));
        None
    }

    fn unique(&mut self, scenarios: &[Scenario]) {
        for (index, scenario) in scenarios.iter().enumerate() {
            let same = |other: &&Scenario| other.name.value == scenario.name.value;
            if let Some(first) = scenarios[..index].iter().find(same) {
                let mistake =
                    Mistake::new("two scenarios have one name", "again here", scenario.name.span);
                self.add(
                    mistake.and("first here", first.name.span).help("say what is different in it"),
                );
            }
        }
    }
}

/// What is given for all, with what is given for one in its place.
fn over<T: Clone>(all: &[T], own: Vec<T>, name: impl Fn(&T) -> &String) -> Vec<T> {
    let kept = all.iter().filter(|item| own.iter().all(|own| name(own) != name(item)));
    let kept: Vec<T> = kept.cloned().collect();
    [kept, own].concat()
}
