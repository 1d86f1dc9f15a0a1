//! Whether a certificate is that of a host (RFC 6125), as Go compares names.

use super::alternative_names::AlternativeNames;
use std::net::IpAddr;

pub(super) fn is_of(names: &AlternativeNames, host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let bare = bare.filter(|bare| !bare.is_empty()).unwrap_or(host);
    if let Ok(address) = bare.parse::<IpAddr>() {
        let address = address.to_canonical();
        return names.addresses.iter().any(|other| other.to_canonical() == address);
    }
    let host = host.to_ascii_lowercase();
    let plain = is_name(host.strip_suffix('.').unwrap_or(&host), false);
    names.dns.iter().map(|pattern| pattern.to_ascii_lowercase()).any(|pattern| {
        if plain && is_name(&pattern, true) {
            matches(&pattern, host.strip_suffix('.').unwrap_or(&host))
        } else {
            !matches!(pattern.as_str(), "" | ".") && pattern == host
        }
    })
}

/// Whether a text is a name, of which the first label may be an asterisk in a pattern.
fn is_name(text: &str, pattern: bool) -> bool {
    text.split('.').enumerate().all(|(place, label)| {
        let plain = !label.is_empty()
            && !label.starts_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        plain || (pattern && place == 0 && label == "*")
    })
}

fn matches(pattern: &str, host: &str) -> bool {
    match pattern.strip_prefix("*.") {
        Some(parent) => host.split_once('.').is_some_and(|(_, rest)| rest == parent),
        None => pattern == host,
    }
}
