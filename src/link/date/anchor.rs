//! The dates that a text has named so far, in which those behind them find what they leave out.

use crate::model::date::day::Day;
use crate::model::date::named::Slot;
use crate::model::date::value::Date;

/// What a date may say.
#[derive(Debug, Clone, Copy)]
pub enum Field {
    /// Day of the month.
    Day,
    /// Month.
    Month,
    /// Year.
    Year,
    /// First year of a decade.
    Decade,
    /// First year of a century.
    Century,
}

const FIELDS: usize = 5;

/// What a date says of each field, as written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known([Option<i32>; FIELDS]);

impl Known {
    /// The field, if it is known.
    pub fn get(&self, field: Field) -> Option<i32> {
        self.0.get(field as usize).copied().flatten()
    }

    /// The same with the field.
    pub fn with(mut self, field: Field, value: Option<i32>) -> Self {
        if let Some(slot) = self.0.get_mut(field as usize) {
            *slot = value;
        }
        self
    }
}

/// A date that others may point to.
#[derive(Debug, Clone)]
pub struct Anchor {
    /// What its first part says.
    pub first: Known,
    /// What its last part says.
    pub last: Known,
    /// Its value.
    pub date: Date,
}

impl Anchor {
    /// A field of its end, or of its start, or else of the other.
    fn get(&self, field: Field, start: bool) -> Option<i32> {
        let (near, far) = if start { (&self.first, &self.last) } else { (&self.last, &self.first) };
        near.get(field).or_else(|| far.get(field))
    }
}

/// Every date so far by its number, and the nearest one that has each field.
#[derive(Debug, Default)]
pub struct Anchors {
    all: Vec<Anchor>,
    nearest: [Option<usize>; FIELDS],
    /// What the date of the document says, for those before which the text has none.
    document: Known,
}

impl Anchors {
    /// None yet, in a document of this date.
    pub fn in_document(document: Known) -> Self {
        Self { document, ..Self::default() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The date with this number.
    pub fn get(&self, number: usize) -> Option<&Anchor> {
        self.all.get(number)
    }

    /// Adds the next one.
    pub fn push(&mut self, anchor: Anchor) {
        for field in [Field::Day, Field::Month, Field::Year, Field::Decade, Field::Century] {
            if anchor.get(field, false).is_some()
                && let Some(nearest) = self.nearest.get_mut(field as usize)
            {
                *nearest = Some(self.all.len());
            }
        }
        self.all.push(anchor);
    }

    /// The nearest date that has the field, and its number.
    fn nearest(&self, field: Field) -> Option<(usize, &Anchor)> {
        let number = self.nearest.get(field as usize).copied().flatten()?;
        Some((number, self.all.get(number)?))
    }
}

/// Where one date looks for what it does not say.
pub struct Lookup<'a> {
    /// The dates before it.
    pub anchors: &'a Anchors,
    /// The first half of the range that it ends.
    pub beside: Option<Known>,
    /// The number of the anchor that was used.
    pub used: Option<usize>,
    /// Whether the date of the document was.
    pub by_document: bool,
}

impl Lookup<'_> {
    /// The field itself, counted from another date, or taken from it.
    pub fn slot(&mut self, slot: Slot, field: Field) -> Option<i32> {
        match slot {
            Slot::Is(value) => Some(value.into()),
            Slot::Shift(by) => self.find(by < 0, field)?.checked_add(by.into()),
            Slot::Unsaid => self.find(false, field),
            Slot::Short(_) => None,
        }
    }

    /// First year of the century that a short number stands in.
    pub fn century(&mut self) -> Option<i32> {
        self.find(false, Field::Century)
    }

    /// The first or last day of the nearest date that names one.
    pub fn day(&mut self, start: bool) -> Option<Day> {
        let (number, anchor) = self.anchors.nearest(Field::Day)?;
        let (first, last) = anchor.date.when.ends();
        let day = if start { first.or(last) } else { last.or(first) };
        self.used = Some(number);
        day.map(|day| if start { day.first() } else { day.last() })
    }

    /// A field of the nearest date that has it; of its end, or of its start.
    fn find(&mut self, start: bool, field: Field) -> Option<i32> {
        if let Some(value) = self.beside.and_then(|beside| beside.get(field)) {
            return Some(value);
        }
        let Some((number, anchor)) = self.anchors.nearest(field) else {
            let value = self.anchors.document.get(field)?;
            self.by_document = true;
            return Some(value);
        };
        self.used = Some(number);
        anchor.get(field, start)
    }
}

/// The first year of the century that a year belongs to, as centuries in figures are counted:
/// «у 17-му році» is 1917 beside 1900 as well.
pub fn century_of(year: i32) -> i32 {
    year.div_euclid(100) * 100
}
