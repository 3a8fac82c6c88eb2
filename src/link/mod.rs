//! Here are mentions: who and when is it really? (Entity linking and normalization.)

use std::collections::HashSet;

use crate::lang::Language;
use crate::lexicon::names::{Name, NameKind};
use crate::model::cleaned::Cleaned;
use crate::model::diag::{Code, Diagnostic};
use crate::model::document::Document;
use crate::model::entity::EntityId;
use crate::model::mention::{Candidate, Found, LemmaSource, Mention, Noun, Reading, Rule, Value};

/// Confidence that no mention exceeds whose name two entities share, or whose only candidate does
/// not fit the time of the document.
const DOUBTFUL: f64 = 0.7;

/// Confidence of a date of which a day had to be dropped.
const IMPOSSIBLE: f64 = 0.5;

/// Resolves what was found in a document, and says what could not be decided.
pub fn link(
    document: &Document,
    cleaned: &Cleaned,
    found: Vec<(usize, Found)>,
    lang: &dyn Language,
) -> (Vec<Mention>, Vec<Diagnostic>) {
    let context = Context { lang, years: years(&found), named: named(&found, lang) };
    let mut diagnostics = Vec::new();
    let mut mentions = Vec::with_capacity(found.len());
    for (sentence, Found { span, rule, reading }) in found {
        let span = cleaned.to_raw(span);
        // Two that are apart in the view meet in the source when one replacement made both.
        if mentions.last().is_some_and(|last: &Mention| last.span.overlaps(&span)) {
            continue;
        }
        let confidence = rule.confidence;
        let mention = match reading {
            Reading::Date { when, impossible } => {
                if impossible {
                    let surface = document.text.slice(span);
                    diagnostics.push(Diagnostic::text(
                        Code::ImpossibleDate,
                        span,
                        format!("the Gregorian calendar has no day «{surface}», {when} is recorded instead; check the source and its style"),
                    ));
                }
                Mention {
                    span,
                    sentence,
                    canonical: when.to_string(),
                    lemma_source: None,
                    confidence: if impossible { IMPOSSIBLE } else { confidence },
                    rule,
                    noun: Noun::Own,
                    value: Value::Date(when),
                }
            }
            Reading::Name { names, canonical, noun } => {
                let Some((name, rule, sure)) = context.best(&names) else { continue };
                let confidence = rule.confidence;
                Mention {
                    span,
                    sentence,
                    canonical: canonical.unwrap_or_else(|| name.canonical.clone()),
                    lemma_source: Some(match noun {
                        Noun::Own => LemmaSource::Gazetteer,
                        Noun::Shared | Noun::Missing => LemmaSource::Coordination,
                    }),
                    confidence: if sure { confidence } else { confidence.min(DOUBTFUL) },
                    rule,
                    noun,
                    value: Value::Name(name.entity.clone()),
                }
            }
        };
        mentions.push(mention);
    }
    (mentions, diagnostics)
}

/// First and last year of the dates in a document.
fn years(found: &[(usize, Found)]) -> Option<(i32, i32)> {
    let years = found.iter().filter_map(|(_, one)| match &one.reading {
        Reading::Date { when, .. } => Some(when.ends()),
        Reading::Name { .. } => None,
    });
    years.map(|(from, to)| (from.year(), to.year())).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// The entities that the document names in a way that leaves no choice, surnames apart.
fn named(found: &[(usize, Found)], lang: &dyn Language) -> HashSet<EntityId> {
    let alone = found.iter().filter_map(|(_, one)| match &one.reading {
        Reading::Name { names, .. } => names.first().filter(|_| names.len() == 1),
        Reading::Date { .. } => None,
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
