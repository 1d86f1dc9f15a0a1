//! URIs as Go writes them.

use super::{Uri, User, escape_but, escape_fragment, escape_path};

impl Uri {
    /// The URI, with what was escaped where that is still a way to write it.
    pub(in super::super) fn text(&self) -> String {
        let mut text = String::new();
        if !self.scheme.is_empty() {
            text.extend([&self.scheme, ":"]);
        }
        if self.opaque.is_empty() {
            self.write_hierarchy(&mut text);
        } else {
            text.push_str(&self.opaque);
        }
        if self.empty_query || !self.query.is_empty() {
            text.extend(["?", &self.query]);
        }
        if !self.fragment.is_empty() {
            let written = as_written(&self.raw_fragment, b"/?");
            text.push('#');
            text.push_str(&written.map_or_else(|| escape_fragment(&self.fragment), str::to_owned));
        }
        text
    }

    fn write_hierarchy(&self, text: &mut String) {
        let has_authority = !self.host.is_empty() || self.user.is_some();
        let any = !self.scheme.is_empty() || has_authority;
        if any && (has_authority || (!self.omits_host && !self.path.is_empty())) {
            text.push_str("//");
        }
        if let Some(user) = &self.user {
            user.write(text);
        }
        text.push_str(&escape_but(&self.host, b"-_.~!$&'()*+,;=:[]<>\""));
        let path = match as_written(&self.raw_path, b"/") {
            Some(path) => path.to_owned(),
            None if self.path == b"*" => "*".to_owned(),
            None => escape_path(&self.path),
        };
        if !path.is_empty() && !path.starts_with('/') && !self.host.is_empty() {
            text.push('/');
        }
        if text.is_empty() && path.split('/').next().is_some_and(|first| first.contains(':')) {
            text.push_str("./");
        }
        text.push_str(&path);
    }
}

impl User {
    fn write(&self, text: &mut String) {
        let escape = |part: &[u8]| escape_but(part, b"-_.~$&+,;=");
        text.push_str(&escape(&self.name));
        if let Some(password) = &self.password {
            text.push(':');
            text.push_str(&escape(password));
        }
        text.push('@');
    }
}

/// What was written, if every byte of it may stand there.
fn as_written<'a>(written: &'a str, also: &[u8]) -> Option<&'a str> {
    let allowed = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || b"-_.~!$&'()*+,;=:@[]%".contains(&byte)
            || also.contains(&byte)
    };
    (!written.is_empty() && written.bytes().all(allowed)).then_some(written)
}
