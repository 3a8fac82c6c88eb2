//! Which of the proposals that overlap stands.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::mention::{Found, Reading};

/// The proposals of one sentence that stand, in order and without overlaps, and the others.
///
/// A date wins over a name, since its pattern is closed; then the longer one, since the outermost
/// name is the mention; between equals the more confident rule.
pub fn choose(mut found: Vec<Found>) -> (Vec<Found>, Vec<Found>) {
    if found.len() < 2 {
        return (found, Vec::new());
    }
    let is_name = |one: &Found| matches!(one.reading, Reading::Name(_));
    found.sort_by(|a, b| {
        let length = Reverse(a.span.len()).cmp(&Reverse(b.span.len()));
        let sure = b.confidence.total_cmp(&a.confidence);
        is_name(a).cmp(&is_name(b)).then(length).then(sure).then(a.span.cmp(&b.span))
    });
    let mut kept: BTreeMap<usize, Found> = BTreeMap::new();
    let mut others = Vec::new();
    for one in found {
        let left = kept.range(..one.span.end()).next_back();
        if left.is_none_or(|(_, left)| !left.span.overlaps(&one.span)) {
            kept.insert(one.span.start(), one);
        } else {
            others.push(one);
        }
    }
    (kept.into_values().collect(), others)
}
