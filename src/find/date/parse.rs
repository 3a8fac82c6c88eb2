//! The parser: every symbol at every place has one result, the longest; the results are kept, so
//! that time grows with the length of the text.

use crate::find::Ctx;
use crate::find::date::compose::{self, Sense};
use crate::find::date::guard;
use crate::find::date::piece::Piece;
use crate::lexicon::dates::{Class, Classes, Entry};
use crate::lexicon::grammar::item::{Item, Look, Terminal, What, bits};
use crate::lexicon::grammar::{Grammar, Production};

/// How often an item may be repeated, which keeps the time linear.
const REPEATS: usize = 24;

/// What an item or symbol is found to be.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The first piece.
    pub start: usize,
    /// The piece after the last one.
    pub end: usize,
    /// What it says.
    pub sense: Sense,
    /// The rules that made it, a bit for each.
    pub rules: u64,
}

/// The parser of one sentence.
pub struct Parser<'a> {
    /// The text and its language.
    pub ctx: &'a Ctx<'a>,
    /// The sentence.
    pub pieces: &'a [Piece],
    grammar: &'static Grammar,
    /// For each piece, the symbols that were looked for there, and those that were found.
    known: Vec<(u64, u64)>,
    /// The items of the productions that are being tried, the innermost last.
    items: Vec<Parsed>,
    /// What was found: its symbol, and what it is.
    found: Vec<(usize, Parsed)>,
}

impl<'a> Parser<'a> {
    /// A parser of the sentence.
    pub fn new(ctx: &'a Ctx<'a>, pieces: &'a [Piece], grammar: &'static Grammar) -> Self {
        Self {
            ctx,
            pieces,
            grammar,
            known: vec![(0, 0); pieces.len()],
            items: Vec::new(),
            found: Vec::new(),
        }
    }

    /// The piece at a place.
    pub fn piece(&self, at: usize) -> Option<&'a Piece> {
        self.pieces.get(at)
    }

    /// The piece in lower case; empty beyond the end.
    pub fn text(&self, at: usize) -> &'a str {
        self.piece(at).map(|piece| self.ctx.folded(piece.token)).unwrap_or_default()
    }

    /// Whether the piece is a word.
    pub fn is_word(&self, at: usize) -> bool {
        self.piece(at).is_some_and(|piece| self.ctx.is_word(piece.token))
    }

    /// Whether the piece is a word with a capital.
    pub fn is_capital(&self, at: usize) -> bool {
        self.piece(at).is_some_and(|piece| self.ctx.is_capital(piece.token))
    }

    /// Whether the piece has a value, in figures or as a Roman numeral.
    pub fn is_number(&self, at: usize) -> bool {
        self.piece(at).is_some_and(|piece| piece.number.is_some())
    }

    /// Whether no white space stands before the piece.
    pub fn is_tight(&self, at: usize) -> bool {
        self.piece(at).is_some_and(|piece| piece.tight)
    }

    /// The longest expression that begins here.
    pub fn expression(&mut self, at: usize) -> Option<Parsed> {
        self.symbol(self.grammar.start, at)
    }

    fn classes(&self, at: usize) -> Classes {
        self.piece(at).map(|piece| piece.classes).unwrap_or_default()
    }

    fn symbol(&mut self, index: usize, at: usize) -> Option<Parsed> {
        let symbol = self.grammar.symbols.get(index)?;
        let Piece { classes, ahead, .. } = *self.piece(at)?;
        if !classes.meet(symbol.first) || !ahead.meet(symbol.needs) {
            return None;
        }
        let bit = 1_u64 << index;
        let (looked_for, there) = *self.known.get(at)?;
        if looked_for & bit != 0 {
            let is_it = |(symbol, found): &&(usize, Parsed)| *symbol == index && found.start == at;
            let found = || self.found.iter().rev().find(is_it);
            return (there & bit != 0).then(found).flatten().map(|(_, found)| found.clone());
        }
        let mut best: Option<Parsed> = None;
        let next = self.classes(at + 1);
        let may_be = |one: &&Production| {
            classes.meet(one.first)
                && ahead.meet(one.needs)
                && one.second.is_none_or(|second| next.meet(second))
        };
        for production in symbol.productions.iter().filter(may_be) {
            let found = self.production(production, at);
            if let Some(found) = found
                && best.as_ref().is_none_or(|best| found.end > best.end)
            {
                best = Some(found);
            }
        }
        let known = self.known.get_mut(at)?;
        known.0 |= bit;
        if let Some(best) = &best {
            known.1 |= bit;
            self.found.push((index, best.clone()));
        }
        best
    }

    fn production(&mut self, production: &'static Production, at: usize) -> Option<Parsed> {
        let outer = self.items.len();
        let end = self.sequence(&production.items, at, at, 0)?;
        let items = self.items.get(outer..).unwrap_or_default();
        let sense = compose::compose(items, production);
        let own = production.rule.and_then(|rule| 1_u64.checked_shl(u32::try_from(rule).ok()?));
        let rules = items.iter().fold(own.unwrap_or(0), |all, item| all | item.rules);
        self.items.truncate(outer);
        Some(Parsed { start: at, end, sense: sense?, rules })
    }

    /// The end of the items from here, which go to `self.items` if all are there; what is optional
    /// or repeated is taken if the rest fits behind it.
    fn sequence(
        &mut self,
        items: &'static [Item],
        start: usize,
        at: usize,
        repeats: usize,
    ) -> Option<usize> {
        let Some((item, rest)) = items.split_first() else {
            return (at > start).then_some(at);
        };
        if item.look != Look::Here {
            let there = self.looks(item, start, at);
            return if there == item.denied { None } else { self.sequence(rest, start, at, 0) };
        }
        if repeats < REPEATS
            && let Some(found) = self.item(item, at)
        {
            let (end, before) = (found.end, self.items.len());
            self.items.push(found);
            let next = if item.repeated {
                self.sequence(items, start, end, repeats + 1)
            } else {
                self.sequence(rest, start, end, 0)
            };
            if next.is_some() {
                return next;
            }
            self.items.truncate(before);
        }
        if item.optional || item.repeated {
            return self.sequence(rest, start, at, 0);
        }
        None
    }

    /// The longest of what the item may be.
    fn item(&mut self, item: &Item, at: usize) -> Option<Parsed> {
        if item.tight && !self.piece(at)?.tight {
            return None;
        }
        let mut best: Option<Parsed> = None;
        for what in &item.any {
            let found = match *what {
                What::Symbol(index) => self.symbol(index, at),
                What::Class(class) => self.word(class, at),
                What::Terminal(terminal) => self.terminal(terminal, at),
            };
            if let Some(found) = found
                && best.as_ref().is_none_or(|best| found.end > best.end)
            {
                best = Some(found);
            }
        }
        best
    }

    /// Whether one of what the item may be is there, before the start or from here on.
    fn looks(&mut self, item: &Item, start: usize, at: usize) -> bool {
        item.any.iter().any(|what| match (*what, item.look) {
            (What::Class(class), Look::Behind) => self.is_behind(class, start),
            (What::Class(class), _) => self.word(class, at).is_some(),
            (What::Terminal(Terminal::Mark(mark)), Look::Behind) => {
                start.checked_sub(1).is_some_and(|before| self.is_mark(before, mark))
            }
            (What::Terminal(Terminal::Mark(mark)), _) => self.is_mark(at, mark),
            (What::Terminal(terminal), look) => {
                let at = if look == Look::Behind { start } else { at };
                guard::holds(self, terminal, at)
            }
            (What::Symbol(symbol), _) => self.symbol(symbol, at).is_some(),
        })
    }

    /// Whether a word of the class ends before this place.
    pub fn is_behind(&self, class: Class, at: usize) -> bool {
        (1..=4).any(|length| {
            let start = at.checked_sub(length);
            start.is_some_and(|start| {
                self.entry(class, start).any(|entry| entry.rest.len() + 1 == length)
            })
        })
    }

    /// Whether the piece is this mark.
    pub fn is_mark(&self, at: usize, mark: char) -> bool {
        self.text(at).starts_with(mark)
    }

    /// The readings of the class that begin here, longer ones first.
    fn entry(&self, class: Class, at: usize) -> impl Iterator<Item = &'static Entry> {
        let entries = self.piece(at).and_then(|piece| piece.word).map(|word| &word.entries);
        entries.into_iter().flatten().filter(move |entry| {
            entry.class == class
                && entry.rest.iter().enumerate().all(|(n, word)| self.text(at + 1 + n) == word)
        })
    }

    /// The longest phrase of the class that begins here.
    pub fn word(&self, class: Class, at: usize) -> Option<Parsed> {
        if !self.classes(at).meet(Classes::of(class)) {
            return None;
        }
        let entry = self.entry(class, at).next()?;
        let end = at + 1 + entry.rest.len();
        Some(Parsed { start: at, end, sense: Sense::of(&entry.meaning), rules: 0 })
    }

    fn terminal(&self, terminal: Terminal, at: usize) -> Option<Parsed> {
        let piece = self.piece(at)?;
        let text = self.text(at);
        let is_number = self.ctx.token(piece.token).is_some_and(|token| token.is_number());
        let one = |number: Option<i32>| {
            let sense = number.map_or(Sense::Nothing, Sense::Number);
            Some(Parsed { start: at, end: at + 1, sense, rules: 0 })
        };
        match terminal {
            Terminal::Figures(least, most) => {
                let fits = is_number && (least..=most).contains(&text.len());
                piece.number.filter(|_| fits).and_then(|number| one(Some(number)))
            }
            Terminal::YearFigures => {
                let fits = piece.classes.meet(Classes::other(bits::YEAR));
                piece.number.filter(|_| fits).and_then(|number| one(Some(number)))
            }
            Terminal::Roman | Terminal::RomanMonth => {
                let most = if terminal == Terminal::Roman { 39 } else { 12 };
                let fits = |number: &i32| !is_number && *number <= most;
                let capital = self.ctx.is_capital(piece.token);
                piece.number.filter(fits).filter(|_| capital).and_then(|number| one(Some(number)))
            }
            Terminal::Ordinal => self.numeral(at, true),
            Terminal::Paired => self.paired(at),
            Terminal::Count if is_number && text.len() <= 3 => one(piece.number),
            Terminal::Count => self.numeral(at, false),
            Terminal::Dash if piece.classes.meet(Classes::other(bits::DASH)) => one(None),
            Terminal::Mark(mark) => self.is_mark(at, mark).then(|| one(None)).flatten(),
            _ => None,
        }
    }

    /// «Nineteen seventeen».
    fn paired(&self, at: usize) -> Option<Parsed> {
        let first = self.numeral(at, false)?;
        let second = self.numeral(first.end, false)?;
        match (&first.sense, &second.sense) {
            (Sense::Number(a @ 10..=20), Sense::Number(b @ 1..=99)) => {
                Some(Parsed { start: at, sense: Sense::Number(a * 100 + b), ..second })
            }
            _ => None,
        }
    }

    /// A number in words: cardinals, and an ordinal at the end if asked for.
    fn numeral(&self, at: usize, ordinal: bool) -> Option<Parsed> {
        let mut sum = 0;
        let mut smallest = LARGEST;
        let mut end = at;
        loop {
            let cardinal = self.word(Class::Cardinal, end);
            let last = self.word(Class::Ordinal, end).filter(|_| ordinal);
            let done = last.is_some();
            let found = last.or_else(|| cardinal.filter(|_| end < at + 8));
            let Some(Parsed { sense: Sense::Number(number), end: after, .. }) = found else {
                break;
            };
            if number == 1000 && (1..10).contains(&sum) {
                (sum, smallest) = (sum * 1000, 1000);
            } else if number < smallest && fits_behind(number, smallest) {
                (sum, smallest) = (sum + number, number);
            } else {
                break;
            }
            // «Двадцять-восьмого» and «twenty-fifth» have a hyphen between.
            let hyphen =
                self.text(after) == "-" && self.is_tight(after) && self.is_tight(after + 1);
            end = after;
            if done {
                return Some(Parsed { start: at, end, sense: Sense::Number(sum), rules: 0 });
            }
            if hyphen && self.classes(after + 1).meet(Classes::of(Class::Ordinal)) {
                end = after + 1;
            }
        }
        (!ordinal && end > at).then_some(Parsed {
            start: at,
            end,
            sense: Sense::Number(sum),
            rules: 0,
        })
    }
}

/// More than any word for a number says.
const LARGEST: i32 = 1_000_000;

/// Whether a smaller number may follow another within one numeral: «двадцять восьмого», but not
/// «двадцять дванадцятого».
fn fits_behind(number: i32, before: i32) -> bool {
    match before {
        LARGEST => true,
        1000.. => number < 1000,
        100.. => number < 100,
        20.. => number < 10,
        _ => false,
    }
}
