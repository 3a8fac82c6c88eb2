//! The grammar of temporal expressions, from `data/grammar/dates.tsv`.
//!
//! A line says that a symbol is made of a sequence of items, and what is done with their values.
//! Symbols begin with a capital; other items are classes of the lexicon, marks in quotation marks,
//! and the built-in terminals of [`item::Terminal`]. `?` makes an item optional, `*` repeats it, `|`
//! parts alternatives, `~` says that no white space stands before it. `<` looks at what stands
//! before, `&` at what follows, `!` denies either.

pub mod item;

use std::sync::LazyLock;

use serde::Deserialize;

use crate::lexicon::dates::Classes;
use crate::lexicon::grammar::item::{Action, Item, Look, Terminal, What, bits, item, named};
use crate::lexicon::{rules, tsv};

/// The table as it stands in the repository.
pub const TEXT: &str = include_str!("../../../data/grammar/dates.tsv");

/// The symbol of a whole expression.
pub const START: &str = "Expression";

/// The parser keeps a bit for each symbol.
const SYMBOLS: usize = 64;

/// One way to make a symbol.
#[derive(Debug)]
pub struct Production {
    /// Index of its rule; none for one that only groups.
    pub rule: Option<usize>,
    /// What it is made of.
    pub items: Vec<Item>,
    /// The fields that its numbers become, in order.
    pub fields: Vec<Action>,
    /// What is done with the values then.
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
                symbol.first = symbol.first.or(first);
                symbol.needs = symbol.needs.or(needs);
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
            matches!(
                what,
                What::Terminal(Terminal::Figures(..) | Terminal::YearFigures | Terminal::Roman)
            )
        };
        let one = !first.optional && !first.repeated && first.any.iter().all(figures);
        let (second, closed) = self.begins(rest);
        (one && closed).then_some(second)
    }

    /// What the items may begin with, and whether they cannot be empty.
    fn begins(&self, items: &[Item]) -> (Classes, bool) {
        let mut all = Classes::default();
        for item in items.iter().filter(|item| item.look == Look::Here) {
            all = item.any.iter().fold(all, |all, what| all.or(self.set(*what, |s| s.first)));
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
            item.any
                .iter()
                .fold(Classes::default(), |all, what| all.or(self.set(*what, |s| s.needs)))
        };
        let sets = production.items.iter().filter(needed).map(set);
        sets.min_by_key(|set| (set.meet(bits::common()), set.count())).unwrap_or_default()
    }

    fn set(&self, what: What, of: impl Fn(&Symbol) -> Classes) -> Classes {
        match what {
            What::Symbol(symbol) => self.symbols.get(symbol).map(of).unwrap_or_default(),
            What::Class(class) => Classes::of(class),
            What::Terminal(terminal) => terminal.first(),
        }
    }
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
    let (fields, does) = does?.into_iter().partition(|action| action.is_field());
    Ok(Production {
        rule,
        items: items?,
        fields,
        does,
        first: Classes::default(),
        needs: Classes::default(),
        second: None,
    })
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
