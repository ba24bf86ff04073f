//! Suggestions: "did you mean ...?"

/// The candidate that `given` is probably a misspelling of, ignoring case.
///
/// ```
/// assert_eq!(onus_core::suggest::nearest("pritty", ["pretty", "json"]), Some("pretty"));
/// assert_eq!(onus_core::suggest::nearest("sarif", ["pretty", "json"]), None);
/// ```
pub fn nearest<'c>(given: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let lower = given.to_lowercase();
    let most = (given.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .map(|candidate| {
            let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
            (distance, candidate)
        })
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
