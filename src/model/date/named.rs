//! What a temporal expression says, before the text around it gives it a value.

use crate::model::date::edtf::{Mark, Season};
use crate::model::date::value::{Calendar, Operator, Precision};

/// One field of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Slot {
    /// The expression does not say.
    #[default]
    Unsaid,
    /// The number itself.
    Is(i16),
    /// The last figures of the number: «у 17-му році», «20-ті роки».
    Short(i16),
    /// So much later than the date before: «того ж року», «наступного року».
    Shift(i16),
}

impl Slot {
    /// Whether the expression says anything about it.
    pub fn is_said(self) -> bool {
        self != Self::Unsaid
    }

    /// This, or else the other.
    pub fn or(self, other: Self) -> Self {
        if self.is_said() { self } else { other }
    }
}

/// Which way the years of an era count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Era {
    /// Backwards from year 1.
    Before,
    /// Forwards.
    After,
}

/// The `n`th of so many parts; the last for 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Which, from 1; 0 for the last.
    pub n: u8,
    /// Of how many: 2, 3, 4 or 10.
    pub of: u8,
}

impl Part {
    /// The number from 1, if there is such a part.
    pub fn index(self) -> Option<i32> {
        let n = if self.n == 0 { self.of } else { self.n };
        (n <= self.of).then_some(i32::from(n))
    }
}

/// A church feast, in the Julian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feast {
    /// Month and day.
    Fixed(u8, u8),
    /// Days after Easter.
    Easter(i16),
}

/// A day, month, … or millennium with what is said of it; fields that are not said come from
/// another date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Named {
    /// A number whose unit the other half of a range or list says: «7» in «з 7 по 9 січня».
    pub bare: Option<i16>,
    /// Day of the month.
    pub day: Slot,
    /// A feast in the place of day and month.
    pub feast: Option<Feast>,
    /// Month, 1 to 12.
    pub month: Slot,
    /// A season in the place of the month.
    pub season: Option<Season>,
    /// Year as written, counted in its era.
    pub year: Slot,
    /// Whether the year is that of the date beside it, so that December and January may part.
    pub lent_year: bool,
    /// The later year of a winter: «взимку 1918/19 року».
    pub later_year: Option<i16>,
    /// First year of a decade; `Short` for its last two figures.
    pub decade: Slot,
    /// Number of a century.
    pub century: Slot,
    /// Number of a millennium.
    pub millennium: Slot,
    /// Era.
    pub era: Option<Era>,
    /// Which part of the smallest unit.
    pub part: Option<Part>,
    /// Calendar, if it is named.
    pub style: Option<Calendar>,
    /// How sure it is.
    pub mark: Mark,
    /// All of the date before: «тоді ж».
    pub same: bool,
}

/// Either of two options, if they do not both say something.
fn either<T>(a: Option<T>, b: Option<T>) -> Option<Option<T>> {
    if a.is_some() && b.is_some() { None } else { Some(a.or(b)) }
}

fn either_slot(a: Slot, b: Slot) -> Option<Slot> {
    (!a.is_said() || !b.is_said()).then(|| a.or(b))
}

impl Named {
    /// What both say together; nothing when they say the same thing twice.
    pub fn merged(&self, other: &Self) -> Option<Self> {
        Some(Self {
            bare: either(self.bare, other.bare)?,
            day: either_slot(self.day, other.day)?,
            feast: either(self.feast, other.feast)?,
            month: either_slot(self.month, other.month)?,
            season: either(self.season, other.season)?,
            year: either_slot(self.year, other.year)?,
            lent_year: self.lent_year || other.lent_year,
            later_year: either(self.later_year, other.later_year)?,
            decade: either_slot(self.decade, other.decade)?,
            century: either_slot(self.century, other.century)?,
            millennium: either_slot(self.millennium, other.millennium)?,
            era: either(self.era, other.era)?,
            part: either(self.part, other.part)?,
            style: self.style.or(other.style),
            mark: self.mark.or(other.mark),
            same: self.same || other.same,
        })
    }

    /// The smallest unit that is named; none for a bare number or part.
    pub fn unit(&self) -> Option<Precision> {
        if self.day.is_said() || self.feast.is_some() {
            Some(Precision::Day)
        } else if self.month.is_said() {
            Some(Precision::Month)
        } else if self.season.is_some() {
            Some(Precision::Season)
        } else if self.year.is_said() {
            Some(Precision::Year)
        } else if self.decade.is_said() {
            Some(Precision::Decade)
        } else if self.century.is_said() {
            Some(Precision::Century)
        } else if self.millennium.is_said() {
            Some(Precision::Millennium)
        } else {
            None
        }
    }

    /// Whether a field points to another date.
    pub fn is_relative(&self) -> bool {
        let shifts = |slot| matches!(slot, Slot::Shift(_));
        self.same
            || [self.day, self.month, self.year, self.decade, self.century].into_iter().any(shifts)
    }

    /// The same with what it leaves to the other half of a range or list: the unit of its number,
    /// and the fields coarser than its own; none when the two do not fit together.
    pub fn completed_by(&self, other: &Self) -> Option<Self> {
        let unit = other.unit()?;
        let mut whole = *self;
        if let Some(number) = whole.bare.take() {
            whole.set(unit, number);
        } else if whole.unit().is_none() {
            whole.take_unit(other, unit);
        }
        // «1830–1840-ві»: what looks like a year is a decade beside one.
        if let (Slot::Is(year), Precision::Decade) = (whole.year, unit) {
            (whole.year, whole.decade) = (Slot::Unsaid, Slot::Is(year));
        }
        let own = whole.unit()?;
        if own == Precision::Day && whole.feast.is_none() {
            whole.month = whole.month.or(other.month);
            if !whole.month.is_said() && unit != Precision::Day {
                return None;
            }
        }
        if own <= Precision::Season {
            whole.lend_year(other.year);
        }
        if own == Precision::Decade {
            whole.century = whole.century.or(other.century);
        }
        if own >= Precision::Year {
            whole.era = whole.era.or(other.era);
        }
        whole.style = whole.style.or(other.style);
        Some(whole)
    }

    /// Takes the year of the date beside it if it has none.
    pub fn lend_year(&mut self, year: Slot) {
        if !self.year.is_said() && year.is_said() {
            (self.year, self.lent_year) = (year, true);
        }
    }

    fn set(&mut self, unit: Precision, number: i16) {
        let slot = Slot::Is(number);
        match unit {
            Precision::Day => self.day = slot,
            Precision::Month | Precision::Season => self.month = slot,
            Precision::Year => self.year = slot,
            Precision::Decade if number < 100 => self.decade = Slot::Short(number),
            Precision::Decade => self.decade = slot,
            Precision::Century => self.century = slot,
            Precision::Millennium => self.millennium = slot,
        }
    }

    /// Takes the smallest unit of the other: «початок — середина XIX ст.».
    fn take_unit(&mut self, other: &Self, unit: Precision) {
        match unit {
            Precision::Day => self.day = other.day,
            Precision::Month => self.month = other.month,
            Precision::Season => self.season = other.season,
            Precision::Year => self.year = other.year,
            Precision::Decade => self.decade = other.decade,
            Precision::Century => self.century = other.century,
            Precision::Millennium => self.millennium = other.millennium,
        }
    }
}

/// How many of the dates a text names go into one expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// One.
    One(Named),
    /// A range from the first day of one to the last day of another.
    Range(Named, Named),
    /// The night before a day: «ніч на 5 січня».
    Night(Named),
    /// The turn of two centuries: «злам XIX–XX ст.».
    Turn(Named, Named),
    /// One day or stretch in two calendars, as written: «26 жовтня (8 листопада)».
    Dual(Box<[(Named, Named); 2]>),
}

/// A temporal expression as the text has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// What it names.
    pub body: Body,
    /// The word that changes it.
    pub operator: Operator,
    /// The day of the week named beside it, 1 for Monday.
    pub weekday: Option<u8>,
}

impl From<Named> for Expression {
    fn from(named: Named) -> Self {
        Body::One(named).into()
    }
}

impl From<Body> for Expression {
    fn from(body: Body) -> Self {
        Self { body, operator: Operator::None, weekday: None }
    }
}

impl Expression {
    /// The one date that it is, if it is one without an operator that opens it.
    pub fn one(&self) -> Option<Named> {
        match self.body {
            Body::One(named) => Some(named),
            _ => None,
        }
    }

    /// Whether it is a day of a month that it names itself.
    pub fn is_day(&self) -> bool {
        let day = |named: &Named| {
            matches!((named.day, named.month), (Slot::Is(_), Slot::Is(_))) && !named.year.is_said()
        };
        match &self.body {
            Body::One(one) | Body::Night(one) | Body::Range(_, one) | Body::Turn(_, one) => {
                day(one)
            }
            Body::Dual(pairs) => pairs.iter().any(|(_, last)| day(last)),
        }
    }

    /// Every date that it names.
    pub fn each(&mut self) -> Vec<&mut Named> {
        match &mut self.body {
            Body::One(one) | Body::Night(one) => vec![one],
            Body::Range(a, b) | Body::Turn(a, b) => vec![a, b],
            Body::Dual(pairs) => pairs.iter_mut().flat_map(|(a, b)| [a, b]).collect(),
        }
    }
}
