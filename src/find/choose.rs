//! Which of the proposals that overlap stands.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::mention::{Found, Reading};

/// Leaves the proposals of one sentence in order and without overlaps.
///
/// A date wins over a name, since its pattern is closed; then the longer one, since the outermost
/// name is the mention; between equals the more confident rule.
pub fn choose(found: &mut Vec<Found>) {
    if found.len() < 2 {
        return;
    }
    let is_name = |one: &Found| matches!(one.reading, Reading::Name(_));
    found.sort_by(|a, b| {
        let length = Reverse(a.span.len()).cmp(&Reverse(b.span.len()));
        let sure = b.confidence.total_cmp(&a.confidence);
        is_name(a).cmp(&is_name(b)).then(length).then(sure).then(a.span.cmp(&b.span))
    });
    let mut kept: BTreeMap<usize, Found> = BTreeMap::new();
    for one in found.drain(..) {
        let left = kept.range(..one.span.end()).next_back();
        if left.is_none_or(|(_, left)| !left.span.overlaps(&one.span)) {
            kept.insert(one.span.start(), one);
        }
    }
    found.extend(kept.into_values());
}
