//! The order of documents: what is needed comes before what needs it.

use super::uses::Uses;
use crate::rego::ir::DocumentId;

/// By which documents each is needed.
pub(super) fn needed_by(uses: &[Uses]) -> Vec<Vec<DocumentId>> {
    let mut needed_by = vec![Vec::new(); uses.len()];
    for (id, uses) in (0u32..).map(DocumentId).zip(uses) {
        for needed in &uses.documents {
            needed_by[needed.0 as usize].push(id);
        }
    }
    needed_by
}

/// Each document, after all that it needs. Goes through them with a list of its own, so that a long chain of rules is no
/// deep recursion. Documents that need each other come in any order: that is refused elsewhere.
pub(super) fn needed_first(uses: &[Uses]) -> Vec<DocumentId> {
    let mut seen = vec![false; uses.len()];
    let mut order = Vec::with_capacity(uses.len());
    let mut open = Vec::new();
    for (first, _) in (0u32..).zip(uses) {
        open.push((DocumentId(first), false));
        while let Some((id, done)) = open.pop() {
            if done {
                order.push(id);
            } else if !std::mem::replace(&mut seen[id.0 as usize], true) {
                open.push((id, true));
                open.extend(uses[id.0 as usize].documents.iter().map(|&needed| (needed, false)));
            }
        }
    }
    order
}
