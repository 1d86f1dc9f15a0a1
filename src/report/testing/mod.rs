//! Writes out what became of tests: one file per form. The form never changes what became of them.

mod coverage;
mod json;
mod junit;
mod mutants;
mod tap;
mod text;

pub use coverage::lcov;
pub use mutants::mutants;

use super::Style;
use crate::policy::testing::Outcomes;

/// A form that the results of tests can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestForm {
    /// For people.
    Text,
    /// For machines.
    Json,
    /// `JUnit` XML, as CI servers show it.
    Junit,
    /// The Test Anything Protocol, version 14.
    Tap,
}

/// The results in a form.
pub fn render(outcomes: &Outcomes, form: TestForm, style: Style) -> String {
    match form {
        TestForm::Text => text::render(outcomes, style),
        TestForm::Json => json::render(outcomes),
        TestForm::Junit => junit::render(outcomes),
        TestForm::Tap => tap::render(outcomes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::testing::{Outcome, Status};
    use std::time::Duration;

    fn outcomes() -> Outcomes {
        let test = |name: &str, status, why: Option<&str>| Outcome {
            group: "shop.release_test".to_owned(),
            name: name.to_owned(),
            path: "policy/release_test.rego".to_owned(),
            line: 7,
            status,
            why: why.map(str::to_owned),
            prints: Vec::new(),
            took: Duration::from_micros(1_500),
        };
        Outcomes {
            coverage: None,
            tests: vec![
                test("test_good", Status::Pass, None),
                test("test_bad", Status::Fail, Some("nothing <in> it & ]]>\nnot ok 1")),
                test("todo_test_later", Status::Skipped, None),
                Outcome {
                    prints: vec!["release_test.rego:9: ::error::x".to_owned()],
                    ..test("test_broken[\"a # case\"]", Status::Error, Some("division by zero"))
                },
                test("test_beside", Status::NotRun, Some("`lib.rego` does not load")),
            ],
            broken: Some("lib.rego: a mistake\n".to_owned()),
            took: Duration::from_millis(12),
        }
    }

    #[test]
    fn every_form_names_every_test_that_is_not_good_with_its_place_and_why() {
        for form in [TestForm::Text, TestForm::Json, TestForm::Junit, TestForm::Tap] {
            let text = render(&outcomes(), form, Style::default());
            for part in [
                "test_bad",
                "test_broken",
                "test_beside",
                "division by zero",
                "does not load",
                "a mistake",
            ] {
                assert!(text.contains(part), "{form:?} lacks {part}:\n{text}");
            }
            assert!(text.contains("policy/release_test.rego"), "{text}");
        }
    }

    #[test]
    fn no_form_lets_a_test_speak_to_the_runner() {
        for form in [TestForm::Text, TestForm::Junit, TestForm::Tap] {
            let text = render(&outcomes(), form, Style { verbosity: 1, color: false });
            assert!(!text.lines().any(|line| line.trim_start().starts_with("::")), "{text}");
            assert!(!text.lines().any(|line| line.starts_with("not ok 1\n")), "{text}");
        }
    }

    #[test]
    fn forms_are_as_their_readers_want_them() {
        let shown = [TestForm::Text, TestForm::Junit, TestForm::Tap, TestForm::Json]
            .map(|form| render(&outcomes(), form, Style::default()));
        insta::assert_snapshot!(shown.join("\n--------\n"));
    }
}
