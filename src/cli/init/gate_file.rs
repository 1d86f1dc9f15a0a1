//! The gate file that `init` writes.

use super::scan::{Entry, Found};
use super::stack::{self, SUGGESTIONS, package};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The text of the file.
pub(super) fn text(found: &Found) -> String {
    let mut text = String::from(
        "# May this release go? `gatewright check` answers by this file; paths are relative to it.\n\
         # `gatewright schema gatewright` has every key.\n\
         version: 1\n\n\
         # What is released. Git tells the commit; evidence about another commit or artifact never counts.\n\
         subject:\n",
    );
    let _ = writeln!(text, "  name: {}", quoted(&found.name));
    let _ = match found.version_file {
        Some(file) => writeln!(text, "  version_file: {}", quoted(file)),
        None => writeln!(
            text,
            "  # Its version: the newest tag at the commit that matches.\n  # version_tag: \"v*\""
        ),
    };
    text.push_str(
        "  # What is shipped.\n\
         \x20 # artifacts:\n\
         \x20 #   - path: \"dist/app.tar.gz\"\n\n\
         # The reports that there must be. One that is missing, empty, damaged or about something else stops the release.\n\
         # An entry can ask for more: `max_age: 24h`, `min_items: 100`, or `bound: true` (it has to name this commit or artifact).\n\
         evidence:\n",
    );
    for entry in &found.entries {
        text.push_str(&item(entry));
    }
    text.push_str(&suggestions(found));
    text.push_str(&gates(found));
    text
}

fn item(entry: &Entry) -> String {
    let mut text = format!("  # {}\n  - id: {}\n    files:\n", capital(&entry.origin()), entry.id);
    for file in &entry.files {
        let _ = writeln!(text, "      - {}", quoted(file));
    }
    let _ = writeln!(text, "    format: {}", entry.format);
    text
}

/// Entries that a gate file may want, and this one does not have yet.
fn suggestions(found: &Found) -> String {
    let has = |family| found.entries.iter().any(|entry| entry.families.contains(family));
    let mut text = String::new();
    for suggestion in SUGGESTIONS.iter().filter(|suggestion| !has(&suggestion.family)) {
        let files: Vec<_> = suggestion.files.iter().map(|file| quoted(file)).collect();
        let id = format!("- id: {}", stack::id(suggestion.format));
        let _ = write!(
            text,
            "  # {id:<20}  # {}; {}\n  #   files: [{}]\n  #   format: {}\n",
            suggestion.tools,
            package(suggestion.family),
            files.join(", "),
            suggestion.format
        );
    }
    if text.is_empty() {
        return text;
    }
    format!(
        "\n  # More that a gate can ask for. With an entry, include the package named beside it, below.\n{text}"
    )
}

fn gates(found: &Found) -> String {
    // Only packages whose evidence is listed: a rule without evidence stops the release, too.
    let packages: BTreeSet<_> = found
        .entries
        .iter()
        .flat_map(|entry| &entry.families)
        .map(|family| package(*family))
        .collect();
    let include: String =
        packages.iter().flat_map(|package| ["        - ", package, "\n"]).collect();
    format!(
        "\n# Which rules decide. `gatewright rules` lists them, and their parameters.\n\
         gates:\n\
         \x20 production:\n\
         \x20   environment: production\n\
         \x20   stage: deploy\n\
         \x20   rules:\n\
         \x20     include:\n\
         {include}\
         \x20   # params:\n\
         \x20   #   min_tests: 100\n"
    )
}

fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// A YAML scalar that is a text whatever it looks like.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
