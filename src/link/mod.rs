//! Here are mentions: who and when is it really? (Entity linking and normalization.)

pub mod date;
mod name;
mod persons;

use std::collections::BTreeMap;

use crate::lang::Language;
use crate::lexicon::rules;
use crate::link::date::{Dates, Resolved};
use crate::link::name::{Context, Pending};
use crate::model::cleaned::Cleaned;
use crate::model::date::day::Day;
use crate::model::date::named::Expression;
use crate::model::date::value::{Inference, Policy, WeekdayStyle};
use crate::model::diag::{Code, Diagnostic};
use crate::model::document::Document;
use crate::model::mention::{Found, Mention, Noun, Reading, Rule, Value};
use crate::model::span::{Raw, Span};

/// Confidence that no date exceeds that falls on another weekday than the text has.
const DOUBTFUL: f64 = 0.7;

/// Confidence that no date exceeds of which the text has something wrong.
const FAULTY: f64 = 0.5;

/// Resolves what was found in a document, and says what could not be decided.
pub fn link(
    document: &Document,
    cleaned: &Cleaned,
    found: Vec<(usize, Found)>,
    lang: &dyn Language,
    policy: Policy,
) -> (Vec<Mention>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut dates = Dates::new(policy, document.metadata.when());
    // Dates first, since names are judged by the years of the text.
    let mut mentions: Vec<Option<Mention>> = Vec::with_capacity(found.len());
    let mut pending = Vec::new();
    let mut end = 0;
    for (sentence, Found { span, rules, confidence, reading }) in found {
        let span = cleaned.to_raw(span);
        // Two that are apart in the view meet in the source when one replacement made both.
        if span.start() < end {
            continue;
        }
        end = span.end();
        match reading {
            Reading::Date(expression) => {
                let resolved = dates.resolve(&expression);
                let surface = document.text.slice(span);
                let problems = problems(&expression, resolved.as_ref(), surface);
                let diagnostic = |(code, text)| Diagnostic::text(code, span, text);
                diagnostics.extend(problems.into_iter().map(diagnostic));
                mentions.push(resolved.map(|resolved| dated(span, sentence, rules, resolved)));
            }
            Reading::Name(naming) => {
                let at = mentions.len();
                let (naming, years) = (*naming, None);
                pending.push(Pending { at, span, sentence, naming, rules, confidence, years });
                mentions.push(None);
            }
        }
    }
    date_names(&mentions, &mut pending);
    for (at, mention) in Context::of(&pending, lang).link(pending) {
        if let Some(place) = mentions.get_mut(at) {
            *place = Some(mention);
        }
    }
    (mentions.into_iter().flatten().collect(), diagnostics)
}

/// A date as a mention.
fn dated(
    span: Span<Raw>,
    sentence: usize,
    mut rules: Vec<&'static Rule>,
    resolved: Resolved,
) -> Mention {
    let Resolved { date, fault, by_policy } = resolved;
    if date.inference == Inference::FromContext {
        rules.push(rules::get("date.context"));
    }
    if date.inference == Inference::DocumentDate {
        rules.push(rules::get("date.document"));
    }
    if by_policy {
        rules.push(rules::get("date.policy"));
    }
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    let least = rules.iter().map(|rule| rule.confidence).reduce(f64::min).unwrap_or_default();
    Mention {
        span,
        sentence,
        canonical: date.when.to_string(),
        lemma_source: None,
        confidence: match (fault, date.weekday_style) {
            (Some(_), _) => least.min(FAULTY),
            (None, Some(WeekdayStyle::Neither)) => least.min(DOUBTFUL),
            (None, _) => least,
        },
        rules,
        noun: Noun::Own,
        value: Value::Date(Box::new(date)),
        candidates: Vec::new(),
    }
}

/// What is wrong with a date, or missing from it.
fn problems(
    expression: &Expression,
    resolved: Option<&Resolved>,
    surface: &str,
) -> Vec<(Code, String)> {
    let Some(Resolved { date, fault, .. }) = resolved else {
        let message = format!(
            "«{surface}» names no year, and no date before it does, so it is not recorded; look for its year in the source"
        );
        return Vec::from_iter(expression.is_day().then_some((Code::NoYear, message)));
    };
    let when = date.when;
    let fault = fault.map(|code| {
        let what = match code {
            Code::DualDate => format!(
                "the two dates of «{surface}» are not the same day in two calendars; {when} is \
                 recorded as written, check the source"
            ),
            Code::Backwards => format!(
                "«{surface}» ends before it begins, {when} is recorded instead; check the source"
            ),
            _ => format!(
                "the calendar has no date «{surface}», {when} is recorded instead; check the \
                 source and its style"
            ),
        };
        (code, what)
    });
    let weekday = || {
        format!(
            "«{surface}» falls on the weekday named beside it in neither calendar; {when} is \
             recorded as written, check the source"
        )
    };
    let neither = date.weekday_style == Some(WeekdayStyle::Neither);
    fault.into_iter().chain(neither.then(|| (Code::Weekday, weekday()))).collect()
}

/// First and last year of a date.
fn years_of(mention: &Mention) -> Option<(i32, i32)> {
    let Value::Date(date) = &mention.value else { return None };
    let (from, to) = (date.when.not_before(), date.when.not_after());
    let year = |day: Day| day.to_gregorian().0;
    Some((year(from.or(to)?), year(to.or(from)?)))
}

/// The years that a text speaks of at each name: those of the dates of the sentence, else of the
/// last date before it, else of all dates of the document.
fn date_names(mentions: &[Option<Mention>], pending: &mut [Pending]) {
    let wider = |a: (i32, i32), b: (i32, i32)| (a.0.min(b.0), a.1.max(b.1));
    let dates = || mentions.iter().flatten().filter_map(|m| Some((m.sentence, years_of(m)?)));
    let all = dates().map(|(_, years)| years).reduce(wider);
    let mut of_sentence: BTreeMap<usize, (i32, i32)> = BTreeMap::new();
    for (sentence, years) in dates() {
        let known = of_sentence.entry(sentence).or_insert(years);
        *known = wider(*known, years);
    }
    for one in pending {
        let before = of_sentence.range(..=one.sentence).next_back().map(|(_, years)| *years);
        one.years = before.or(all);
    }
}
