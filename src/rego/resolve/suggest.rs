//! What may have been meant.

/// The candidate that differs least from a name, if it is near enough to be meant.
pub(in crate::rego) fn nearest(
    name: &str,
    candidates: impl Iterator<Item = String>,
) -> Option<String> {
    let allowed = name.chars().count().div_ceil(4).min(3);
    candidates
        .filter(|candidate| candidate != name)
        .map(|candidate| (strsim::osa_distance(name, &candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}
