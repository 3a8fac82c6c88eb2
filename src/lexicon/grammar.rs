//! The grammar of temporal expressions, from `data/grammar/dates.tsv`.
//!
//! A line says that a symbol is made of a sequence of items, and what is done with their values.
//! Symbols begin with a capital; other items are classes of the lexicon, marks in quotation marks,
//! and the built-in terminals of [`Terminal`]. `?` makes an item optional, `*` repeats it, `|`
//! parts alternatives, `~` says that no white space stands before it. `<` looks at what stands
//! before, `&` at what follows, `!` denies either.

use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as ValueError;

use crate::lexicon::dates::{Class, Classes};
use crate::lexicon::{rules, tsv};

/// The table as it stands in the repository.
pub const TEXT: &str = include_str!("../../data/grammar/dates.tsv");

/// The symbol of a whole expression.
pub const START: &str = "Expression";

/// The parser keeps a bit for each symbol.
const SYMBOLS: usize = 64;

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
    /// Two numbers in words are a year: «nineteen seventeen».
    PairedYear,
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
    /// The number says how many decades later.
    ShiftDecade,
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

/// One way to make a symbol.
#[derive(Debug)]
pub struct Production {
    /// Index of its rule; none for one that only groups.
    pub rule: Option<usize>,
    /// What it is made of.
    pub items: Vec<Item>,
    /// What is done with the values.
    pub does: Vec<Action>,
    /// What its first word, number or mark may be.
    pub first: Classes,
    /// Of what it holds at least one.
    pub needs: Classes,
    /// What follows a first item of one piece; none if that may be anything.
    pub second: Option<Classes>,
}

/// A symbol and the ways to make it.
#[derive(Debug, Default)]
pub struct Symbol {
    /// In the order of the table.
    pub productions: Vec<Production>,
    /// What its first word, number or mark may be.
    pub first: Classes,
    /// Of what it holds at least one.
    pub needs: Classes,
}

/// The whole grammar.
#[derive(Debug)]
pub struct Grammar {
    /// Every symbol.
    pub symbols: Vec<Symbol>,
    /// Index of the symbol of a whole expression.
    pub start: usize,
}

#[derive(Deserialize)]
struct Line {
    rule_id: String,
    makes: String,
    pattern: String,
    does: String,
}

static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| {
    #[expect(clippy::panic, reason = "a test reads the table")]
    Grammar::read(TEXT).unwrap_or_else(|error| panic!("grammar of dates: {error}"))
});

/// The grammar of all languages; what a language has no words for never matches.
pub fn get() -> &'static Grammar {
    &GRAMMAR
}

impl Grammar {
    /// Reads a table; says what is wrong with it.
    pub fn read(table: &str) -> Result<Self, String> {
        let lines: Vec<Line> = tsv::rows("dates grammar", table);
        let mut names: Vec<&str> = Vec::new();
        for line in &lines {
            if !names.contains(&line.makes.as_str()) {
                names.push(&line.makes);
            }
        }
        if names.len() > SYMBOLS {
            return Err(format!("more than {SYMBOLS} symbols"));
        }
        let mut symbols: Vec<Symbol> = names.iter().map(|_| Symbol::default()).collect();
        for line in &lines {
            let at = names.iter().position(|name| *name == line.makes);
            let wrong = |error: String| format!("{} «{}»: {error}", line.makes, line.pattern);
            let production = production(line, &names).map_err(wrong)?;
            if let Some(symbol) = at.and_then(|at| symbols.get_mut(at)) {
                symbol.productions.push(production);
            }
        }
        let start = names.iter().position(|name| *name == START).ok_or("no start")?;
        let mut grammar = Self { symbols, start };
        for symbol in grammar.order()? {
            let sets: Vec<_> = grammar
                .symbols
                .get(symbol)
                .into_iter()
                .flat_map(|symbol| &symbol.productions)
                .map(|one| (grammar.first(one), grammar.needs(one), grammar.second(one)))
                .collect();
            let Some(symbol) = grammar.symbols.get_mut(symbol) else { continue };
            for (production, (first, needs, second)) in symbol.productions.iter_mut().zip(sets) {
                (production.first, production.needs, production.second) = (first, needs, second);
                symbol.first = symbol.first.and(first);
                symbol.needs = symbol.needs.and(needs);
            }
        }
        Ok(grammar)
    }

    /// The symbols, each after those that it is made of.
    fn order(&self) -> Result<Vec<usize>, String> {
        let mut order = Vec::new();
        while order.len() < self.symbols.len() {
            let ready = |symbol: &usize| {
                let symbols = self.symbols.get(*symbol).into_iter().flat_map(|s| &s.productions);
                let parts = symbols.flat_map(|one| &one.items).flat_map(|item| &item.any);
                let done = |what: &What| match what {
                    What::Symbol(symbol) => order.contains(symbol),
                    What::Class(_) | What::Terminal(_) => true,
                };
                !order.contains(symbol) && parts.into_iter().all(done)
            };
            let next = (0..self.symbols.len()).find(ready).ok_or("a symbol holds itself")?;
            order.push(next);
        }
        Ok(order)
    }

    /// What a production may begin with.
    fn first(&self, production: &Production) -> Classes {
        self.begins(&production.items).0
    }

    /// What may stand behind the first item of a production, if that is a number in figures.
    fn second(&self, production: &Production) -> Option<Classes> {
        let at = production.items.iter().position(|item| item.look == Look::Here)?;
        let (first, rest) = production.items.get(at..)?.split_first()?;
        let figures = |what: &What| {
            matches!(what, What::Terminal(Terminal::Figures(..) | Terminal::YearFigures | Terminal::Roman))
        };
        let one = !first.optional && !first.repeated && first.any.iter().all(figures);
        let (second, closed) = self.begins(rest);
        (one && closed).then_some(second)
    }

    /// What the items may begin with, and whether they cannot be empty.
    fn begins(&self, items: &[Item]) -> (Classes, bool) {
        let mut all = Classes::default();
        for item in items.iter().filter(|item| item.look == Look::Here) {
            all = item.any.iter().fold(all, |all, what| all.and(self.set(*what, |s| s.first)));
            if !item.optional && !item.repeated {
                return (all, true);
            }
        }
        (all, false)
    }

    /// The rarest of the items that a production cannot do without: the set with the fewest common
    /// members.
    fn needs(&self, production: &Production) -> Classes {
        let needed = |item: &&Item| {
            item.look == Look::Here && !item.denied && !item.optional && !item.repeated
        };
        let set = |item: &Item| {
            item.any.iter().fold(Classes::default(), |all, what| all.and(self.set(*what, |s| s.needs)))
        };
        let sets = production.items.iter().filter(needed).map(set);
        sets.min_by_key(|set| (set.meet(bits::common()), set.len())).unwrap_or_default()
    }

    fn set(&self, what: What, of: impl Fn(&Symbol) -> Classes) -> Classes {
        match what {
            What::Symbol(symbol) => self.symbols.get(symbol).map(of).unwrap_or_default(),
            What::Class(class) => Classes::of(class),
            What::Terminal(terminal) => terminal.first(),
        }
    }
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
        marks.into_iter().chain(words).fold(Classes::default(), Classes::and)
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
    fn first(self) -> Classes {
        match self {
            Self::Figures(..) => Classes::other(bits::NUMBER),
            Self::YearFigures => Classes::other(bits::YEAR),
            Self::Roman | Self::RomanMonth => Classes::other(bits::ROMAN),
            Self::Ordinal => Classes::of(Class::Ordinal).and(Classes::of(Class::Cardinal)),
            Self::Count => Classes::of(Class::Cardinal).and(Classes::other(bits::NUMBER)),
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

fn named<'de, T: Deserialize<'de>>(name: &'de str) -> Option<T> {
    let deserializer: serde::de::value::StrDeserializer<'de, ValueError> =
        name.into_deserializer();
    T::deserialize(deserializer).ok()
}

fn production(line: &Line, names: &[&str]) -> Result<Production, String> {
    let rule = match line.rule_id.as_str() {
        "-" => None,
        id => Some(rules::index(id).ok_or("no such rule")?),
    };
    let items: Result<Vec<Item>, String> =
        line.pattern.split_whitespace().map(|text| item(text, names)).collect();
    let action = |name| named(name).ok_or_else(|| format!("no action «{name}»"));
    let does: Result<Vec<Action>, String> = line.does.split_whitespace().map(action).collect();
    Ok(Production { rule, items: items?, does: does?, first: Classes::default(), needs: Classes::default(), second: None })
}

fn item(text: &str, names: &[&str]) -> Result<Item, String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_in_a_grammar_are_named() {
        let read = |line: &str| {
            let table = format!("rule_id\tmakes\tpattern\tdoes\n{line}\n");
            Grammar::read(&table).unwrap_err()
        };
        assert!(read("date.day\tExpression\tn12 Moon\tday").contains("«Moon»"));
        assert!(read("date.day\tExpression\tn12\tdance").contains("«dance»"));
        assert!(read("date.none\tExpression\tn12\tday").contains("no such rule"));
        assert!(read("date.day\tExpression\tn12 Expression\tday").contains("holds itself"));
        assert!(read("date.day\tDay\tn12\tday").contains("no start"));
    }
}
