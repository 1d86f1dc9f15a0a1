//! What operators call.

use super::{ANY, BOOL, NUMBER, Signature, either, set, signature};

pub(super) static TABLE: &[Signature] = &[
    signature!("and", [set(ANY), set(ANY)] => set(ANY)).infix("&"),
    signature!("assign", [ANY, ANY] => BOOL).infix(":="),
    signature!("div", [NUMBER, NUMBER] => NUMBER).infix("/"),
    signature!("eq", [ANY, ANY] => BOOL).infix("="),
    signature!("equal", [ANY, ANY] => BOOL).infix("=="),
    signature!("gt", [ANY, ANY] => BOOL).infix(">"),
    signature!("gte", [ANY, ANY] => BOOL).infix(">="),
    signature!("internal.member_2", [ANY, ANY] => BOOL).infix("in"),
    signature!("internal.member_3", [ANY, ANY, ANY] => BOOL).infix("in"),
    signature!("lt", [ANY, ANY] => BOOL).infix("<"),
    signature!("lte", [ANY, ANY] => BOOL).infix("<="),
    signature!("minus", [either([NUMBER, set(ANY)]), either([NUMBER, set(ANY)])] => either([NUMBER, set(ANY)]))
        .infix("-"),
    signature!("mul", [NUMBER, NUMBER] => NUMBER).infix("*"),
    signature!("neq", [ANY, ANY] => BOOL).infix("!="),
    signature!("or", [set(ANY), set(ANY)] => set(ANY)).infix("|"),
    signature!("plus", [NUMBER, NUMBER] => NUMBER).infix("+"),
    signature!("rem", [NUMBER, NUMBER] => NUMBER).infix("%"),
];
