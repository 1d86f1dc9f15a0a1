//! Licence statements, and the ways to satisfy them.

use super::bom::License as Stated;
use super::flaws::{Flaw, Flaws};
use crate::evidence::At;
use crate::evidence::sboms::License;
use spdx::ParseMode;
use spdx::expression::{ExprNode, Expression, Operator};
use std::collections::BTreeSet;

/// More ways than this to satisfy one expression are not spelled out.
const MAX_ALTERNATIVES: usize = 64;

/// SPDX as tools write it: the identifiers that the list has deprecated, such as `GPL-2.0`, are still on it.
const MODE: ParseMode = ParseMode {
    allow_slash_as_or_operator: false,
    allow_imprecise_license_names: false,
    allow_postfix_plus_on_gpl: true,
    allow_deprecated: true,
    allow_unknown: false,
};

/// Reads the `licenses` of a component. An entry that states its licence in several ways gives several: all apply.
pub(super) fn read(stated: Vec<Stated>) -> Vec<License> {
    let mut licenses = Vec::with_capacity(stated.len());
    for Stated { id, name, expression, acknowledgement } in stated {
        for text in [id, name, expression].into_iter().flatten().filter(|text| !text.is_empty()) {
            licenses.push(license(text, acknowledgement.clone()));
        }
    }
    licenses
}

/// What the specification does not allow in a `licenses`.
pub(super) fn check(licenses: &[Stated], version: &str, at: Option<&At>, flaws: &mut Flaws) {
    let mixes = !matches!(version, "1.0" | "1.1" | "1.2" | "1.3" | "1.4" | "1.5" | "1.6");
    for Stated { id, name, expression, acknowledgement: _ } in licenses {
        let texts = [id, name, expression].map(|text| text.as_deref().filter(|t| !t.is_empty()));
        let stated: Vec<_> = texts.into_iter().flatten().collect();
        match stated[..] {
            [] => flaws.add(Flaw::NoLicense, "licenses", at),
            [text] if expression.is_some() && licenses.len() > 1 && !mixes => {
                flaws.add(Flaw::LicenseChoice, text, at);
            }
            [_] => {}
            [text, ..] => flaws.add(Flaw::LicenseChoice, text, at),
        }
        if let Some(id) = texts[0].filter(|id| !is_listed(id)) {
            flaws.add(Flaw::BadLicenseId, id, at);
        }
    }
}

fn is_listed(id: &str) -> bool {
    !says_nothing(id) && spdx::license_id(id).is_some()
}

/// The crate lists these beside the licences; they say that none is known.
fn says_nothing(id: &str) -> bool {
    matches!(id, "NOASSERTION" | "NONE")
}

/// One licence. What is no SPDX expression is a name: one opaque way to satisfy it. So is an expression with more than
/// [`MAX_ALTERNATIVES`] ways: a rule that knows no such name then refuses it, where an empty list might satisfy it.
fn license(text: String, acknowledgement: Option<String>) -> License {
    // Most licences are one identifier, and looking it up costs a fraction of the parser.
    let alternatives = if spdx::license_id(&text).is_some_and(|id| id.name == text) {
        (!says_nothing(&text)).then(|| vec![vec![current(&text)]])
    } else {
        Expression::parse_mode(&text, MODE).ok().and_then(|expression| alternatives(&expression))
    };
    let spdx = alternatives.is_some();
    let alternatives = alternatives.unwrap_or_else(|| vec![vec![text.clone()]]);
    License { expression: text, spdx, alternatives, acknowledgement }
}

/// The identifier that took the place of a deprecated one, so that a list of licences need not know both: what was
/// `GPL-2.0` is `GPL-2.0-only`, and `GPL-2.0+` is `GPL-2.0-or-later`.
fn current(text: &str) -> String {
    let (id, exception) = match text.split_once(" WITH ") {
        Some((id, exception)) => (id, Some(exception)),
        None => split_exception(text),
    };
    let (base, suffix) = id.strip_suffix('+').map_or((id, "-only"), |base| (base, "-or-later"));
    let with_suffix = spdx::license_id(&format!("{base}{suffix}"));
    let id = with_suffix.map_or(id, |current| current.name);
    exception.map_or_else(|| id.to_owned(), |exception| format!("{id} WITH {exception}"))
}

/// The deprecated identifiers that name an exception too.
fn split_exception(id: &str) -> (&str, Option<&'static str>) {
    let exception = match id {
        "GPL-2.0-with-autoconf-exception" => "Autoconf-exception-2.0",
        "GPL-2.0-with-bison-exception" => "Bison-exception-2.2",
        "GPL-2.0-with-classpath-exception" => "Classpath-exception-2.0",
        "GPL-2.0-with-font-exception" => "Font-exception-2.0",
        "GPL-2.0-with-GCC-exception" => "GCC-exception-2.0",
        "GPL-3.0-with-autoconf-exception" => "Autoconf-exception-3.0",
        "GPL-3.0-with-GCC-exception" => "GCC-exception-3.1",
        _ => return (id, None),
    };
    (&id[..id.find("-with-").unwrap_or(id.len())], Some(exception))
}

type Alternatives = Vec<BTreeSet<String>>;

/// The disjunctive normal form, sorted; `None` where it is too large, or says that a licence is not known. An exception
/// stays with its licence.
fn alternatives(expression: &Expression) -> Option<Vec<Vec<String>>> {
    let mut stack: Vec<Alternatives> = Vec::new();
    for node in expression.iter() {
        let next = match node {
            ExprNode::Req(requirement) => {
                let text = requirement.req.to_string();
                if says_nothing(&text) {
                    return None;
                }
                vec![BTreeSet::from([current(&text)])]
            }
            ExprNode::Op(operator) => {
                let right = stack.pop()?;
                let left = stack.pop()?;
                match operator {
                    Operator::Or => [left, right].concat(),
                    Operator::And => both(left, right),
                }
            }
        };
        if next.len() > MAX_ALTERNATIVES {
            return None;
        }
        stack.push(next);
    }
    let all: BTreeSet<Vec<String>> =
        stack.pop()?.into_iter().map(|ids| ids.into_iter().collect()).collect();
    Some(all.into_iter().collect())
}

/// Every pair of a left and a right alternative. Where one side has only one, as in a long chain of `AND`, it joins the
/// others in place: the cost stays that of the expression's length.
fn both(mut left: Alternatives, mut right: Alternatives) -> Alternatives {
    if left.len() == 1 && right.len() == 1 && left[0].len() < right[0].len()
        || left.len() < right.len()
    {
        std::mem::swap(&mut left, &mut right);
    }
    if let [single] = &right[..] {
        for ids in &mut left {
            ids.extend(single.iter().cloned());
        }
        return left;
    }
    left.iter().flat_map(|ids| right.iter().map(move |others| ids | others)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, spdx: bool, expected: &[&[&str]]) {
        let license = license(text.to_owned(), None);
        assert_eq!((license.spdx, license.alternatives), (spdx, owned(expected)), "{text}");
    }

    fn owned(alternatives: &[&[&str]]) -> Vec<Vec<String>> {
        alternatives.iter().map(|ids| ids.iter().map(|id| (*id).to_owned()).collect()).collect()
    }

    #[test]
    fn spells_out_the_ways_to_satisfy_an_expression() {
        check("MIT", true, &[&["MIT"]]);
        check(
            "MIT OR (Apache-2.0 AND BSD-3-Clause)",
            true,
            &[&["Apache-2.0", "BSD-3-Clause"], &["MIT"]],
        );
        check("(MIT OR Zlib) AND ISC", true, &[&["ISC", "MIT"], &["ISC", "Zlib"]]);
        check(
            "(MIT OR Zlib) AND (MIT OR ISC)",
            true,
            &[&["ISC", "MIT"], &["ISC", "Zlib"], &["MIT"], &["MIT", "Zlib"]],
        );
        check("MIT AND MIT OR MIT", true, &[&["MIT"]]);
    }

    #[test]
    fn keeps_exceptions_and_references() {
        let classpath = "GPL-2.0-only WITH Classpath-exception-2.0";
        check(&format!("EPL-2.0 OR {classpath}"), true, &[&["EPL-2.0"], &[classpath]]);
        check("Apache-2.0+", true, &[&["Apache-2.0+"]]);
        check("LicenseRef-acme", true, &[&["LicenseRef-acme"]]);
    }

    #[test]
    fn a_deprecated_identifier_is_known_by_its_current_form_too() {
        for (text, current) in [
            ("GPL-2.0", "GPL-2.0-only"),
            ("GPL-2.0+", "GPL-2.0-or-later"),
            ("AGPL-1.0", "AGPL-1.0-only"),
            ("AGPL-3.0", "AGPL-3.0-only"),
            ("AGPL-3.0+", "AGPL-3.0-or-later"),
            ("AGPL-3.0-or-later", "AGPL-3.0-or-later"),
            ("LGPL-2.1", "LGPL-2.1-only"),
            ("GFDL-1.3", "GFDL-1.3-only"),
            ("GPL-2.0 WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
            ("GPL-2.0+ WITH Font-exception-2.0", "GPL-2.0-or-later WITH Font-exception-2.0"),
            ("GPL-3.0-with-GCC-exception", "GPL-3.0-only WITH GCC-exception-3.1"),
        ] {
            check(text, true, &[&[current]]);
        }
        check("MIT OR AGPL-3.0", true, &[&["AGPL-3.0-only"], &["MIT"]]);
        assert_eq!(license("AGPL-3.0".into(), None).expression, "AGPL-3.0");
    }

    #[test]
    fn what_is_no_expression_is_a_name() {
        for name in [
            "Apache License 2.0",
            "MIT OR Acme",
            "MIT/Zlib",
            "MIT AND",
            "NOASSERTION",
            "MIT OR NONE",
        ] {
            check(name, false, &[&[name]]);
        }
    }

    #[test]
    fn an_expression_with_too_many_alternatives_is_opaque() {
        let wide = ["(MIT OR Zlib)"; 6].join(" AND ");
        assert!(license(wide.clone(), None).spdx);
        let wider = format!("{wide} AND (ISC OR 0BSD)");
        check(&wider, false, &[&[&wider]]);
    }

    #[test]
    fn a_long_chain_costs_no_more_than_its_length() {
        let chain: Vec<_> = (0..5_000).map(|n| format!("LicenseRef-{n}")).collect();
        assert_eq!(license(chain.join(" AND "), None).alternatives[0].len(), 5_000);
    }

    #[test]
    fn an_entry_that_says_several_things_gives_all_of_them() {
        let stated = Stated {
            id: Some("MIT".into()),
            name: Some("Proprietary".into()),
            ..Stated::default()
        };
        assert_eq!(read(vec![stated]).len(), 2);
    }
}
