//! The words of dates by what they say, from a `dates.tsv`.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::lexicon::tsv;
use crate::model::date::edtf::Season;
use crate::model::date::named::{Era, Feast, Named, Part, Slot};
use crate::model::date::value::{Calendar, Precision};

/// What a word of dates does; `data/lexicon/README.md` says more of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the README of the lexicon describes every class")]
pub enum Class {
    About,
    AdjectiveEnding,
    After,
    And,
    Article,
    Before,
    Body,
    Between,
    Cardinal,
    Century,
    CenturyLetter,
    Counted,
    CountedEnding,
    Dated,
    Dates,
    DayNoun,
    Days,
    DaySuffix,
    Document,
    Earlier,
    Early,
    Era,
    Eve,
    Even,
    Event,
    Feast,
    Fraction,
    From,
    Glued,
    GluedPlural,
    GovernorStem,
    Homonym,
    Instrumental,
    Last,
    Later,
    Millennium,
    Money,
    Month,
    MonthNoun,
    MonthShort,
    Night,
    NominativeEnding,
    NounEnding,
    Nth,
    Of,
    On,
    OneUnit,
    Or,
    Ordinal,
    Part,
    Per,
    PluralEnding,
    PluralS,
    Price,
    QuantityEnding,
    Reference,
    Relative,
    Season,
    SeasonNoun,
    Set,
    Since,
    Street,
    Stretch,
    Style,
    Suffix,
    Suffixes,
    That,
    Then,
    Through,
    Titled,
    To,
    Turn,
    Uncertain,
    Unit,
    Until,
    UntilBy,
    Weekday,
    When,
    Within,
    World,
    Year,
    YearShort,
    YearSuffix,
    Years,
}

/// A set of classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes(u128);

impl Classes {
    /// The set of one class.
    pub fn of(class: Class) -> Self {
        Self(1 << class as u8)
    }

    /// The set with the bit of something that is no word; there is room from 100 to 127.
    pub(crate) fn other(bit: u8) -> Self {
        Self(1 << bit)
    }

    /// Those of either.
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are not of the others.
    pub fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// How many they are.
    pub fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether they share a class.
    pub fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// What a word adds to an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// Nothing but its class.
    Nothing,
    /// A number.
    Number(i32),
    /// A field of a date.
    Named(Box<Named>),
    /// A unit of time, so many at once: a week is seven days.
    Unit(Precision, i32),
}

/// One reading of a word, alone or as the beginning of a phrase.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it does.
    pub class: Class,
    /// The words and marks that must follow.
    pub rest: Vec<String>,
    /// What it says.
    pub meaning: Meaning,
}

/// Every reading of a word.
#[derive(Debug, Default)]
pub struct Word {
    /// The classes of its readings.
    pub classes: Classes,
    /// Its readings, longer phrases first.
    pub entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Line {
    class: Class,
    form: String,
    value: String,
}

/// The words of dates in lower case.
#[derive(Debug, Default)]
pub struct Dates {
    words: FxHashMap<String, Word>,
    sieve: Sieve,
    /// Stems and endings of words by class; true for those that fit after 2 to 4 alone.
    parts: Vec<(Class, String, bool)>,
}

impl Dates {
    /// Reads an embedded table.
    pub fn read(name: &str, table: &str) -> Self {
        let mut dates = Self::default();
        for Line { class, form, value } in tsv::rows(name, table) {
            match class {
                Class::AdjectiveEnding
                | Class::CountedEnding
                | Class::GovernorStem
                | Class::NominativeEnding
                | Class::NounEnding
                | Class::PluralEnding
                | Class::QuantityEnding => dates.parts.push((class, form, value == "few")),
                _ => dates.add(class, &form, &value),
            }
        }
        for word in dates.words.values_mut() {
            word.entries.sort_by_key(|entry| std::cmp::Reverse(entry.rest.len()));
        }
        dates
    }

    fn add(&mut self, class: Class, form: &str, value: &str) {
        let mut tokens = phrase(form).into_iter();
        let Some(first) = tokens.next() else { return };
        self.sieve.add(&first);
        let word = self.words.entry(first).or_default();
        word.classes = word.classes.or(Classes::of(class));
        let meaning = meaning(class, value).unwrap_or(Meaning::Nothing);
        word.entries.push(Entry { class, rest: tokens.collect(), meaning });
    }

    /// What is known of a word.
    pub fn get(&self, word: &str) -> Option<&Word> {
        self.sieve.may_hold(word).then(|| self.words.get(word)).flatten()
    }

    /// Whether the word alone belongs to the class.
    pub fn is(&self, class: Class, word: &str) -> bool {
        let alone = |entry: &Entry| entry.class == class && entry.rest.is_empty();
        self.get(word).is_some_and(|word| word.entries.iter().any(alone))
    }

    /// Whether the word belongs to the class when a full stop follows.
    pub fn is_short(&self, class: Class, word: &str) -> bool {
        let short = |entry: &Entry| entry.class == class && entry.rest.len() == 1;
        self.get(word)
            .is_some_and(|word| word.entries.iter().any(|e| short(e) && e.rest.concat() == "."))
    }

    /// Whether the word ends as those of the class do.
    pub fn ends(&self, class: Class, word: &str) -> bool {
        self.parts_of(class).any(|(ending, _)| word.ends_with(ending))
    }

    /// Whether a noun may end so behind a number.
    pub fn is_counted(&self, word: &str, number: i32) -> bool {
        let few = (2..=4).contains(&(number % 10)) && !(12..=14).contains(&(number % 100));
        let fits = |(ending, of_few): (&str, bool)| (few || !of_few) && word.ends_with(ending);
        self.parts_of(Class::CountedEnding).any(fits)
    }

    /// Whether it is a verb that takes the preposition of an open bound for its object.
    pub fn is_governor(&self, word: &str) -> bool {
        self.parts_of(Class::GovernorStem).any(|(stem, _)| word.starts_with(stem))
    }

    fn parts_of(&self, class: Class) -> impl Iterator<Item = (&str, bool)> {
        let of_class = self.parts.iter().filter(move |(one, ..)| *one == class);
        of_class.map(|(_, part, of_few)| (part.as_str(), *of_few))
    }
}

/// A set of what words look like, which tells most words apart from those of a table without a
/// hash: nearly all words of a text are none of dates.
#[derive(Debug)]
struct Sieve(Vec<u64>);

impl Default for Sieve {
    fn default() -> Self {
        Self(vec![0; (1 << 16) / 64])
    }
}

impl Sieve {
    fn add(&mut self, word: &str) {
        let key = Self::key(word);
        if let Some(bits) = self.0.get_mut(key / 64) {
            *bits |= 1 << (key % 64);
        }
    }

    fn may_hold(&self, word: &str) -> bool {
        let key = Self::key(word);
        self.0.get(key / 64).is_some_and(|bits| bits >> (key % 64) & 1 == 1)
    }

    /// Sixteen bits of the length and of the bytes in which Cyrillic letters differ.
    fn key(word: &str) -> usize {
        let byte = |at: usize| usize::from(word.as_bytes().get(at).copied().unwrap_or_default());
        (byte(1) & 63) | (byte(3) & 63) << 6 | (word.len() & 15) << 12
    }
}

/// A form as words and single marks.
fn phrase(form: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut in_word = false;
    for c in form.chars() {
        let inside = c.is_alphanumeric() || c == '\'';
        match tokens.last_mut().filter(|_| inside && in_word) {
            Some(last) => last.push(c),
            None if c.is_whitespace() => {}
            None => tokens.push(c.to_string()),
        }
        in_word = inside;
    }
    tokens
}

/// What the value of a line says; none where the class has no value.
fn meaning(class: Class, value: &str) -> Option<Meaning> {
    let number = || value.parse::<i32>().ok();
    let ratio = |mark: char| {
        let (a, b) = value.split_once(mark)?;
        Some((a.parse::<u8>().ok()?, b.parse::<u8>().ok()?))
    };
    let named = Named::default();
    let of = |named: Named| Meaning::Named(Box::new(named));
    Some(match class {
        Class::Month | Class::MonthShort => {
            of(Named { month: Slot::Is(value.parse().ok()?), ..named })
        }
        Class::Season | Class::SeasonNoun => of(Named { season: Season::new(number()?), ..named }),
        Class::Era => {
            let era = if value == "before" { Era::Before } else { Era::After };
            of(Named { era: Some(era), ..named })
        }
        Class::Style => {
            let julian = value == "julian";
            let style = if julian { Calendar::Julian } else { Calendar::Gregorian };
            of(Named { style: Some(style), ..named })
        }
        Class::Part | Class::Early => {
            let (n, parts) = ratio('/')?;
            of(Named { part: Some(Part { n, of: parts }), ..named })
        }
        Class::Feast => {
            let feast = match value.strip_prefix("easter") {
                Some(days) => Feast::Easter(days.parse().ok()?),
                None => ratio('-').map(|(month, day)| Feast::Fixed(month, day))?,
            };
            of(Named { feast: Some(feast), ..named })
        }
        Class::Unit | Class::OneUnit => match value {
            "day" => Meaning::Unit(Precision::Day, 1),
            "week" => Meaning::Unit(Precision::Day, 7),
            "month" => Meaning::Unit(Precision::Month, 1),
            "year" => Meaning::Unit(Precision::Year, 1),
            "decade" => Meaning::Unit(Precision::Decade, 1),
            _ => Meaning::Unit(Precision::Century, 1),
        },
        Class::Last => Meaning::Number(0),
        _ => Meaning::Number(number()?),
    })
}
