//! GitHub pull request and its reviews.

use super::{Format, Outline, Refusal};
use crate::evidence::{Family, Statement};

pub(crate) static FORMAT: Format = Format {
    name: "github-review",
    title: "GitHub pull request and its reviews",
    families: &[Family::Approvals],
    reference: "https://docs.github.com/rest/pulls",
    detect,
    parse,
};

fn detect(_outline: &Outline) -> bool {
    false
}

fn parse(_text: &str) -> Result<Statement, Refusal> {
    Err(Refusal::malformed("not read yet"))
}
