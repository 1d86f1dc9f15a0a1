//! Paths, as references write them.

/// A path as references write it: `release.tests`, `a["b-c"]`.
pub fn path_name(path: &[impl AsRef<str>]) -> String {
    let mut name = String::new();
    for part in path.iter().map(AsRef::as_ref) {
        let plain = part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && !part.starts_with(|c: char| c.is_ascii_digit());
        match (plain, name.is_empty()) {
            (true, true) => name.push_str(part),
            (true, false) => {
                name.push('.');
                name.push_str(part);
            }
            (false, _) => {
                name.extend(["[", &serde_json::Value::from(part).to_string(), "]"]);
            }
        }
    }
    name
}
