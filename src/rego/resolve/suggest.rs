//! What may have been meant.

/// The candidate that differs least from a name, if it is near enough to be meant.
pub(in crate::rego) fn nearest(
    name: &str,
    candidates: impl Iterator<Item = String>,
) -> Option<String> {
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let allowed = name.chars().count().div_ceil(4).min(3);
    let near = candidates.filter(|candidate| candidate != name).map(|candidate| {
        let whole = strsim::osa_distance(name, &candidate);
        let moved = usize::from(last(name) != last(&candidate)) * usize::MAX;
        (whole.min(moved.max(1)), candidate)
    });
    near.filter(|(distance, _)| *distance <= allowed).min().map(|(_, candidate)| candidate)
}
