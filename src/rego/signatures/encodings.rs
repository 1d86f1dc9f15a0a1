//! Values as text: base64, hex, JSON, YAML, URLs and GraphQL.

use super::{
    ANY, BOOL, NULL, STRING, Signature, array, either, listed, object, record, signature, tuple,
};
use crate::rego::types::Type;

/// A schema or a document, as text or as a value.
fn text_or_object() -> Type {
    either([STRING, object(ANY, ANY)])
}

fn marshal_options() -> Type {
    record([("indent", STRING), ("prefix", STRING), ("pretty", BOOL)], Some((STRING, ANY)))
}

/// What `json.match_schema` says of each mistake.
fn schema_mistake() -> Type {
    record([("desc", STRING), ("error", STRING), ("field", STRING), ("type", STRING)], None)
}

const WHY_NOT_GRAPHQL: &str = "GraphQL is no evidence that a gate reads";
const INSTEAD_OF_GRAPHQL: &str =
    "check the query before, and hand over what was found in the evidence";

pub(super) static TABLE: &[Signature] = &[
    signature!("base64.decode", [STRING] => STRING),
    signature!("base64.encode", [STRING] => STRING),
    signature!("base64.is_valid", [STRING] => BOOL),
    signature!("base64url.decode", [STRING] => STRING),
    signature!("base64url.encode", [STRING] => STRING),
    signature!("base64url.encode_no_pad", [STRING] => STRING),
    signature!("graphql.is_valid", [text_or_object(), text_or_object()] => BOOL)
        .refused(WHY_NOT_GRAPHQL, INSTEAD_OF_GRAPHQL),
    signature!("graphql.parse", [text_or_object(), text_or_object()] => tuple([object(ANY, ANY), object(ANY, ANY)]))
        .refused(WHY_NOT_GRAPHQL, INSTEAD_OF_GRAPHQL),
    signature!(
        "graphql.parse_and_verify",
        [text_or_object(), text_or_object()] => tuple([BOOL, object(ANY, ANY), object(ANY, ANY)])
    )
    .refused(WHY_NOT_GRAPHQL, INSTEAD_OF_GRAPHQL),
    signature!("graphql.parse_query", [STRING] => object(ANY, ANY)).refused(WHY_NOT_GRAPHQL, INSTEAD_OF_GRAPHQL),
    signature!("graphql.parse_schema", [STRING] => object(ANY, ANY)).refused(WHY_NOT_GRAPHQL, INSTEAD_OF_GRAPHQL),
    signature!("graphql.schema_is_valid", [text_or_object()] => BOOL).refused(WHY_NOT_GRAPHQL, INSTEAD_OF_GRAPHQL),
    signature!("hex.decode", [STRING] => STRING),
    signature!("hex.encode", [STRING] => STRING),
    signature!("json.is_valid", [STRING] => BOOL),
    signature!("json.marshal", [ANY] => STRING),
    signature!("json.marshal_with_options", [ANY, marshal_options()] => STRING),
    signature!("json.match_schema", [text_or_object(), text_or_object()] => tuple([BOOL, array(schema_mistake())])),
    signature!("json.unmarshal", [STRING] => ANY),
    signature!("json.verify_schema", [text_or_object()] => tuple([BOOL, either([NULL, STRING])])),
    signature!("uri.is_valid", [STRING] => BOOL),
    signature!("uri.parse", [STRING] => object(STRING, STRING)),
    signature!("urlquery.decode", [STRING] => STRING),
    signature!("urlquery.decode_object", [STRING] => object(STRING, array(STRING))),
    signature!("urlquery.encode", [STRING] => STRING),
    signature!("urlquery.encode_object", [object(STRING, either([STRING, listed(STRING)]))] => STRING),
    signature!("yaml.is_valid", [STRING] => BOOL),
    signature!("yaml.marshal", [ANY] => STRING),
    signature!("yaml.unmarshal", [STRING] => ANY),
];
