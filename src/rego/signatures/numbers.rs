//! Numbers and their bits.

use super::{ANY, NUMBER, STRING, Signature, array, listed, signature};

pub(super) static TABLE: &[Signature] = &[
    signature!("abs", [NUMBER] => NUMBER),
    signature!("bits.and", [NUMBER, NUMBER] => NUMBER),
    signature!("bits.lsh", [NUMBER, NUMBER] => NUMBER),
    signature!("bits.negate", [NUMBER] => NUMBER),
    signature!("bits.or", [NUMBER, NUMBER] => NUMBER),
    signature!("bits.rsh", [NUMBER, NUMBER] => NUMBER),
    signature!("bits.xor", [NUMBER, NUMBER] => NUMBER),
    signature!("ceil", [NUMBER] => NUMBER),
    signature!("floor", [NUMBER] => NUMBER),
    signature!("format_int", [NUMBER, NUMBER] => STRING),
    signature!("max", [listed(ANY)] => ANY),
    signature!("min", [listed(ANY)] => ANY),
    signature!("numbers.range", [NUMBER, NUMBER] => array(NUMBER)),
    signature!("numbers.range_step", [NUMBER, NUMBER, NUMBER] => array(NUMBER)),
    signature!("product", [listed(NUMBER)] => NUMBER),
    signature!("rand.intn", [STRING, NUMBER] => NUMBER).nondeterministic().refused(
        "a verdict does not depend on chance",
        "draw the number before, and hand it over in the evidence",
    ),
    signature!("round", [NUMBER] => NUMBER),
    signature!("sum", [listed(NUMBER)] => NUMBER),
    signature!("units.parse", [STRING] => NUMBER),
    signature!("units.parse_bytes", [STRING] => NUMBER),
];
