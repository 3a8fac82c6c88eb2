//! Values of dates in the Extended Date/Time Format (ISO 8601-2, levels 0 to 2).

use std::fmt;

use crate::model::date::day::{Day, julian_month_length, month_length, write_year};

/// A season of the northern hemisphere, numbered as EDTF does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Season {
    /// March to May.
    Spring = 21,
    /// June to August.
    Summer = 22,
    /// September to November.
    Autumn = 23,
    /// December to February.
    Winter = 24,
}

impl Season {
    /// The season with this number of EDTF.
    pub fn new(number: i32) -> Option<Self> {
        [Self::Spring, Self::Summer, Self::Autumn, Self::Winter]
            .into_iter()
            .find(|season| *season as i32 == number)
    }

    /// Its first month.
    pub fn first_month(self) -> u8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Autumn => 9,
            Self::Winter => 12,
        }
    }
}

/// What a date names within its year, or beyond it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Ten years, of which `year` is the first.
    Decade,
    Year,
    Season(Season),
    Month(u8),
    Day(u8, u8),
    /// 29 February where only the Julian calendar has it.
    LeapDay,
}

/// A decade, year, season, month or day; displayed as EDTF.
///
/// Invariant: years have four figures, months are 1–12, days exist in their month, and a decade
/// begins with a year after 0 that ends in 0; by the constructors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partial {
    year: i32,
    shape: Shape,
}

impl Partial {
    fn of(year: i32, shape: Shape) -> Option<Self> {
        (-9999..=9999).contains(&year).then_some(Self { year, shape })
    }

    /// A year, astronomical: 1 BC is 0.
    pub fn year(year: i32) -> Option<Self> {
        Self::of(year, Shape::Year)
    }

    /// The ten years from the one that ends in 0.
    pub fn decade(year: i32) -> Option<Self> {
        Self::of(year, Shape::Decade).filter(|_| year > 0 && year % 10 == 0)
    }

    /// A season.
    pub fn season(year: i32, season: Season) -> Option<Self> {
        Self::of(year, Shape::Season(season))
    }

    /// A month.
    pub fn month(year: i32, month: u8) -> Option<Self> {
        Self::of(year, Shape::Month(month)).filter(|_| (1..=12).contains(&month))
    }

    /// A day, unless the Gregorian calendar, which EDTF is written in, lacks it.
    pub fn day(year: i32, month: u8, day: u8) -> Option<Self> {
        let exists = (1..=12).contains(&month) && (1..=month_length(year, month)).contains(&day);
        Self::of(year, Shape::Day(month, day)).filter(|_| exists)
    }

    /// 29 February of a year in which only the Julian calendar has it; it stands in values as
    /// written alone.
    pub fn julian_leap_day(year: i32) -> Option<Self> {
        let only_julian = julian_month_length(year, 2) > month_length(year, 2);
        Self::of(year, Shape::LeapDay).filter(|_| only_julian)
    }

    /// The day with this number.
    pub fn of_day(day: Day) -> Option<Self> {
        let (year, month, day) = day.to_gregorian();
        Self::day(year, month, day)
    }

    /// Year, month and day, if it is a day.
    pub fn as_day(&self) -> Option<(i32, u8, u8)> {
        match self.shape {
            Shape::Day(month, day) => Some((self.year, month, day)),
            Shape::LeapDay => Some((self.year, 2, 29)),
            _ => None,
        }
    }

    /// Year and month, if it is a month.
    pub fn as_month(&self) -> Option<(i32, u8)> {
        match self.shape {
            Shape::Month(month) => Some((self.year, month)),
            _ => None,
        }
    }

    /// Whether ISO 8601-1 can hold it: all but seasons and decades.
    pub fn is_iso(&self) -> bool {
        !matches!(self.shape, Shape::Decade | Shape::Season(_))
    }

    /// Its first day.
    pub fn first(&self) -> Day {
        match self.shape {
            // A bare winter may be either end of its year.
            Shape::Decade | Shape::Year | Shape::Season(Season::Winter) => {
                Day::gregorian(self.year, 1, 1)
            }
            Shape::Season(season) => Day::gregorian(self.year, season.first_month(), 1),
            Shape::Month(month) => Day::gregorian(self.year, month, 1),
            Shape::Day(month, day) => Day::gregorian(self.year, month, day),
            Shape::LeapDay => Day::julian(self.year, 2, 29),
        }
    }

    /// Its last day.
    pub fn last(&self) -> Day {
        let end = |month| Day::gregorian(self.year, month, month_length(self.year, month));
        match self.shape {
            Shape::Decade => Day::gregorian(self.year + 9, 12, 31),
            Shape::Year | Shape::Season(Season::Winter) => end(12),
            Shape::Season(season) => end(season.first_month() + 2),
            Shape::Month(month) => end(month),
            Shape::Day(month, day) => Day::gregorian(self.year, month, day),
            Shape::LeapDay => Day::julian(self.year, 2, 29),
        }
    }

    /// The first and last date of an interval from here: EDTF intervals hold no seasons and no
    /// qualified decades.
    fn ends(&self) -> (Self, Self) {
        let month = |month| Self { shape: Shape::Month(month), ..*self };
        let year = |year| Self { year, shape: Shape::Year };
        match self.shape {
            Shape::Decade => (year(self.year), year(self.year + 9)),
            Shape::Season(Season::Winter) => (month(1), month(12)),
            Shape::Season(season) => (month(season.first_month()), month(season.first_month() + 2)),
            Shape::Year | Shape::Month(_) | Shape::Day(..) | Shape::LeapDay => (*self, *self),
        }
    }
}

impl Partial {
    /// A date as EDTF writes it, without marks.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(decade) = text.strip_suffix('X') {
            let is_decade = decade.len() == 3;
            return Self::decade(decade.parse::<i32>().ok().filter(|_| is_decade)? * 10);
        }
        let (sign, rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let number = |part: &str, length: usize| {
            let fits = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<i32>().ok().filter(|_| fits)
        };
        let mut parts = rest.split('-');
        let year = number(parts.next()?, 4)? * sign;
        let (month, day) = (parts.next(), parts.next());
        let Some(month) = month else { return Self::year(year) };
        let month = number(month, 2)?;
        if let Some(season) = Season::new(month).filter(|_| day.is_none()) {
            return Self::season(year, season);
        }
        let month = u8::try_from(month).ok()?;
        match day {
            None => Self::month(year, month),
            Some(day) if parts.next().is_none() => {
                let day = u8::try_from(number(day, 2)?).ok()?;
                let leap = (month, day) == (2, 29);
                let julian = || Self::julian_leap_day(year).filter(|_| leap);
                Self::day(year, month, day).or_else(julian)
            }
            Some(_) => None,
        }
    }

    /// Its last month or day, where it could begin before another date that is as fine as that.
    fn behind(self, start: Self) -> Self {
        let (year, month, day) = self.last().to_gregorian();
        let last = match start.shape {
            Shape::Day(..) | Shape::LeapDay => Self::day(year, month, day),
            _ => Self::month(year, month),
        };
        last.filter(|_| self.first() < start.first()).unwrap_or(self)
    }
}

impl fmt::Display for Partial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.shape {
            Shape::Decade => return write!(f, "{:03}X", self.year / 10),
            _ => write_year(f, self.year)?,
        }
        match self.shape {
            Shape::Decade | Shape::Year => Ok(()),
            Shape::LeapDay => f.write_str("-02-29"),
            Shape::Season(season) => write!(f, "-{}", season as i32),
            Shape::Month(month) => write!(f, "-{month:02}"),
            Shape::Day(month, day) => write!(f, "-{month:02}-{day:02}"),
        }
    }
}

/// How far a date is to be trusted, by the words around it; it never widens the bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    /// «Близько»: EDTF `~`.
    pub about: bool,
    /// «Імовірно»: EDTF `?`.
    pub uncertain: bool,
}

impl Mark {
    /// What either says.
    pub fn or(self, other: Self) -> Self {
        Self { about: self.about || other.about, uncertain: self.uncertain || other.uncertain }
    }

    fn is_set(self) -> bool {
        self.about || self.uncertain
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.about, self.uncertain) {
            (true, true) => "%",
            (true, false) => "~",
            (false, true) => "?",
            (false, false) => "",
        })
    }
}

/// One date or an interval, with what is said of each end; displayed as EDTF.
///
/// Invariant: an interval has at least one end, does not run backwards, and its ends are years,
/// months or days; by the constructors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// One date.
    At(Partial, Mark),
    /// From the first day of one date to the last day of another; without one, open.
    Between(Option<(Partial, Mark)>, Option<(Partial, Mark)>),
}

impl When {
    /// One date.
    pub fn at(at: Partial, mark: Mark) -> Self {
        let (from, to) = at.ends();
        if matches!(at.shape, Shape::Decade) && mark.is_set() {
            return Self::Between(Some((from, mark)), Some((to, mark)));
        }
        Self::At(at, mark)
    }

    /// An interval, unless it ends before it begins or has no end at all. An end that could begin
    /// before its start is written as fine as the start: readers refuse `1861-05/1861`.
    pub fn between(from: Option<(Partial, Mark)>, to: Option<(Partial, Mark)>) -> Option<Self> {
        let from = from.map(|(from, mark)| (from.ends().0, mark));
        let to = to.map(|(to, mark)| (to.ends().1, mark));
        let fits = match (&from, &to) {
            (Some((from, _)), Some((to, _))) => from.first() <= to.last(),
            (None, None) => false,
            _ => true,
        };
        let to = to.map(|(to, mark)| (from.map_or(to, |(from, _)| to.behind(from)), mark));
        fits.then_some(Self::Between(from, to))
    }

    /// The value that is displayed as this text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::read(text).filter(|when| when.to_string() == text)
    }

    fn read(text: &str) -> Option<Self> {
        let marked = |text: &str| {
            let (date, mark) = match text.char_indices().last()? {
                (at, '~') => (text.get(..at)?, Mark { about: true, uncertain: false }),
                (at, '?') => (text.get(..at)?, Mark { about: false, uncertain: true }),
                (at, '%') => (text.get(..at)?, Mark { about: true, uncertain: true }),
                _ => (text, Mark::default()),
            };
            Some((Partial::parse(date)?, mark))
        };
        let Some((from, to)) = text.split_once('/') else {
            return marked(text).map(|(at, mark)| Self::at(at, mark));
        };
        let end = |text: &str| match text {
            ".." => Some(None),
            text => marked(text).map(Some),
        };
        Self::between(end(from)?, end(to)?)
    }

    /// First and last date, where they are not open; the same for a single date.
    pub fn ends(&self) -> (Option<Partial>, Option<Partial>) {
        match *self {
            Self::At(at, _) => (Some(at), Some(at)),
            Self::Between(from, to) => (from.map(|(from, _)| from), to.map(|(to, _)| to)),
        }
    }

    /// The first possible day; none when the start is open.
    pub fn not_before(&self) -> Option<Day> {
        self.ends().0.map(|from| from.first())
    }

    /// The last possible day; none when the end is open.
    pub fn not_after(&self) -> Option<Day> {
        self.ends().1.map(|to| to.last())
    }

    /// The same with its first and its last date changed, if that leaves a value; a single date is
    /// its first.
    pub fn map(
        &self,
        first: impl Fn(Partial) -> Option<(Partial, Partial)>,
        last: impl Fn(Partial) -> Option<(Partial, Partial)>,
    ) -> Option<Self> {
        match *self {
            Self::At(at, mark) => {
                let (from, to) = first(at)?;
                if from == to {
                    return Some(Self::At(from, mark));
                }
                Self::between(Some((from, mark)), Some((to, mark)))
            }
            Self::Between(from, to) => {
                let from = from.and_then(|(from, mark)| Some((first(from)?.0, mark)));
                let to = to.and_then(|(to, mark)| Some((last(to)?.1, mark)));
                Self::between(from, to)
            }
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |f: &mut fmt::Formatter<'_>, end: &Option<(Partial, Mark)>| match end {
            Some((date, mark)) => write!(f, "{date}{mark}"),
            None => f.write_str(".."),
        };
        match self {
            Self::At(at, mark) => write!(f, "{at}{mark}"),
            Self::Between(from, to) => {
                end(f, from)?;
                f.write_str("/")?;
                end(f, to)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Mark = Mark { about: false, uncertain: false };
    const ABOUT: Mark = Mark { about: true, uncertain: false };

    #[test]
    fn years_before_one_are_astronomical() {
        let month = Partial::month(-43, 3).unwrap();
        assert_eq!(month.to_string(), "-0043-03");
        assert_eq!(month.first().to_string(), "-0043-03-01");
    }

    #[test]
    fn what_is_displayed_is_parsed() {
        for text in [
            "1917",
            "-0043",
            "1917-12",
            "1917-12-05",
            "1917-22",
            "192X",
            "1917~",
            "1917-12?",
            "1700%",
            "../1917-12-05",
            "1917/..",
            "1917~/1920",
            "1900-02-29",
            "0000-01-01",
        ] {
            assert_eq!(When::parse(text).map(|when| when.to_string()).as_deref(), Some(text));
        }
        for text in
            ["", "17", "1917-13", "1917-02-30", "1920/1917", "../..", "1917-1", "19X", "грудень"]
        {
            assert_eq!(When::parse(text), None, "{text}");
        }
    }

    #[test]
    fn intervals_are_written_so_that_others_read_them() {
        for (from, to, text) in [
            ("1861-05-18", "1861", "1861-05-18/1861-12-31"),
            ("1861-05", "1861", "1861-05/1861-12"),
            ("1861-05-18", "1861-05", "1861-05-18/1861-05-31"),
            ("1861", "1861-05", "1861/1861-05"),
            ("1861-05-18", "1862", "1861-05-18/1862"),
        ] {
            let [from, to] = [from, to].map(|text| Some((Partial::parse(text).unwrap(), PLAIN)));
            assert_eq!(When::between(from, to).unwrap().to_string(), text);
        }
    }

    #[test]
    fn impossible_dates_have_no_value() {
        assert_eq!(Partial::day(1918, 2, 31), None);
        assert_eq!(Partial::month(1917, 13), None);
        assert_eq!(Partial::day(1900, 2, 29), None, "only Old Style had that day");
        assert_eq!(Partial::decade(-50), None);
        assert_eq!(Partial::year(10_000), None);
        let (early, late) = (Partial::year(1917).unwrap(), Partial::year(1920).unwrap());
        assert_eq!(When::between(Some((late, PLAIN)), Some((early, PLAIN))), None);
    }

    #[test]
    fn intervals_hold_neither_seasons_nor_qualified_decades() {
        let decade = Partial::decade(1730).unwrap();
        assert_eq!(When::at(decade, PLAIN).to_string(), "173X");
        assert_eq!(When::at(decade, ABOUT).to_string(), "1730~/1739~");
        let spring = Partial::season(1918, Season::Spring).unwrap();
        let autumn = Partial::season(1919, Season::Autumn).unwrap();
        let both = When::between(Some((spring, PLAIN)), Some((autumn, PLAIN))).unwrap();
        assert_eq!(both.to_string(), "1918-03/1919-11");
        let open = When::between(None, Some((autumn, ABOUT))).unwrap();
        assert_eq!((open.to_string().as_str(), open.not_before()), ("../1919-11~", None));
    }

    #[test]
    fn a_bare_winter_may_be_either_end_of_its_year() {
        let winter = When::at(Partial::season(1921, Season::Winter).unwrap(), PLAIN);
        let bounds = [winter.not_before(), winter.not_after()].map(|day| day.unwrap().to_string());
        assert_eq!(bounds, ["1921-01-01", "1921-12-31"]);
    }
}
