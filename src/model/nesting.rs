//! How the mentions of a document lie in one another: which enclose which, and which cross.

use std::cmp::Reverse;

use crate::model::mention::Mention;
use crate::model::span::{Raw, Span};

/// Where a mention stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// The smallest mention that encloses it, by its number; of several on one span each encloses
    /// the next.
    pub parent: Option<usize>,
    /// Whether one of as many bytes or more crosses it, so that it cannot be an element of the text.
    pub aside: bool,
}

/// The place of every mention, in their order.
pub fn places(mentions: &[Mention]) -> Vec<Place> {
    let mut places = Vec::with_capacity(mentions.len());
    let mut rest = mentions;
    while let Some((group, behind)) = rest.split_at_checked(connected(rest)) {
        if group.is_empty() {
            break;
        }
        let spans: Vec<Span<Raw>> = group.iter().map(|mention| mention.span).collect();
        of_group(&spans, &mut places);
        rest = behind;
    }
    places
}

/// How many mentions from the first on overlap one another, directly or through others.
fn connected(mentions: &[Mention]) -> usize {
    let mut reach = 0;
    let overlaps = |(n, mention): &(usize, &Mention)| {
        let joined = *n == 0 || mention.span.start() < reach;
        reach = reach.max(mention.span.end());
        joined
    };
    mentions.iter().enumerate().take_while(overlaps).count()
}

/// Adds the places of mentions that overlap; the longest stay in the text, of two alike the first.
fn of_group(spans: &[Span<Raw>], places: &mut Vec<Place>) {
    let first = places.len();
    let mut order: Vec<(usize, &Span<Raw>)> = spans.iter().enumerate().collect();
    for (n, span) in &order {
        let enclosing = order.iter().take(*n).rev().filter(|(_, other)| other.contains(span));
        let parent = enclosing.min_by_key(|(_, other)| other.len()).map(|(n, _)| first + n);
        places.push(Place { parent, aside: false });
    }
    order.sort_by_key(|(_, span)| Reverse(span.len()));
    let mut kept: Vec<&Span<Raw>> = Vec::with_capacity(order.len());
    for (n, span) in order {
        if !kept.iter().any(|other| other.crosses(span)) {
            kept.push(span);
        } else if let Some(place) = places.get_mut(first + n) {
            place.aside = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parent of each span, and `!` where it cannot be in the text.
    fn show(spans: &[(usize, usize)]) -> Vec<String> {
        let spans: Vec<Span<Raw>> = spans.iter().map(|(a, b)| Span::new(*a, *b)).collect();
        let mut places = Vec::new();
        of_group(&spans, &mut places);
        let show = |place: &Place| {
            let parent = place.parent.map(|n| n.to_string()).unwrap_or_default();
            format!("{parent}{}", if place.aside { "!" } else { "" })
        };
        places.iter().map(show).collect()
    }

    #[test]
    fn the_smallest_that_encloses_is_the_parent() {
        assert_eq!(show(&[(0, 9), (0, 5), (1, 3), (6, 9)]), ["", "0", "1", "0"]);
    }

    #[test]
    fn mentions_on_one_span_enclose_one_another() {
        assert_eq!(show(&[(0, 5), (0, 5), (0, 5)]), ["", "0", "1"]);
    }

    #[test]
    fn of_two_that_cross_the_longer_stays() {
        assert_eq!(show(&[(0, 3), (2, 9)]), ["!", ""]);
        assert_eq!(show(&[(0, 5), (3, 8)]), ["", "!"]);
    }

    #[test]
    fn what_only_crosses_something_aside_stays() {
        assert_eq!(show(&[(0, 9), (8, 12), (11, 13)]), ["", "!", ""]);
    }
}
