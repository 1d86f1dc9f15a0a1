//! Scripts in the place of gatewright.

use super::runner::Runner;
use std::fs;

/// Writes down its arguments, then the verdict where the action asks for it, as gatewright does, then does `end`.
pub(crate) fn verdict(verdict: &str, end: &str) -> String {
    format!(
        r#"#!/usr/bin/env bash
printf '%s\0' "$@" >"$0.arguments"
for argument; do
    case $argument in
    --output=json=*) json=${{argument#--output=json=}} ;;
    --output=github=*) outputs=${{argument#--output=github=}} ;;
    esac
done
printf '{{\n  "version": 1,\n  "verdict": "{verdict}",\n  "counts": {{\n    "verdict": "pass"\n  }}\n}}\n' >"$json"
printf 'verdict<<END\n%s\nEND\nviolations<<END\n2\nEND\n' '{verdict}' >>"$outputs"
{end}
"#
    )
}

/// Does `body`, and leaves no verdict.
pub(crate) fn without_verdict(body: &str) -> String {
    format!("#!/usr/bin/env bash\n{body}\n")
}

/// The arguments that the script at this path was last given; `None` if it never ran.
pub(crate) fn arguments_of(runner: &Runner, script: &str) -> Option<Vec<String>> {
    let written = fs::read_to_string(runner.path(&format!("{script}.arguments"))).ok()?;
    Some(written.split_terminator('\0').map(str::to_owned).collect())
}
