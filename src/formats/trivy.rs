//! Trivy scan.

use super::{Format, Outline, Refusal};
use crate::evidence::{Family, Statement};

pub(crate) static FORMAT: Format = Format {
    name: "trivy",
    title: "Trivy scan",
    families: &[Family::Vulnerabilities, Family::Findings],
    reference: "https://trivy.dev",
    detect,
    parse,
};

fn detect(_outline: &Outline) -> bool {
    false
}

fn parse(_text: &str) -> Result<Statement, Refusal> {
    Err(Refusal::malformed("not read yet"))
}
