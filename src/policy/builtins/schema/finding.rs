//! What is wrong with a document.

use regorus::Value;
use regorus::value::Object;

/// Something that is wrong with a document.
#[derive(Debug, Clone)]
pub(super) struct Complaint {
    kind: &'static str,
    field: String,
    description: String,
}

impl Complaint {
    pub(super) fn to_value(&self) -> Value {
        let fields = [
            ("desc", self.description.clone()),
            ("error", format!("{}: {}", self.field, self.description)),
            ("field", self.field.clone()),
            ("type", self.kind.to_owned()),
        ];
        let fields = fields.into_iter().map(|(name, text)| (Value::from(name), Value::from(text)));
        fields.collect::<Object>().into_value()
    }
}

/// What is wrong with a part, and how nearly it is right: of several schemas that are wrong the nearest is reported.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) complaints: Vec<Complaint>,
    pub(super) score: i64,
}

impl Findings {
    pub(super) fn are_none(&self) -> bool {
        self.complaints.is_empty()
    }

    pub(super) fn add(
        &mut self,
        path: &[String],
        kind: &'static str,
        description: impl Into<String>,
    ) {
        let field = if path.is_empty() { "(Root)".to_owned() } else { path.join(".") };
        self.complaints.push(Complaint { kind, field, description: description.into() });
        self.score -= 2;
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.complaints.extend(other.complaints);
        self.score += other.score;
    }
}

/// The first of the best.
pub(super) fn keep_nearest(nearest: &mut Option<Findings>, other: Findings) {
    if nearest.as_ref().is_none_or(|nearest| other.score > nearest.score) {
        *nearest = Some(other);
    }
}
