//! What the lines of the grammar are made of: items, terminals and actions.

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as ValueError, StrDeserializer};

use crate::lexicon::dates::{Class, Classes};

/// What is done with the values of the items; numbers are taken in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// The number is a day.
    Day,
    /// The number is a month.
    Month,
    /// The number is a year.
    Year,
    /// The number is the last figures of a year.
    ShortYear,
    /// The number is a day that a month may have.
    RealDay,
    /// The number in words is a year of the second or third millennium.
    LongYear,
    /// The number in words is a year, or the last figures of one.
    WordedYear,
    /// The number is the later year of a winter.
    LaterYear,
    /// The number is a decade.
    Decade,
    /// The number is the last two figures of a decade.
    ShortDecade,
    /// The number is a century.
    Century,
    /// The number is a millennium.
    Millennium,
    /// The unit of the number is said elsewhere.
    Bare,
    /// Two numbers are a part: which, and of how many.
    Fraction,
    /// The number is a third of a month: «перших числах».
    Third,
    /// The number says how many days later.
    ShiftDay,
    /// The number says how many months later.
    ShiftMonth,
    /// The number says how many years later.
    ShiftYear,
    /// The number says how many centuries later.
    ShiftCentury,
    /// A number of units later.
    Ahead,
    /// A number of units earlier.
    Back,
    /// All of the date before.
    Same,
    /// From the first to the second.
    Range,
    /// One of a list.
    Item,
    /// One after another.
    List,
    /// The night before a day.
    Night,
    /// The turn of two centuries.
    Turn,
    /// One day in two calendars.
    Dual,
    /// Approximate.
    About,
    /// Uncertain.
    Uncertain,
    /// Before it.
    Before,
    /// Until its end.
    Until,
    /// After it.
    After,
    /// From its beginning.
    Since,
}

impl Action {
    /// Whether it makes one number a field of its own.
    pub fn is_field(&self) -> bool {
        matches!(
            self,
            Self::Day
                | Self::RealDay
                | Self::LongYear
                | Self::Month
                | Self::Year
                | Self::ShortYear
                | Self::WordedYear
                | Self::LaterYear
                | Self::Decade
                | Self::ShortDecade
                | Self::Century
                | Self::Millennium
                | Self::Bare
                | Self::Third
                | Self::ShiftDay
                | Self::ShiftMonth
                | Self::ShiftYear
                | Self::ShiftCentury
        )
    }
}

/// Terminals that are no words of a lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Terminal {
    /// A number with so many figures at the least and at the most: `n12`, `n4`.
    Figures(usize, usize),
    /// A number of four figures that may be a year: `y4`.
    YearFigures,
    /// A Roman numeral: `roman`.
    Roman,
    /// A Roman numeral up to XII: `roman-month`.
    RomanMonth,
    /// An ordinal number of one or more words: `ordinal`.
    Ordinal,
    /// A cardinal number of one or more words, or figures: `count`.
    Count,
    /// Two cardinal numbers that are one year: `paired`.
    Paired,
    /// Any dash: `dash`.
    Dash,
    /// A mark or character.
    Mark(char),
    /// The beginning of a sentence: `@start`.
    Start,
    /// No noun that a number would count: `@plain`.
    Plain,
    /// No noun in the genitive plural: `@few`.
    Few,
    /// No noun that belongs to the word before: `@free`.
    Free,
    /// An adjective of the same case as the ordinal before it: `@agrees`.
    Agrees,
    /// The beginning of a clause, a verb or a function word: `@clause`.
    Clause,
    /// A name and a comma: `@placed`.
    Placed,
    /// A month, year or century in the instrumental: `@instrumental`.
    Instrumental,
    /// A noun that may have a date: `@dated`.
    Dated,
    /// A verb whose subject is a number of things: `@quantity`.
    Quantity,
    /// A verb that takes the preposition for its object: `@governor`.
    Governor,
    /// A word that makes a number before it no date: `@adjective`.
    Adjective,
}

/// What one item of a sequence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A symbol, by its index.
    Symbol(usize),
    /// A word of the lexicon.
    Class(Class),
    /// Anything else.
    Terminal(Terminal),
}

/// Where an item is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Here; it becomes part of the expression.
    Here,
    /// Before this place.
    Behind,
    /// From this place on, without taking it.
    Ahead,
}

/// One item of a sequence.
#[derive(Debug)]
pub struct Item {
    /// What it may be.
    pub any: Vec<What>,
    /// Where it is.
    pub look: Look,
    /// Whether it must not be there.
    pub denied: bool,
    /// Whether it may be missing.
    pub optional: bool,
    /// Whether it may come again and again.
    pub repeated: bool,
    /// Whether no white space stands before it.
    pub tight: bool,
}

/// The bits of pieces that are no words of the lexicon.
pub mod bits {
    use crate::lexicon::dates::{Class, Classes};

    /// A number in figures.
    pub const NUMBER: u8 = 100;
    /// A Roman numeral.
    pub const ROMAN: u8 = 101;
    /// A number that may be a year.
    pub const YEAR: u8 = 102;
    /// A full stop.
    pub const STOP: u8 = 103;
    /// A dash.
    pub const DASH: u8 = 104;
    /// Another mark.
    pub const MARK: u8 = 105;

    /// What nearly every sentence has.
    pub fn common() -> Classes {
        let marks = [NUMBER, STOP, DASH, MARK].map(Classes::other);
        let words = [Class::And, Class::From, Class::To, Class::Before, Class::When, Class::On];
        let words = words.map(Classes::of);
        marks.into_iter().chain(words).fold(Classes::default(), Classes::or)
    }

    /// The bit of a mark.
    pub fn mark(mark: char) -> Classes {
        Classes::other(match mark {
            '.' => STOP,
            '-' | '‒' | '–' | '—' | '―' | '−' => DASH,
            _ => MARK,
        })
    }
}

impl Terminal {
    /// What it may begin with.
    pub fn first(self) -> Classes {
        match self {
            Self::Figures(..) => Classes::other(bits::NUMBER),
            Self::YearFigures => Classes::other(bits::YEAR),
            Self::Roman | Self::RomanMonth => Classes::other(bits::ROMAN),
            Self::Ordinal => Classes::of(Class::Ordinal).or(Classes::of(Class::Cardinal)),
            Self::Count => Classes::of(Class::Cardinal).or(Classes::other(bits::NUMBER)),
            Self::Paired => Classes::of(Class::Cardinal),
            Self::Dash => Classes::other(bits::DASH),
            Self::Mark(mark) => bits::mark(mark),
            Self::Start
            | Self::Plain
            | Self::Few
            | Self::Free
            | Self::Agrees
            | Self::Clause
            | Self::Placed
            | Self::Instrumental
            | Self::Dated
            | Self::Quantity
            | Self::Governor
            | Self::Adjective => Classes::default(),
        }
    }

    fn named(name: &str) -> Option<Self> {
        if let Some(mark) = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
            return mark.chars().next().map(Self::Mark);
        }
        let figures = name.strip_prefix('n').map(|digits| {
            let mut digits = digits.chars().filter_map(|c| c.to_digit(10)).map(|n| n as usize);
            (digits.next(), digits.next(), name.len())
        });
        if let Some((Some(least), most, 2..=3)) = figures {
            return Some(Self::Figures(least, most.unwrap_or(least)));
        }
        Some(match name {
            "y4" => Self::YearFigures,
            "roman" => Self::Roman,
            "roman-month" => Self::RomanMonth,
            "ordinal" => Self::Ordinal,
            "count" => Self::Count,
            "paired" => Self::Paired,
            "dash" => Self::Dash,
            "@start" => Self::Start,
            "@plain" => Self::Plain,
            "@few" => Self::Few,
            "@free" => Self::Free,
            "@agrees" => Self::Agrees,
            "@clause" => Self::Clause,
            "@placed" => Self::Placed,
            "@instrumental" => Self::Instrumental,
            "@dated" => Self::Dated,
            "@quantity" => Self::Quantity,
            "@governor" => Self::Governor,
            "@adjective" => Self::Adjective,
            _ => return None,
        })
    }
}

/// The action or class with this name, if there is one.
pub fn named<'de, T: Deserialize<'de>>(name: &'de str) -> Option<T> {
    let deserializer: StrDeserializer<'de, ValueError> = name.into_deserializer();
    T::deserialize(deserializer).ok()
}

/// Reads one item of a pattern; `names` are those of the symbols.
pub fn item(text: &str, names: &[&str]) -> Result<Item, String> {
    let (look, rest) = match text.strip_prefix('<') {
        Some(rest) => (Look::Behind, rest),
        None => match text.strip_prefix(['&', '!']) {
            Some(_) if text.starts_with('!') => (Look::Ahead, text),
            Some(rest) => (Look::Ahead, rest),
            None => (Look::Here, text),
        },
    };
    let denied = rest.starts_with('!');
    let rest = rest.strip_prefix('!').unwrap_or(rest);
    let tight = rest.starts_with('~');
    let rest = rest.strip_prefix('~').unwrap_or(rest);
    let optional = rest.ends_with('?');
    let repeated = rest.ends_with('*');
    let rest = rest.strip_suffix(['?', '*']).unwrap_or(rest);
    let what = |name: &str| {
        let symbol = names.iter().position(|known| *known == name).map(What::Symbol);
        let class = || named(name).map(What::Class);
        let terminal = || Terminal::named(name).map(What::Terminal);
        symbol.or_else(terminal).or_else(class).ok_or_else(|| format!("nothing is called «{name}»"))
    };
    let any: Result<Vec<What>, String> = rest.split('|').map(what).collect();
    Ok(Item { any: any?, look, denied, optional, repeated, tight })
}
