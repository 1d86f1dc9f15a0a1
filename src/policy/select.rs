//! Which rules of a set a gate asks for.

use super::{PolicySet, Rule};

impl PolicySet {
    /// The rules that a pattern of `include` names and none of `exclude`; no `include` at all names every rule. A pattern is the
    /// id of a rule, or a package, with or without `.*`, which names its rules and those of the packages below it, or `@` and the
    /// name of a collection.
    ///
    /// # Errors
    /// A pattern that names nothing, or that nothing is left.
    pub fn select(
        &self,
        include: &[String],
        exclude: &[String],
    ) -> Result<Vec<&Rule>, SelectError> {
        for pattern in include.iter().chain(exclude) {
            if !self.rules.iter().any(|rule| names(pattern, rule)) {
                return Err(SelectError::Unknown {
                    pattern: pattern.clone(),
                    help: self.similar(pattern),
                });
            }
        }
        let included =
            |rule: &&Rule| include.is_empty() || include.iter().any(|pattern| names(pattern, rule));
        let excluded = |rule: &&Rule| exclude.iter().any(|pattern| names(pattern, rule));
        let selected: Vec<&Rule> =
            self.rules.iter().filter(included).filter(|rule| !excluded(rule)).collect();
        if selected.is_empty() { Err(SelectError::Nothing) } else { Ok(selected) }
    }

    fn similar(&self, pattern: &str) -> String {
        let known = self.rules.iter().flat_map(|rule| [rule.id.as_str(), rule.package.as_str()]);
        if let Some(collection) = pattern.strip_prefix('@') {
            let known = self.rules.iter().flat_map(|rule| &rule.collections).map(String::as_str);
            return match nearest(collection, known) {
                Some(near) => format!("did you mean `@{near}`?"),
                None => "no rule belongs to that collection".to_owned(),
            };
        }
        match nearest(pattern.trim_end_matches(".*"), known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "a pattern is the id of a rule, or a package; `gatewright rules` lists them"
                .to_owned(),
        }
    }
}

fn names(pattern: &str, rule: &Rule) -> bool {
    if let Some(collection) = pattern.strip_prefix('@') {
        return rule.collections.iter().any(|known| known == collection);
    }
    let name = pattern.strip_suffix(".*").unwrap_or(pattern);
    let below = |text: &str| {
        text.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    (rule.id == name && name == pattern) || below(&rule.package)
}

/// The nearest of the known names, if one is near.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = known.map(|known| (strsim::jaro_winkler(name, known), known));
    scored
        .filter(|(score, _)| *score > 0.85)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, known)| known)
}

/// Why a selection of rules is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, miette::Diagnostic)]
pub enum SelectError {
    /// A pattern names nothing.
    #[error("`{pattern}` names no rule")]
    #[diagnostic(code(gatewright::policy::unknown_rule), help("{help}"))]
    Unknown {
        /// As it was given.
        pattern: String,
        /// What may have been meant.
        help: String,
    },
    /// Everything is excluded.
    #[error("no rule is left")]
    #[diagnostic(
        code(gatewright::policy::no_rules),
        help("a gate without rules decides nothing: exclude less")
    )]
    Nothing,
}
