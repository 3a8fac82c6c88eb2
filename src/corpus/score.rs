//! How well names and dates were found: precision, recall and F1, canonical forms and values.

use std::collections::BTreeMap;

use serde::Serialize;

/// A name or date in a text, annotated or found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// First character, in code points.
    pub start: usize,
    /// The character behind it.
    pub end: usize,
    /// As it stands in the text.
    pub surface: String,
    /// `place`, `organization`, `person` or `date`.
    pub kind: String,
    /// The nominative of a name, the EDTF of a date; empty when it is not known.
    pub canonical: String,
}

/// Marks that do not count at the ends of a name: quotation marks, space and stops.
const LEFT: &[char] = &['«', '„', '“', '"', '(', '[', ' ', '\u{A0}'];
const RIGHT: &[char] = &['»', '”', '“', '"', ',', ';', ':', ')', ']', ' ', '\u{A0}'];

impl Labelled {
    /// Place and type, without the marks at the ends.
    fn key(&self) -> (usize, usize, &str) {
        let before = self.surface.chars().take_while(|c| LEFT.contains(c)).count();
        let behind = self.surface.chars().rev().take_while(|c| RIGHT.contains(c)).count();
        (self.start + before, self.end.saturating_sub(behind), &self.kind)
    }
}

/// Counts of one type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Annotated.
    pub annotated: usize,
    /// Found.
    pub found: usize,
    /// Found where and as annotated.
    pub strict: usize,
    /// The same, when marks at the ends do not count.
    pub quote: usize,
    /// Of those, how many have an annotated canonical form or value.
    pub judged: usize,
    /// Of those, how many have the same.
    pub canonical: usize,
}

impl Counts {
    fn add(&mut self, other: &Self) {
        self.annotated += other.annotated;
        self.found += other.found;
        self.strict += other.strict;
        self.quote += other.quote;
        self.judged += other.judged;
        self.canonical += other.canonical;
    }

    /// Precision, recall and F1 of so many right ones, in per cent.
    pub fn rates(&self, right: usize) -> [f64; 3] {
        let share = |of: usize| 100.0 * right as f64 / of.max(1) as f64;
        let both = self.annotated + self.found;
        [share(self.found), share(self.annotated), 200.0 * right as f64 / both.max(1) as f64]
    }

    /// How many of the canonical forms and values are right, in per cent.
    pub fn accuracy(&self) -> f64 {
        100.0 * self.canonical as f64 / self.judged.max(1) as f64
    }
}

/// What went wrong at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The document.
    pub document: String,
    /// `missed`, `spurious` or `canonical`.
    pub fault: &'static str,
    /// The type.
    pub r#type: String,
    /// First character, in code points.
    pub start: usize,
    /// As it stands in the text.
    pub surface: String,
    /// The annotated canonical form or value, of a wrong one.
    pub annotated: String,
    /// The one that was found.
    pub found: String,
}

/// The judgement of many documents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Of each type.
    pub types: BTreeMap<String, Counts>,
    /// Of all types of each document.
    pub documents: BTreeMap<String, Counts>,
    /// Everything that is wrong, in order.
    pub faults: Vec<Fault>,
}

impl Report {
    /// Compares what was found in a document with what is annotated there.
    pub fn add(&mut self, document: &str, annotated: &[Labelled], found: &[Labelled]) {
        let mut known: BTreeMap<(usize, usize, &str), &Labelled> =
            annotated.iter().map(|one| (one.key(), one)).collect();
        let mut faults = Vec::new();
        let fault = |fault, one: &Labelled, want: &str, got: &str| Fault {
            document: document.to_owned(),
            fault,
            r#type: one.kind.clone(),
            start: one.start,
            surface: one.surface.clone(),
            annotated: want.to_owned(),
            found: got.to_owned(),
        };
        let mut types: BTreeMap<&str, Counts> = BTreeMap::new();
        for one in annotated {
            types.entry(&one.kind).or_default().annotated += 1;
        }
        for one in found {
            let counts = types.entry(&one.kind).or_default();
            counts.found += 1;
            let Some(right) = known.remove(&one.key()) else {
                faults.push(fault("spurious", one, "", &one.canonical));
                continue;
            };
            counts.quote += 1;
            counts.strict += usize::from((right.start, right.end) == (one.start, one.end));
            if !right.canonical.is_empty() {
                counts.judged += 1;
                if normal(&right.canonical) == normal(&one.canonical) {
                    counts.canonical += 1;
                } else {
                    faults.push(fault("canonical", one, &right.canonical, &one.canonical));
                }
            }
        }
        faults.extend(known.values().map(|one| fault("missed", one, &one.canonical, "")));
        faults.sort_by_key(|fault| fault.start);
        self.faults.extend(faults);
        let whole = self.documents.entry(document.to_owned()).or_default();
        for (kind, counts) in types {
            whole.add(&counts);
            self.types.entry(kind.to_owned()).or_default().add(&counts);
        }
    }

    /// Of all types of names.
    pub fn names(&self) -> Counts {
        let mut all = Counts::default();
        self.types.iter().filter(|(kind, _)| *kind != "date").for_each(|(_, one)| all.add(one));
        all
    }
}

/// A canonical form as it is compared: no matter of case, stress, apostrophes, quotation marks,
/// dashes, spaces around hyphens, and the alphabet of Roman numerals.
fn normal(canonical: &str) -> String {
    let plain: String = canonical
        .chars()
        .filter(|c| !"\u{301}\u{AD}«»„“”\"".contains(*c))
        .map(|c| match c {
            '’' | 'ʼ' | '`' | '‘' => '\'',
            '‐' | '‑' | '–' | '—' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    let spaced = plain.to_lowercase().replace('.', ". ").replace('-', " - ");
    let word = |word: &str| -> String {
        let numeral = word.chars().all(|c| "iіvхxlсcм".contains(c));
        if numeral {
            word.replace('і', "i").replace('х', "x").replace('с', "c")
        } else {
            word.to_owned()
        }
    };
    spaced.split_whitespace().map(word).collect::<Vec<_>>().join(" ").replace(" - ", "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(start: usize, surface: &str, kind: &str, canonical: &str) -> Labelled {
        let end = start + surface.chars().count();
        let (surface, kind) = (surface.to_owned(), kind.to_owned());
        Labelled { start, end, surface, kind, canonical: canonical.to_owned() }
    }

    #[test]
    fn marks_at_the_ends_count_in_the_strict_mode_alone() {
        let mut report = Report::default();
        let gold = [one(10, "Діло", "organization", "Діло"), one(20, "Києві", "place", "Київ")];
        let found = [one(9, "«Діло»", "organization", "Діло"), one(30, "Раді", "person", "Рада")];
        report.add("a", &gold, &found);
        let all = report.names();
        assert_eq!((all.strict, all.quote, all.canonical), (0, 1, 1));
        assert_eq!(all.rates(all.quote), [50.0, 50.0, 50.0]);
        let faults: Vec<_> = report.faults.iter().map(|one| (one.fault, one.start)).collect();
        assert_eq!(faults, [("missed", 20), ("spurious", 30)]);
    }

    #[test]
    fn canonical_forms_are_compared_by_their_letters() {
        for (a, b) in [
            ("Алаш -орда", "Алаш-Орда"),
            ("Микола ІІ", "Микола II"),
            ("П. О. Плетньов", "П.О. Плетньов"),
            ("об’єднання «Січ»", "об'єднання Січ"),
        ] {
            assert_eq!(normal(a), normal(b));
        }
        assert_ne!(normal("Київ"), normal("Києва"));
    }
}
