//! What kind of value a value is.

use super::{ANY, BOOL, NULL, NUMBER, STRING, Signature, array, either, object, set, signature};

pub(super) static TABLE: &[Signature] = &[
    signature!("cast_array", [ANY] => array(ANY)).deprecated(),
    signature!("cast_boolean", [ANY] => BOOL).deprecated(),
    signature!("cast_null", [ANY] => NULL).deprecated(),
    signature!("cast_object", [ANY] => object(ANY, ANY)).deprecated(),
    signature!("cast_set", [ANY] => set(ANY)).deprecated(),
    signature!("cast_string", [ANY] => STRING).deprecated(),
    signature!("is_array", [ANY] => BOOL),
    signature!("is_boolean", [ANY] => BOOL),
    signature!("is_null", [ANY] => BOOL),
    signature!("is_number", [ANY] => BOOL),
    signature!("is_object", [ANY] => BOOL),
    signature!("is_set", [ANY] => BOOL),
    signature!("is_string", [ANY] => BOOL),
    signature!("to_number", [either([NULL, BOOL, NUMBER, STRING])] => NUMBER),
    signature!("type_name", [ANY] => STRING),
];
