//! A file of capabilities, as OPA writes it: builtins that another program adds to OPA. Here they are declared, and undefined
//! unless a test puts something in their place.

use crate::rego::signatures::{self, Signature, Standing};
use crate::rego::types::Type;
use camino::{Utf8Path, Utf8PathBuf};
use miette::Diagnostic;
use serde::Deserialize;
use thiserror::Error;

#[derive(Deserialize)]
struct Capabilities {
    #[serde(default)]
    builtins: Vec<Builtin>,
}

#[derive(Deserialize)]
struct Builtin {
    name: String,
    decl: Declaration,
    #[serde(default)]
    nondeterministic: bool,
    #[serde(default)]
    relation: bool,
}

#[derive(Deserialize)]
struct Declaration {
    #[serde(default)]
    args: Vec<serde_json::Value>,
}

/// Arguments of any type, by their number: a signature holds plain functions.
const ARGUMENTS: [fn() -> Vec<Type>; 11] = [
    Vec::new,
    || vec![Type::Any; 1],
    || vec![Type::Any; 2],
    || vec![Type::Any; 3],
    || vec![Type::Any; 4],
    || vec![Type::Any; 5],
    || vec![Type::Any; 6],
    || vec![Type::Any; 7],
    || vec![Type::Any; 8],
    || vec![Type::Any; 9],
    || vec![Type::Any; 10],
];

/// The builtins of a file that are none of OPA's own.
///
/// # Errors
/// It is no file of capabilities, or a builtin takes more arguments than any has.
pub fn read(path: &Utf8Path, bytes: &[u8]) -> Result<Vec<&'static Signature>, CapabilitiesError> {
    let capabilities: Capabilities = serde_json::from_slice(bytes)
        .map_err(|source| CapabilitiesError::Form { path: path.to_owned(), source })?;
    let unknown =
        capabilities.builtins.into_iter().filter(|it| signatures::find(&it.name).is_none());
    let declare = |builtin: Builtin| {
        let args = ARGUMENTS.get(builtin.decl.args.len()).copied();
        let args = args.ok_or_else(|| CapabilitiesError::Arguments(builtin.name.clone()))?;
        // Signatures are constants everywhere else; a run reads one such file, and keeps it to its end.
        let signature: &'static Signature = Box::leak(Box::new(Signature {
            name: builtin.name.leak(),
            infix: None,
            args,
            result: || Type::Any,
            standing: Standing::Same,
            deprecated: false,
            nondeterministic: builtin.nondeterministic,
            relation: builtin.relation,
            variadic: false,
        }));
        Ok(signature)
    };
    unknown.map(declare).collect()
}

/// A file that declares nothing.
#[derive(Debug, Error, Diagnostic)]
pub enum CapabilitiesError {
    /// It has another form.
    #[error("`{path}` is no file of capabilities: {source}")]
    #[diagnostic(
        code(gatewright::test::capabilities),
        help(
            "`opa capabilities` writes one: `{{\"builtins\": [{{\"name\": …, \"decl\": {{\"args\": […], \"result\": …}}}}]}}`"
        )
    )]
    Form {
        /// The file.
        path: Utf8PathBuf,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// More arguments than can be declared.
    #[error("`{0}` takes more than ten arguments")]
    #[diagnostic(code(gatewright::test::capabilities))]
    Arguments(String),
}
