//! Here are mentions: who and when is it really? (Entity linking and normalization.)

use crate::lang::Language;
use crate::lexicon::names::Name;
use crate::model::cleaned::Cleaned;
use crate::model::diag::{Code, Diagnostic};
use crate::model::document::Document;
use crate::model::mention::{Found, LemmaSource, Mention, NameId, Reading, Value};

/// Confidence that no mention exceeds whose name two entities share.
const AMBIGUOUS: f64 = 0.7;

/// Confidence of a date of which a day had to be dropped.
const IMPOSSIBLE: f64 = 0.5;

/// Resolves what was found in a document, and says what could not be decided.
pub fn link(
    document: &Document,
    cleaned: &Cleaned,
    found: Vec<(usize, Found)>,
    lang: &dyn Language,
) -> (Vec<Mention>, Vec<Diagnostic>) {
    let years = years(&found);
    let mut diagnostics = Vec::new();
    let mut mentions = Vec::with_capacity(found.len());
    for (sentence, Found { span, rule, reading }) in found {
        let span = cleaned.to_raw(span);
        let confidence = rule.confidence;
        let mention = match reading {
            Reading::Date { when, impossible } => {
                if impossible {
                    let surface = document.text.slice(span);
                    diagnostics.push(Diagnostic::text(
                        Code::ImpossibleDate,
                        span,
                        format!("no calendar has the day «{surface}», {when} is recorded instead; check the source"),
                    ));
                }
                Mention {
                    span,
                    sentence,
                    canonical: when.to_string(),
                    lemma_source: LemmaSource::Rule,
                    confidence: if impossible { IMPOSSIBLE } else { confidence },
                    rule,
                    value: Value::Date(when),
                }
            }
            Reading::Name { names, canonical } => {
                let Some((name, alone)) = best(lang, &names, years) else { continue };
                Mention {
                    span,
                    sentence,
                    canonical: canonical.unwrap_or_else(|| name.canonical.clone()),
                    lemma_source: LemmaSource::Gazetteer,
                    confidence: if alone { confidence } else { confidence.min(AMBIGUOUS) },
                    rule,
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

/// The likeliest of the names that a form may stand for, and whether no other entity comes near:
/// first the names in use in the years of the document, then main names before others.
fn best<'l>(
    lang: &'l dyn Language,
    ids: &[NameId],
    years: Option<(i32, i32)>,
) -> Option<(&'l Name, bool)> {
    let rank = |name: &Name| (!name.in_use(years), name.kind);
    let mut names = ids.iter().filter_map(|id| lang.names().get(*id));
    let best = names.clone().min_by_key(|name| rank(name))?;
    let rival = |name: &Name| name.entity.id != best.entity.id && rank(name) == rank(best);
    Some((best, !names.any(rival)))
}
