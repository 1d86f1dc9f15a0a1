//! Arrays, objects, sets and graphs.

use super::{
    ANY, BOOL, NUMBER, STRING, Signature, array, collection, either, listed, object, set,
    signature, tuple,
};
use crate::rego::types::Type;

/// The paths that `json.filter` and `json.remove` take: `"a/b"` or `["a", "b"]`.
fn paths() -> Type {
    listed(either([STRING, array(ANY)]))
}

/// From each node to those that it leads to.
fn graph() -> Type {
    object(ANY, listed(ANY))
}

pub(super) static TABLE: &[Signature] = &[
    signature!("all", [listed(ANY)] => BOOL).deprecated(),
    signature!("any", [listed(ANY)] => BOOL).deprecated(),
    signature!("array.concat", [array(ANY), array(ANY)] => array(ANY)),
    signature!("array.flatten", [array(ANY)] => array(ANY)),
    signature!("array.reverse", [array(ANY)] => array(ANY)),
    signature!("array.slice", [array(ANY), NUMBER, NUMBER] => array(ANY)),
    signature!("count", [either([STRING, collection()])] => NUMBER),
    signature!("graph.reachable", [graph(), listed(ANY)] => set(ANY)),
    signature!("graph.reachable_paths", [graph(), listed(ANY)] => set(array(ANY))),
    signature!("intersection", [set(set(ANY))] => set(ANY)),
    signature!("json.filter", [object(ANY, ANY), paths()] => object(ANY, ANY)),
    signature!("json.patch", [ANY, array(patch())] => ANY),
    signature!("json.remove", [object(ANY, ANY), paths()] => object(ANY, ANY)),
    signature!("object.filter", [object(ANY, ANY), collection()] => object(ANY, ANY)),
    signature!("object.get", [object(ANY, ANY), ANY, ANY] => ANY),
    signature!("object.keys", [object(ANY, ANY)] => set(ANY)),
    signature!("object.remove", [object(ANY, ANY), collection()] => object(ANY, ANY)),
    signature!("object.subset", [collection(), collection()] => BOOL),
    signature!("object.union", [object(ANY, ANY), object(ANY, ANY)] => object(ANY, ANY)),
    signature!("object.union_n", [array(object(ANY, ANY))] => object(ANY, ANY)),
    signature!("set_diff", [set(ANY), set(ANY)] => set(ANY)).deprecated(),
    signature!("sort", [listed(ANY)] => array(ANY)),
    signature!("union", [set(set(ANY))] => set(ANY)),
    signature!("walk", [ANY] => tuple([array(ANY), ANY])).relation(),
];

/// One step of `json.patch`.
fn patch() -> Type {
    super::record([("op", STRING), ("path", ANY)], Some((ANY, ANY)))
}
