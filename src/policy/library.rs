//! The policies that come with the binary.

use super::Source;

/// The files of `policies/` without their tests, by path below it.
const FILES: &[(&str, &str)] = &[];

/// The policies that come with the binary.
pub fn library() -> Vec<Source> {
    let source = |(path, text): &(&str, &str)| Source {
        path: (*path).into(),
        text: (*text).into(),
        built_in: true,
    };
    FILES.iter().map(source).collect()
}
