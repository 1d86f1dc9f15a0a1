//! Strings, and what reads patterns and versions in them.

use super::{ANY, BOOL, NULL, NUMBER, STRING, Signature, array, either, listed, object, signature};
use crate::rego::types::Type;

/// A string, or several.
fn strings() -> Type {
    either([STRING, listed(STRING)])
}

pub(super) static TABLE: &[Signature] = &[
    signature!("concat", [STRING, listed(STRING)] => STRING),
    signature!("contains", [STRING, STRING] => BOOL),
    signature!("endswith", [STRING, STRING] => BOOL),
    signature!("glob.match", [STRING, either([NULL, array(STRING)]), STRING] => BOOL),
    signature!("glob.quote_meta", [STRING] => STRING),
    signature!("indexof", [STRING, STRING] => NUMBER),
    signature!("indexof_n", [STRING, STRING] => array(NUMBER)),
    signature!("lower", [STRING] => STRING),
    signature!("re_match", [STRING, STRING] => BOOL).deprecated(),
    signature!("regex.find_all_string_submatch_n", [STRING, STRING, NUMBER] => array(array(STRING))),
    signature!("regex.find_n", [STRING, STRING, NUMBER] => array(STRING)),
    signature!("regex.globs_match", [STRING, STRING] => BOOL),
    signature!("regex.is_valid", [STRING] => BOOL),
    signature!("regex.match", [STRING, STRING] => BOOL),
    signature!("regex.replace", [STRING, STRING, STRING] => STRING),
    signature!("regex.split", [STRING, STRING] => array(STRING)),
    signature!("regex.template_match", [STRING, STRING, STRING, STRING] => BOOL),
    signature!("replace", [STRING, STRING, STRING] => STRING),
    signature!("semver.compare", [STRING, STRING] => NUMBER),
    signature!("semver.is_valid", [ANY] => BOOL),
    signature!("split", [STRING, STRING] => array(STRING)),
    signature!("sprintf", [STRING, array(ANY)] => STRING),
    signature!("startswith", [STRING, STRING] => BOOL),
    signature!("strings.any_prefix_match", [strings(), strings()] => BOOL),
    signature!("strings.any_suffix_match", [strings(), strings()] => BOOL),
    signature!("strings.count", [STRING, STRING] => NUMBER),
    signature!("strings.render_template", [STRING, object(STRING, ANY)] => STRING),
    signature!("strings.replace_n", [object(STRING, STRING), STRING] => STRING),
    signature!("strings.reverse", [STRING] => STRING),
    signature!("strings.split_n", [STRING, STRING, NUMBER] => array(STRING)),
    signature!("substring", [STRING, NUMBER, NUMBER] => STRING),
    signature!("trim", [STRING, STRING] => STRING),
    signature!("trim_left", [STRING, STRING] => STRING),
    signature!("trim_prefix", [STRING, STRING] => STRING),
    signature!("trim_right", [STRING, STRING] => STRING),
    signature!("trim_space", [STRING] => STRING),
    signature!("trim_suffix", [STRING, STRING] => STRING),
    signature!("upper", [STRING] => STRING),
];
