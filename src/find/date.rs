//! Dates in words and figures: days, months, years and simple ranges of them.
//!
//! Spans and values follow the project's conventions for temporal expressions: prepositions stay
//! outside unless they open a range, the noun for year and the full stop of its abbreviation stay
//! inside, a range is one mention.

use crate::find::Ctx;
use crate::lexicon::rules;
use crate::lexicon::words::{Class, Era};
use crate::model::date::{Partial, When};
use crate::model::layout::{Sentence, TokenKind};
use crate::model::mention::{Found, Reading};

/// Years that a bare number of four figures may mean.
const BARE_YEARS: std::ops::RangeInclusive<i32> = 1000..=2100;

const DASHES: [&str; 7] = ["-", "‒", "–", "—", "―", "−", "/"];

/// Proposes every date of a sentence, from left to right.
pub fn find(ctx: &Ctx<'_>, sentence: &Sentence, found: &mut Vec<Found>) {
    let mut at = sentence.tokens.start;
    while at < sentence.tokens.end {
        if !may_begin(ctx, at) {
            at += 1;
            continue;
        }
        let dated =
            worded_range(ctx, at).or_else(|| dashed_range(ctx, at)).or_else(|| single(ctx, at));
        match dated {
            Some(dated) if is_bounded(ctx, dated.from) => at = dated.to.max(at + 1),
            Some(dated) if dated.to <= sentence.tokens.end => {
                let rule = rules::get(dated.rule);
                let reading = Reading::Date { when: dated.when, impossible: dated.impossible };
                found.push(Found { span: ctx.cover(dated.from, dated.to), rule, reading });
                at = dated.to.max(at + 1);
            }
            // A date whose value is another is passed over whole.
            _ => at = changed_end(ctx, at).unwrap_or(at + 1),
        }
    }
}

/// Whether a date may begin at this token; nearly all tokens are passed over here.
fn may_begin(ctx: &Ctx<'_>, at: usize) -> bool {
    let Some(token) = ctx.token(at) else { return false };
    let word = || {
        let word = ctx.folded(at);
        let words = ctx.lang.words();
        ctx.lang.months().get(word).is_some()
            || words.is(Class::Range, word)
            || words.is(Class::Year, word)
    };
    token.is_number() || (token.is_word() && word())
}

/// A date expression over the tokens `from..to`.
struct Dated {
    from: usize,
    to: usize,
    when: When,
    impossible: bool,
    rule: &'static str,
}

/// Figures and month words as they stand, before they have a value.
#[derive(Debug, Clone, Copy, Default)]
struct Figures {
    from: usize,
    to: usize,
    day: Option<u8>,
    month: Option<u8>,
    year: Option<i32>,
    /// Whether a word or an ending says that the number is a year.
    marked: bool,
}

impl Figures {
    /// The value, and whether a day had to be dropped for it.
    fn value(&self) -> Option<(Partial, bool)> {
        let year = self.year?;
        match Partial::new(year, self.month, self.day) {
            Some(value) => Some((value, false)),
            None => Partial::new(year, self.month, None).map(|value| (value, true)),
        }
    }

    /// The same with month and year taken from the second half of a range.
    fn completed_by(self, other: &Self) -> Option<Self> {
        let shares = match (self.day, self.month, self.year) {
            (_, _, Some(_)) => true,
            (Some(_), _, None) => other.day.is_some(),
            (None, Some(_), None) => other.month.is_some(),
            (None, None, None) => false,
        };
        shares.then_some(Self {
            month: self.month.or(other.month.filter(|_| self.year.is_none())),
            year: self.year.or(other.year),
            ..self
        })
    }

    fn rule(&self) -> &'static str {
        match (self.day, self.month, self.marked) {
            (Some(_), _, _) => "date.day",
            (None, Some(_), _) => "date.month",
            (None, None, true) => "date.year",
            (None, None, false) => "date.year-bare",
        }
    }
}

/// One date that needs no other.
fn single(ctx: &Ctx<'_>, at: usize) -> Option<Dated> {
    let figures = figures(ctx, at)?;
    figures.year?;
    let bare = figures.month.is_none() && !figures.marked;
    if is_changed(ctx, &figures) || (bare && !bare_year_fits(ctx, &figures)) {
        return None;
    }
    let (value, impossible) = figures.value()?;
    let Figures { from, to, .. } = figures;
    Some(Dated { from, to, when: When::At(value), impossible, rule: figures.rule() })
}

/// «1917–1920 рр.», «5-13 грудня 1917», «квітні — червні 1917 року».
fn dashed_range(ctx: &Ctx<'_>, at: usize) -> Option<Dated> {
    let first = figures(ctx, at).or_else(|| day_alone(ctx, at)).or_else(|| small_year(ctx, at))?;
    let dash = ctx.after(first.to);
    if !DASHES.contains(&ctx.folded(dash)) {
        return None;
    }
    let tight = dash == first.to && !ctx.is_space(dash + 1);
    // Days before and after a slash are one day in two calendars.
    if ctx.folded(dash) == "/" && (!tight || first.year.is_none()) {
        return None;
    }
    let second = ctx.after(dash + 1);
    let short = || short_year(ctx, second, &first).filter(|_| tight);
    let second = short().or_else(|| figures(ctx, second))?;
    // «1917/18» is a school or budget year; «431–404 рр. до н. е.» counts backwards.
    let first = if second.year.is_some_and(|year| year <= 0) { backwards(first) } else { first };
    let pair =
        ctx.folded(dash) == "/" && first.year.zip(second.year).is_some_and(|(a, b)| a + 1 == b);
    range(ctx, first.from, first, Figures { marked: second.marked || pair, ..second })
}

/// «з 1687 по 1709 рік», «від травня 1918 до січня 1919 р.», «між 1905 і 1907 роками».
fn worded_range(ctx: &Ctx<'_>, at: usize) -> Option<Dated> {
    let words = ctx.lang.words();
    let open = ctx.folded(at);
    if !words.is(Class::Range, open) {
        return None;
    }
    let first = ctx.after(at + 1);
    let first = figures(ctx, first).or_else(|| day_alone(ctx, first))?;
    let join = ctx.after(first.to);
    if !words.is_range(open, ctx.folded(join)) {
        return None;
    }
    let second = figures(ctx, ctx.after(join + 1))?;
    range(ctx, at, first, second)
}

fn range(ctx: &Ctx<'_>, from: usize, first: Figures, second: Figures) -> Option<Dated> {
    let years_only = second.month.is_none();
    let marked = second.marked || first.marked;
    if years_only && (first.month.is_some() || first.day.is_some()) {
        return None;
    }
    let bare = Figures { from, ..second };
    let worded = from != first.from && !counts_something(ctx, second.to);
    if years_only && !marked && !worded && !bare_year_fits(ctx, &bare) {
        return None;
    }
    let (start, start_dropped) = first.completed_by(&second)?.value()?;
    let (end, end_dropped) = second.value()?;
    let when = When::between(start, end)?;
    let impossible = start_dropped || end_dropped;
    Some(Dated { from, to: second.to, when, impossible, rule: "date.range" })
}

/// A day, month or year with what belongs to it; at least a month or a year.
fn figures(ctx: &Ctx<'_>, at: usize) -> Option<Figures> {
    if let Some(month) = month(ctx, at) {
        return Some(with_year(ctx, Figures { from: at, ..month }));
    }
    if let Some(day) = day_alone(ctx, at)
        && let Some(month) = month(ctx, ctx.after(day.to))
    {
        return Some(with_year(ctx, Figures { from: at, day: day.day, ..month }));
    }
    year(ctx, at).or_else(|| year_after_noun(ctx, at))
}

/// The same with the year behind it, if there is one.
fn with_year(ctx: &Ctx<'_>, figures: Figures) -> Figures {
    let mut next = ctx.after(figures.to);
    if ctx.lang.words().is(Class::Month, ctx.folded(next)) {
        next = ctx.after(next + 1);
    }
    match year(ctx, next).or_else(|| year_after_noun(ctx, next)) {
        Some(year) => Figures { to: year.to, year: year.year, marked: year.marked, ..figures },
        None => figures,
    }
}

/// A number of one or two figures, with an ordinal ending.
fn day_alone(ctx: &Ctx<'_>, at: usize) -> Option<Figures> {
    let day = number(ctx, at, 1..=2)?;
    let day = u8::try_from(day).ok().filter(|day| (1..=31).contains(day))?;
    let to = ordinal_end(ctx, at + 1).unwrap_or(at + 1);
    Some(Figures { from: at, to, day: Some(day), ..Figures::default() })
}

/// A month in words; an abbreviation takes its full stop along.
fn month(ctx: &Ctx<'_>, at: usize) -> Option<Figures> {
    if !ctx.is_word(at) {
        return None;
    }
    let word = ctx.folded(at);
    let month = ctx.lang.months().get(word)?;
    let short = ctx.lang.months().is_abbreviation(word);
    if short && ctx.folded(at + 1) != "." {
        return None;
    }
    let to = at + 1 + usize::from(short);
    Some(Figures { from: at, to, month: Some(month), ..Figures::default() })
}

/// «1917», «1917-го», «1917 року», «1917-му р.».
fn year(ctx: &Ctx<'_>, at: usize) -> Option<Figures> {
    let year = number(ctx, at, 1..=4)?;
    let ordinal = ordinal_end(ctx, at + 1);
    let to = ordinal.unwrap_or(at + 1);
    let noun = year_noun(ctx, ctx.after(to));
    let marked = noun.is_some() || (ordinal.is_some() && year >= 1000);
    let to = noun.unwrap_or(to);
    let era = era_end(ctx, to);
    let tied = ctx.folded(to) == "-" && ctx.is_word(to + 1);
    let fits = match (marked, era) {
        (true, Some(_)) => year > 0,
        // Larger years count from the creation of the world.
        (true, None) => (100..=*BARE_YEARS.end()).contains(&year),
        (false, _) => BARE_YEARS.contains(&year) && !tied,
    };
    // The year before 1 is 1 BC, which astronomers number 0.
    let year = if era.is_some_and(|(era, _)| era == Era::Before) { 1 - year } else { year };
    let to = era.map_or(to, |(_, to)| to);
    fits.then_some(Figures { from: at, to, year: Some(year), marked, ..Figures::default() })
}

/// «року 1648».
fn year_after_noun(ctx: &Ctx<'_>, at: usize) -> Option<Figures> {
    let next = year_noun(ctx, at)?;
    let number_at = ctx.after(next);
    let figures = year(ctx, number_at).filter(|year| !year.marked && next != number_at)?;
    // «цього року 1500 козаків»: an adjective takes the noun, and the number counts.
    let before = ctx.before(at).map(|at| ctx.folded(at)).unwrap_or_default();
    let taken =
        before.ends_with("ого") || before.ends_with("ому") || before.ends_with(char::is_numeric);
    (!taken).then_some(Figures { from: at, marked: true, ..figures })
}

/// «20» in «1918–20»: two figures that end a later year of the same century.
fn short_year(ctx: &Ctx<'_>, at: usize, first: &Figures) -> Option<Figures> {
    let ending = figures_at(ctx, at, 2..=2)?;
    let start = first.year.filter(|_| first.month.is_none())?;
    let year = start - start % 100 + ending;
    if year <= start {
        return None;
    }
    let noun = year_noun(ctx, ctx.after(at + 1));
    let to = noun.unwrap_or(at + 1);
    Some(Figures { from: at, to, year: Some(year), marked: noun.is_some(), ..Figures::default() })
}

/// The token after the noun for year, and after the full stop of its abbreviation.
fn year_noun(ctx: &Ctx<'_>, at: usize) -> Option<usize> {
    let word = ctx.folded(at);
    if !ctx.lang.words().is(Class::Year, word) {
        return None;
    }
    let short = word.chars().count() < 3;
    match (short, ctx.folded(at + 1)) {
        (true, ".") => Some(at + 2),
        _ => Some(at + 1),
    }
}

/// The token after an ordinal ending that a hyphen ties to the number before.
fn ordinal_end(ctx: &Ctx<'_>, at: usize) -> Option<usize> {
    let tied = ctx.folded(at) == "-" && ctx.lang.words().is(Class::Ordinal, ctx.folded(at + 1));
    tied.then_some(at + 2)
}

/// The era named at this token, and the token after it.
fn era_end(ctx: &Ctx<'_>, at: usize) -> Option<(Era, usize)> {
    let at = ctx.after(at);
    let start = ctx.token(at)?.span.start();
    let rest = ctx.cleaned.folded.as_str().get(start..)?;
    let (era, length) = ctx.lang.words().era(rest)?;
    let end = start + length;
    let tokens = ctx.layout.tokens.get(at..)?;
    Some((era, at + tokens.partition_point(|token| token.span.start() < end)))
}

/// A number that only the second half of its range can show to be a year: «431–404 рр.».
fn small_year(ctx: &Ctx<'_>, at: usize) -> Option<Figures> {
    let year = number(ctx, at, 3..=4)?;
    Some(Figures { from: at, to: at + 1, year: Some(year), ..Figures::default() })
}

/// The same year counted backwards.
fn backwards(figures: Figures) -> Figures {
    Figures { year: figures.year.map(|year| 1 - year), ..figures }
}

/// The token after a date that a bound or a style makes another value.
fn changed_end(ctx: &Ctx<'_>, at: usize) -> Option<usize> {
    let figures = figures(ctx, at).filter(|figures| figures.year.is_some())?;
    is_changed(ctx, &figures).then_some(figures.to)
}

/// Whether what stands around the date makes its value another than it has by itself.
fn is_changed(ctx: &Ctx<'_>, figures: &Figures) -> bool {
    is_bounded(ctx, figures.from) || is_old_style(ctx, figures.to)
}

/// Whether words behind it put the date in the Julian calendar: «(ст. ст.)».
fn is_old_style(ctx: &Ctx<'_>, at: usize) -> bool {
    let start = ctx.token(at).map_or(0, |token| token.span.start());
    let rest = ctx.cleaned.folded.as_str().get(start..).unwrap_or_default();
    ctx.lang.words().is_old_style(rest.trim_start_matches([' ', '(', ',']))
}

/// Whether a preposition makes it the bound of an open stretch, whose value is another: «до 1861
/// року», «після 1945 року».
fn is_bounded(ctx: &Ctx<'_>, from: usize) -> bool {
    let words = ctx.lang.words();
    let mut before = ctx.before(from);
    if before.is_some_and(|at| words.is(Class::Part, ctx.folded(at))) {
        before = before.and_then(|at| ctx.before(at));
    }
    before.is_some_and(|at| words.is(Class::Bound, ctx.folded(at)))
}

/// A number with this many figures, that is no part of a decimal or a reference.
fn number(ctx: &Ctx<'_>, at: usize, figures: std::ops::RangeInclusive<usize>) -> Option<i32> {
    let number = figures_at(ctx, at, figures)?;
    let before = at.checked_sub(1).map(|before| ctx.folded(before)).unwrap_or_default();
    let decimal = matches!(before, "." | ",") && before_that_is_number(ctx, at);
    (!decimal && before != "№").then_some(number)
}

/// A number with this many figures.
fn figures_at(ctx: &Ctx<'_>, at: usize, figures: std::ops::RangeInclusive<usize>) -> Option<i32> {
    let is_number = ctx.token(at).is_some_and(|token| token.kind == TokenKind::Number);
    let text = ctx.folded(at);
    if !is_number || !figures.contains(&text.len()) {
        return None;
    }
    text.parse().ok()
}

fn before_that_is_number(ctx: &Ctx<'_>, at: usize) -> bool {
    let before = at.checked_sub(2).and_then(|before| ctx.token(before));
    before.is_some_and(|token| token.kind == TokenKind::Number)
}

/// Whether four figures without the word for year are one: after a preposition of time or in
/// brackets, and not counting what follows.
fn bare_year_fits(ctx: &Ctx<'_>, figures: &Figures) -> bool {
    let before = ctx.before(figures.from).map(|at| ctx.folded(at)).unwrap_or_default();
    let bracketed = before == "(" && matches!(ctx.folded(figures.to), ")" | "," | ";");
    let words = ctx.lang.words();
    let next = ctx.folded(ctx.after(figures.to));
    // «від 1000 до 1500 вояків»: half of a range that is none of years.
    let timed = words.is(Class::When, before) && !words.is_range(before, next);
    bracketed || (timed && !counts_something(ctx, figures.to))
}

/// Whether a word that may be a noun follows: «у 1500 селах».
fn counts_something(ctx: &Ctx<'_>, at: usize) -> bool {
    let next = ctx.after(at);
    let lower = ctx.is_word(next) && ctx.token(next).is_some_and(|token| !token.is_capital());
    let words = ctx.lang.words();
    let word = ctx.folded(next);
    // After a number, «-ів» is the genitive of a noun rather than a verb.
    let verb = words.may_be_verb(word) && !word.ends_with("ів");
    lower && !verb && !words.is(Class::And, word) && !words.is(Class::When, word)
}
