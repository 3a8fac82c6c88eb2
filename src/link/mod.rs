//! Here are mentions: who and when is it really? (Entity linking and normalization.)

pub mod date;

use std::collections::HashSet;

use crate::lang::Language;
use crate::lexicon::names::{Name, NameKind};
use crate::lexicon::rules;
use crate::link::date::{Dates, Resolved};
use crate::model::cleaned::Cleaned;
use crate::model::date::day::Day;
use crate::model::date::named::Expression;
use crate::model::date::value::{Inference, Policy, WeekdayStyle};
use crate::model::diag::{Code, Diagnostic};
use crate::model::document::Document;
use crate::model::entity::EntityId;
use crate::model::mention::{Candidate, Found, LemmaSource, Mention, Noun, Reading, Rule, Value};
use crate::model::span::{Raw, Span};

/// Confidence that no mention exceeds whose name two entities share, whose only candidate does
/// not fit the time of the document, or that falls on another weekday than the text has.
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
    let mut dates = Dates::new(policy);
    let named = named(&found, lang);
    // Dates first, since names are judged by the years of the text.
    let mut mentions: Vec<Option<Mention>> = Vec::with_capacity(found.len());
    let mut names = Vec::new();
    let mut end = 0;
    for (sentence, Found { span, rules, reading }) in found {
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
            Reading::Name { .. } => {
                names.push((mentions.len(), span, sentence, reading));
                mentions.push(None);
            }
        }
    }
    let context = Context { lang, years: years(&mentions), named };
    for (at, span, sentence, reading) in names {
        if let Some(mention) = mentions.get_mut(at) {
            *mention = context.name(span, sentence, reading);
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

/// First and last year of the dates in a document.
fn years(mentions: &[Option<Mention>]) -> Option<(i32, i32)> {
    let years = mentions.iter().flatten().filter_map(|mention| match &mention.value {
        Value::Date(date) => {
            let (from, to) = (date.when.not_before(), date.when.not_after());
            let year = |day: Day| day.to_gregorian().0;
            Some((year(from.or(to)?), year(to.or(from)?)))
        }
        Value::Name(_) => None,
    });
    years.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// The entities that the document names in a way that leaves no choice, surnames apart.
fn named(found: &[(usize, Found)], lang: &dyn Language) -> HashSet<EntityId> {
    let alone = found.iter().filter_map(|(_, one)| match &one.reading {
        Reading::Name { names, .. } => names.first().filter(|_| names.len() == 1),
        Reading::Date(_) => None,
    });
    let names = alone.filter_map(|candidate| lang.names().get(candidate.name));
    names.filter(|name| name.kind != NameKind::Surname).map(|name| name.entity.id.clone()).collect()
}

/// What a document says about the names in it.
struct Context<'a> {
    lang: &'a dyn Language,
    years: Option<(i32, i32)>,
    named: HashSet<EntityId>,
}

impl<'a> Context<'a> {
    /// A name as a mention, if it can be one.
    fn name(&self, span: Span<Raw>, sentence: usize, reading: Reading) -> Option<Mention> {
        let Reading::Name { names, canonical, noun } = reading else { return None };
        let (name, rule, sure) = self.best(&names)?;
        let confidence = rule.confidence;
        Some(Mention {
            span,
            sentence,
            canonical: canonical.unwrap_or_else(|| name.canonical.clone()),
            lemma_source: Some(match noun {
                Noun::Own => LemmaSource::Gazetteer,
                Noun::Shared | Noun::Missing => LemmaSource::Coordination,
            }),
            confidence: if sure { confidence } else { confidence.min(DOUBTFUL) },
            rules: vec![rule],
            noun,
            value: Value::Name(name.entity.clone()),
        })
    }

    /// The likeliest of the names that a form may stand for, and whether it is sure: an entity
    /// that the document names in full elsewhere, then one whose name was in use in its years,
    /// then the main name before others.
    fn best(&self, candidates: &[Candidate]) -> Option<(&'a Name, &'static Rule, bool)> {
        let rank = |name: &Name| {
            let named = self.named.contains(&name.entity.id);
            (!named, !name.in_use(self.years), name.kind)
        };
        let mut names = candidates
            .iter()
            .filter_map(|candidate| Some((self.lang.names().get(candidate.name)?, candidate.rule)));
        let (best, rule) = names.clone().min_by_key(|(name, _)| rank(name))?;
        let (unnamed, outdated, kind) = rank(best);
        let rival = |name: &Name| name.entity.id != best.entity.id && rank(name) == rank(best);
        // A bare surname needs a person of the time or one named in full; other names need only
        // have been there already, since texts speak of what is past.
        let misdated = match kind {
            NameKind::Surname => unnamed && outdated,
            _ => best.is_later_than(self.years),
        };
        let doubtful = misdated || names.any(|(name, _)| rival(name));
        Some((best, rule, !doubtful))
    }
}
