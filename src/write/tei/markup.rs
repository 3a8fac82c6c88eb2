//! What of a record becomes elements of the text, and what cannot.

use crate::model::mention::{Mention, Value};
use crate::model::nesting;
use crate::model::record::Record;

/// A mention and its number among the dates, which says nothing of a name.
#[derive(Clone, Copy)]
pub struct Marked<'r> {
    /// The mention.
    pub mention: &'r Mention,
    /// How many dates stand before it.
    pub date: usize,
}

/// A record as TEI marks it up.
pub struct Markup<'r> {
    /// The record.
    pub record: &'r Record,
    /// Mentions that are elements of the text: every two lie apart or one in the other.
    pub inline: Vec<Marked<'r>>,
    /// Mentions that longer ones cross.
    pub aside: Vec<Marked<'r>>,
}

impl<'r> Markup<'r> {
    /// Decides what is marked up where.
    pub fn of(record: &'r Record) -> Self {
        let mut markup = Self { record, inline: Vec::new(), aside: Vec::new() };
        let mut date = 0;
        for (mention, place) in record.mentions.iter().zip(nesting::places(&record.mentions)) {
            let list = if place.aside { &mut markup.aside } else { &mut markup.inline };
            list.push(Marked { mention, date });
            date += usize::from(matches!(mention.value, Value::Date(_)));
        }
        markup
    }
}
