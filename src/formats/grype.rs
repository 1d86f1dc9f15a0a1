//! Grype vulnerability scan.

use super::{Format, Outline, Refusal};
use crate::evidence::{Family, Statement};

pub(crate) static FORMAT: Format = Format {
    name: "grype",
    title: "Grype vulnerability scan",
    families: &[Family::Vulnerabilities],
    reference: "https://github.com/anchore/grype",
    detect,
    parse,
};

fn detect(_outline: &Outline) -> bool {
    false
}

fn parse(_text: &str) -> Result<Statement, Refusal> {
    Err(Refusal::malformed("not read yet"))
}
