//! Which rule a result is of (§3.52), and what a message says (§3.11).

use super::log::{
    ComponentReference, DescriptorReference, Message, ReportingDescriptor, ResultObject, Tool,
    ToolComponent,
};
use serde_json::Number;
use std::collections::BTreeMap;

/// The rules of one run.
pub(super) struct Rules<'r> {
    tool: &'r Tool,
    by_id: BTreeMap<&'r str, Rule<'r>>,
}

/// A rule, and the component of the tool that has it.
#[derive(Clone, Copy)]
pub(super) struct Rule<'r> {
    pub(super) descriptor: &'r ReportingDescriptor,
    component: &'r ToolComponent,
}

impl<'r> Rules<'r> {
    pub(super) fn of(tool: &'r Tool) -> Self {
        let mut by_id = BTreeMap::new();
        for component in std::iter::once(&tool.driver).chain(tool.extensions.iter().flatten()) {
            for descriptor in component.rules.iter().flatten() {
                by_id.entry(descriptor.id.as_str()).or_insert(Rule { descriptor, component });
            }
        }
        Self { tool, by_id }
    }

    /// The rule of a result: at its index, where the ids agree, else the one of its id, else of the id's nearest parent
    /// (`CA1000/1` is of `CA1000`).
    pub(super) fn of_result(&self, result: &ResultObject) -> Option<Rule<'r>> {
        let id = rule_id(result);
        let reference = result.rule.as_ref();
        let component = reference.and_then(|rule| rule.tool_component.as_ref());
        let index = reference.and_then(|rule| rule.index.as_ref()).or(result.rule_index.as_ref());
        let at_index = self
            .at(component, index)
            .filter(|rule| id.is_none_or(|id| is_same_or_parent(&rule.descriptor.id, id)));
        at_index.or_else(|| {
            let mut parents = std::iter::successors(id, |id| Some(id.rsplit_once('/')?.0));
            parents.find_map(|id| self.by_id.get(id)).copied()
        })
    }

    fn at(
        &self,
        component: Option<&ComponentReference>,
        index: Option<&Number>,
    ) -> Option<Rule<'r>> {
        let component = self.component(component)?;
        let descriptor = nth(component.rules.as_ref()?, index)?;
        Some(Rule { descriptor, component })
    }

    /// The component that a reference names: the driver where it names none.
    fn component(&self, reference: Option<&ComponentReference>) -> Option<&'r ToolComponent> {
        let Some(reference) = reference else { return Some(&self.tool.driver) };
        let extensions = self.tool.extensions.as_deref().unwrap_or_default();
        nth(extensions, reference.index.as_ref()).or_else(|| {
            let mut all = std::iter::once(&self.tool.driver).chain(extensions);
            all.find(|component| match (&reference.guid, &component.guid) {
                (Some(wanted), Some(guid)) => wanted.eq_ignore_ascii_case(guid),
                _ => reference.name.as_ref() == Some(&component.name),
            })
        })
    }

    /// The level that a notification has by default, and the strings that its message may refer to.
    pub(super) fn of_notification(&self, reference: &DescriptorReference) -> Option<Rule<'r>> {
        let component = self.component(reference.tool_component.as_ref())?;
        let notifications = component.notifications.as_deref().unwrap_or_default();
        let descriptor = nth(notifications, reference.index.as_ref()).or_else(|| {
            notifications.iter().find(|known| reference.id.as_ref() == Some(&known.id))
        })?;
        Some(Rule { descriptor, component })
    }

    /// What a message says: its own text, or the string that it names, with its arguments filled in.
    pub(super) fn text(&self, message: &Message, rule: Option<Rule<'r>>) -> Option<String> {
        let named = || {
            let id = message.id.as_deref()?;
            let of_rule = rule.and_then(|rule| rule.descriptor.message_strings.as_ref()?.get(id));
            let component = rule.map_or(&self.tool.driver, |rule| rule.component);
            of_rule.or_else(|| component.global_message_strings.as_ref()?.get(id))
        };
        let text = plain(message).or_else(|| plain(named()?))?;
        Some(fill_in(text, message.arguments.as_deref().unwrap_or_default()))
    }
}

impl Rule<'_> {
    /// What the rule is about, in its own words.
    pub(super) fn description(&self) -> Option<&str> {
        let ReportingDescriptor { short_description, full_description, .. } = self.descriptor;
        [short_description, full_description].into_iter().flatten().find_map(plain)
    }

    pub(super) fn level(&self) -> Option<&str> {
        self.descriptor.default_configuration.as_ref()?.level.as_deref()
    }
}

/// The id of a result's rule, which stands in one of two places (§3.27.5).
pub(super) fn rule_id(result: &ResultObject) -> Option<&str> {
    result.rule_id.as_deref().or_else(|| result.rule.as_ref()?.id.as_deref())
}

/// The element at an index; -1 and whatever is no index name none.
pub(super) fn nth<'l, T>(list: &'l [T], index: Option<&Number>) -> Option<&'l T> {
    list.get(usize::try_from(index?.as_u64()?).ok()?)
}

fn is_same_or_parent(rule: &str, id: &str) -> bool {
    id.strip_prefix(rule).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn plain(message: &Message) -> Option<&str> {
    [&message.text, &message.markdown]
        .into_iter()
        .find_map(|text| text.as_deref().filter(|text| !text.is_empty()))
}

/// Replaces `{0}`, `{1}`, … Without arguments a message is taken as it stands: many tools do not write `{{` for `{`.
fn fill_in(text: &str, arguments: &[String]) -> String {
    if arguments.is_empty() {
        return text.to_owned();
    }
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(brace) = rest.find(['{', '}']) {
        filled.push_str(&rest[..brace]);
        rest = &rest[brace..];
        let argument = rest[1..].split_once('}').and_then(|(number, after)| {
            Some((arguments.get(number.parse::<usize>().ok()?)?, after))
        });
        match argument {
            Some((argument, after)) if rest.starts_with('{') => {
                filled.push_str(argument);
                rest = after;
            }
            _ => {
                filled.push_str(&rest[..1]);
                let doubled = rest.starts_with("{{") || rest.starts_with("}}");
                rest = &rest[if doubled { 2 } else { 1 }..];
            }
        }
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::fill_in;

    #[test]
    fn fills_in_the_arguments_of_a_message() {
        let arguments = ["a".to_owned(), "{0}".to_owned()];
        for (text, wanted) in [
            ("{0} and {1}", "a and {0}"),
            ("{{0}} is {0}", "{0} is a"),
            ("{2} {x} { }", "{2} {x} { }"),
            ("é{0}", "éa"),
            ("{", "{"),
        ] {
            assert_eq!(fill_in(text, &arguments), wanted, "{text}");
        }
        assert_eq!(fill_in("{{0}}", &[]), "{{0}}");
    }
}
