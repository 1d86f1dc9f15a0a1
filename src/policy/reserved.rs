//! The packages of the library that comes with the binary. A file of somebody else's in one of them could redefine what
//! its rules rest on, and they would pass without a word.

use crate::rego::ast::Module;
use crate::rego::{Mistake, path_name};

/// Reports each module that is not built in although its package belongs to the library, while the library is loaded.
///
/// Everything below `release` is the library's. Below `lib` there may be packages of others, but none that holds, is, or
/// lies in one of the library's.
pub(super) fn refuse(modules: &[Module], built_in: &[bool]) -> Vec<Mistake> {
    let with_origin = || modules.iter().zip(built_in);
    let library: Vec<&[Box<str>]> = with_origin()
        .filter(|(_, built_in)| **built_in)
        .map(|(module, _)| module.package.path.as_slice())
        .collect();
    let is_reserved = |package: &[Box<str>]| {
        let belongs = |own: &&[Box<str>]| own.starts_with(package) || package.starts_with(own);
        let released = package.first().is_some_and(|first| &**first == "release");
        library.iter().any(belongs) || (released && !library.is_empty())
    };
    let others = with_origin().filter(|(_, built_in)| !**built_in).map(|(module, _)| module);
    others
        .filter(|module| is_reserved(&module.package.path))
        .map(|module| {
            let message =
                format!("the package `{}` belongs to the library", path_name(&module.package.path));
            let span = module.package.span;
            module
                .file
                .mistake(
                    span.start as usize..span.end as usize,
                    "gatewright::policy::reserved",
                    message,
                )
                .label("would change what the library's own rules say")
                .help("name your package after your team")
        })
        .collect()
}
