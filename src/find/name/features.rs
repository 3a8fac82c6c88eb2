//! What a model sees of a sentence: its words, what the tables know of them, and what the rules
//! propose.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::chain::Sequence;
use crate::find::name::Sheet;
use crate::find::name::line::{Line, Piece};
use crate::find::name::word::Word;
use crate::lang::Language;
use crate::lexicon::names::Sense;
use crate::model::entity::EntityType;
use crate::model::layout::TokenKind;
use crate::model::mention::{Found, Reading};

/// The version of what is seen: a model of another one is refused. It changes with every line
/// below that changes what a feature means.
pub const VERSION: u32 = 2;

/// Before and behind what may be part of a name, so many pieces are looked at as well.
const BEFORE: usize = 2;
const BEHIND: usize = 4;

/// What a word says wherever it stands.
#[derive(Debug)]
pub struct Facts {
    /// In lower case.
    word: u64,
    /// Its last two, three and four letters.
    ends: [u64; 3],
    /// Its first four letters.
    begins: u64,
    /// What tables know of it.
    known: Vec<u64>,
}

/// What a piece says in its place.
struct Seen<'f> {
    word: &'f Facts,
    /// Which letters are capital, and what else it is made of.
    shape: u64,
    /// What stands of the proposals of the rules here.
    chosen: u64,
    /// The same without the rule.
    label: u64,
    /// What the rules propose.
    proposed: &'f [u64],
}

/// Labels that the rules gave to capital words anywhere in the document.
pub type Labels<'a> = FxHashMap<&'a str, u64>;

/// What the rules say of the capital words of a document.
pub fn labels<'a>(sheets: &[Sheet<'a>]) -> Labels<'a> {
    let mut labels = Labels::default();
    for sheet in sheets {
        let Some(line) = &sheet.line else { continue };
        for (found, kind) in names(&sheet.chosen) {
            for (n, at) in pieces(line, found).enumerate() {
                if let Some(piece) = line.get(at).filter(|piece| piece.is_capital()) {
                    let label = 2 * kind as u64 + u64::from(n > 0);
                    *labels.entry(piece.folded).or_default() |= 1 << label;
                }
            }
        }
    }
    labels
}

/// Names among proposals, with their types.
pub fn names(found: &[Found]) -> impl Iterator<Item = (&Found, EntityType)> {
    found.iter().filter_map(|one| match &one.reading {
        Reading::Name(naming) => Some((one, naming.kind)),
        Reading::Date(_) => None,
    })
}

/// The pieces that a proposal covers.
pub fn pieces(line: &Line<'_>, found: &Found) -> Range<usize> {
    let start = |at: usize| line.span(at, at + 1).start();
    let place = |offset: usize| {
        let (mut low, mut high) = (0, line.pieces.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if start(middle) < offset { low = middle + 1 } else { high = middle }
        }
        low
    };
    place(found.span.start())..place(found.span.end())
}

/// The stretches of a sentence in which a name may be, each a sequence for the model.
pub fn sequences(sheet: &Sheet<'_>, labels: &Labels<'_>) -> Vec<(usize, Sequence)> {
    let Some(line) = &sheet.line else { return Vec::new() };
    let lang = line.ctx.lang;
    // What the rules propose, by piece.
    let mut proposed: Vec<(usize, u64)> = Vec::new();
    let mut chosen = vec![(0, 0); line.pieces.len()];
    // By its id: a rule that is added changes no feature of another.
    let rule = |found: &Found| found.rules.first().map_or(0, |rule| of_text(&rule.id));
    let standing = names(&sheet.chosen).map(|name| (name, true));
    let others = names(&sheet.others).map(|name| (name, false));
    for ((found, kind), stands) in standing.chain(others) {
        let range = pieces(line, found);
        for at in range.clone() {
            let (goes_on, ends) = (u64::from(at > range.start), u64::from(at + 1 == range.end));
            let fact = hash(&[PROPOSED, goes_on | ends << 1, kind as u64, rule(found)]);
            proposed.push((at, fact));
            if let Some(chosen) = chosen.get_mut(at).filter(|_| stands) {
                let label = 1 + 2 * kind as u64 + goes_on;
                *chosen = (hash(&[label, rule(found)]), label);
            }
        }
    }
    proposed.sort_unstable();
    proposed.dedup();
    let facts: Vec<u64> = proposed.iter().map(|(_, fact)| *fact).collect();
    let facts = |at: usize| {
        let from = proposed.partition_point(|one| one.0 < at);
        let to = proposed.partition_point(|one| one.0 <= at);
        facts.get(from..to).filter(|facts| !facts.is_empty())
    };
    let is_active = |at: &usize| {
        let facts = facts(*at).is_some();
        let capital = line.get(*at).is_some_and(Piece::is_capital);
        facts || capital && !(line.is_first(*at) && is_common(line, *at))
    };
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for at in (0..line.pieces.len()).filter(is_active) {
        let (from, to) = (at.saturating_sub(BEFORE), (at + BEHIND + 1).min(line.pieces.len()));
        match stretches.last_mut().filter(|last| last.end >= from) {
            Some(last) => last.end = to,
            None => stretches.push(from..to),
        }
    }
    let sequence = |range: Range<usize>| {
        let from = range.start.saturating_sub(AROUND);
        let to = (range.end + AROUND).min(line.pieces.len());
        let seen: Vec<Seen<'_>> = (from..to)
            .filter_map(|at| {
                let proposed = facts(at).unwrap_or(&[PROPOSED]);
                let (chosen, label) = chosen.get(at).copied().unwrap_or_default();
                let piece = line.get(at)?;
                let shape = shape(piece);
                Some(Seen {
                    word: piece.word.facts(piece.folded, lang),
                    shape,
                    chosen,
                    label,
                    proposed,
                })
            })
            .collect();
        let mut sequence = Sequence::default();
        sequence.reserve(range.len() * USUAL);
        for at in range.clone() {
            write(line, at, &seen, at - from, labels, &mut sequence);
            sequence.end_place();
        }
        (range.start, sequence)
    };
    stretches.into_iter().map(sequence).collect()
}

/// Whether a word begins a sentence as most do: an ordinary one, or a function word.
fn is_common(line: &Line<'_>, at: usize) -> bool {
    line.ctx.lang.words().is_function(line.folded(at)) || line.is_ordinary(at)
}

/// About how many features a piece has.
const USUAL: usize = 56;

/// How many pieces on each side of one are looked at.
const AROUND: usize = 2;

// Marks that tell facts of different origin apart.
const PROPOSED: u64 = 1;
const SENSE: u64 = 2;
const HEAD: u64 = 3;
const ORDINARY: u64 = 4;

/// What a word in lower case says.
pub fn facts(folded: &str, word: &Word, lang: &dyn Language) -> Facts {
    let mut known = Vec::new();
    for sense in word.senses {
        let fact = match sense {
            Sense::Form(_) => hash(&[SENSE, 0]),
            Sense::Begins => hash(&[SENSE, 1]),
            Sense::Given(..) => hash(&[SENSE, 2]),
            Sense::Surname(..) => hash(&[SENSE, 3]),
            Sense::Title(_) => hash(&[SENSE, 4]),
            Sense::Complement => hash(&[SENSE, 5]),
            Sense::Unnamed => hash(&[SENSE, 6]),
            Sense::Head(index, _) | Sense::SharedHead(index, _) => {
                let Some(head) = lang.names().head(*index) else { continue };
                hash(&[HEAD, head.kind as u64, of_text(&head.subtype)])
            }
        };
        if !known.contains(&fact) {
            known.push(fact);
        }
    }
    let function = lang.words().is_function(folded);
    let roles = word.roles(folded, lang).all().into_iter().chain([function]);
    let roles = roles.enumerate().filter(|(_, is)| *is);
    known.extend(roles.map(|(role, _)| hash(&[ORDINARY, role as u64])));
    if known.is_empty() {
        known.push(SENSE);
    }
    let end = |letters: usize| {
        let from = folded.char_indices().rev().nth(letters - 1).map_or(0, |(at, _)| at);
        of_text(folded.get(from..).unwrap_or_default())
    };
    let fourth = folded.char_indices().nth(4).map_or(folded.len(), |(at, _)| at);
    Facts {
        word: of_text(folded),
        ends: [end(2), end(3), end(4)],
        begins: of_text(folded.get(..fourth).unwrap_or_default()),
        known,
    }
}

/// Which of its letters are capital, as far as it matters, and what it is made of.
fn shape(piece: &Piece<'_>) -> u64 {
    match piece.kind {
        TokenKind::Word(case) => hash(&[0, case as u64, u64::from(piece.has_latin())]),
        TokenKind::Number => hash(&[1, piece.text.len().min(5) as u64]),
        _ => hash(&[2, of_text(piece.text)]),
    }
}

/// What tells apart the kinds of features at each distance.
const SALTS: [[u64; 7]; 2 * AROUND + 1] = [salts(0), salts(1), salts(2), salts(3), salts(4)];

const fn salts(d: u64) -> [u64; 7] {
    [
        hash(&[d, 0]),
        hash(&[d, 1]),
        hash(&[d, 2]),
        hash(&[d, 3]),
        hash(&[d, 4]),
        hash(&[d, 5]),
        hash(&[d, 6]),
    ]
}

/// Writes the features of a place.
fn write(
    line: &Line<'_>,
    at: usize,
    seen: &[Seen<'_>],
    here: usize,
    labels: &Labels<'_>,
    sequence: &mut Sequence,
) {
    for (distance, salts) in SALTS.iter().enumerate() {
        let [missing, shape, chosen, fact, word, three, two] = *salts;
        let place = (here + distance).checked_sub(AROUND).and_then(|place| seen.get(place));
        let Some(one) = place else {
            sequence.add(missing);
            continue;
        };
        sequence.add(shape ^ one.shape);
        sequence.add(chosen ^ one.chosen);
        for known in one.word.known.iter().chain(one.proposed) {
            sequence.add(fact ^ known);
        }
        if distance.abs_diff(AROUND) < 2 {
            sequence.add(word ^ one.word.word);
            sequence.add(three ^ one.word.ends[1]);
            sequence.add(two ^ one.word.ends[0]);
        }
    }
    let Some(own) = seen.get(here) else { return };
    let mut add = |parts: &[u64]| sequence.add(hash(parts));
    add(&[30]);
    add(&[31, own.word.begins]);
    add(&[32, own.word.ends[2]]);
    add(&[33, u64::from(line.is_first(at)), own.shape]);
    add(&[34, own.chosen, own.shape]);
    if let Some(before) = here.checked_sub(1).and_then(|before| seen.get(before)) {
        add(&[35, before.label, own.chosen]);
        add(&[36, before.word.ends[0], own.word.ends[0], own.shape]);
    }
    if let Some(next) = seen.get(here + 1) {
        add(&[37, own.chosen, next.label, next.shape]);
    }
    let known =
        line.get(at).and_then(|piece| labels.get(piece.folded)).copied().unwrap_or_default();
    for label in (0..6).filter(|label| known & (1 << label) != 0) {
        add(&[38, label]);
    }
}

/// A hash that is the same on every machine (FNV-1a over words, rotated).
const fn hash(parts: &[u64]) -> u64 {
    let mut hash: u64 = 0xCBF2_9CE4_8422_2325;
    let mut rest = parts;
    while let [part, others @ ..] = rest {
        hash = (hash ^ *part).wrapping_mul(0x0100_0000_01B3).rotate_left(23);
        rest = others;
    }
    hash
}

/// The hash of a text.
fn of_text(text: &str) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    text.bytes().fold(0xCBF2_9CE4_8422_2325, mix)
}
