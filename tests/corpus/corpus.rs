//! Where the corpus is, and what its authors say about its files.

use gatewright::evidence::Statement;
use gatewright::formats::{self, Limits};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The corpus: its files, and the expectations that come with it.
pub(crate) struct Corpus {
    root: PathBuf,
    /// `kind/file` names, sorted.
    pub(crate) files: Vec<String>,
    /// file → (who asserts it, key, value).
    pub(crate) expectations: BTreeMap<String, Vec<(String, String, String)>>,
}

impl Corpus {
    pub(crate) fn open() -> Option<Self> {
        let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus"));
        let manifest = std::fs::read_to_string(root.join("MANIFEST.tsv")).ok()?;
        let column = |line: &str| line.split('\t').nth(1).map(str::to_owned);
        let mut files: Vec<_> = manifest.lines().skip(1).filter_map(column).collect();
        files.sort();
        let mut expectations: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for line in std::fs::read_to_string(root.join("EXPECTATIONS.tsv")).unwrap().lines().skip(1)
        {
            let fields: Vec<_> = line.split('\t').map(str::to_owned).collect();
            let [file, by, key, value] = <[String; 4]>::try_from(fields).unwrap();
            expectations.entry(file).or_default().push((by, key, value));
        }
        Some(Self { root, files, expectations })
    }

    /// The files of one kind.
    pub(crate) fn of_kind(&self, kind: &str) -> Vec<String> {
        self.files.iter().filter(|file| file.split('/').next() == Some(kind)).cloned().collect()
    }

    /// What a source asserts about a file under a key.
    pub(crate) fn expected(&self, file: &str, by: &str, key: &str) -> Option<&str> {
        let all = self.expectations.get(file)?;
        all.iter()
            .find(|(who, what, _)| who == by && what == key)
            .map(|(_, _, value)| value.as_str())
    }

    pub(crate) fn bytes(&self, file: &str) -> Vec<u8> {
        std::fs::read(self.root.join(file)).unwrap()
    }

    /// What the product makes of a file: the format's name, and the statement.
    pub(crate) fn read(&self, file: &str) -> (Option<&'static str>, Statement) {
        let (format, statement) = formats::read(&self.bytes(file), None, Limits::DEFAULT);
        (format.map(|format| format.name), statement)
    }
}
