//! Which labels fit a sequence best? (Linear-chain conditional random field.)
//!
//! The room knows no other: what speaks for a label is handed in as numbers. Labels say where a
//! segment of some kind begins and goes on.

mod file;
mod train;

pub use crate::chain::file::{Damage, MOST_BYTES};
pub use crate::chain::train::{Example, train};

/// Kinds of segments.
pub const KINDS: usize = 3;

/// Outside, and begins and goes on for each kind.
const LABELS: usize = 1 + 2 * KINDS;

/// Bits of a feature's number.
pub const BITS: u32 = 17;

/// Features of a model.
const ROWS: usize = 1 << BITS;

/// Numbers of a row, so that a machine adds it in one step.
const WIDTH: usize = 8;

/// Rows that are added up before the sum could outgrow two bytes.
const TOGETHER: usize = 255;

/// One number for each label.
type Scores = [f32; LABELS];

/// What speaks for the labels of each place of a sequence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sequence {
    features: Vec<u32>,
    /// Where the features of each place end.
    ends: Vec<u32>,
}

impl Sequence {
    /// Adds a feature of the place that is being written, by the hash of what it says.
    pub fn add(&mut self, hash: u64) {
        // The upper bits of a product are the best mixed.
        let mixed = hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS);
        self.features.push(u32::try_from(mixed).unwrap_or_default());
    }

    /// Makes room for so many features more.
    pub fn reserve(&mut self, features: usize) {
        self.features.reserve(features);
    }

    /// Ends the place that is being written.
    pub fn end_place(&mut self) {
        self.ends.push(u32::try_from(self.features.len()).unwrap_or(u32::MAX));
    }

    /// Places.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has no place.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The features of each place.
    pub fn places(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let ranges = starts.zip(self.ends.iter().copied());
        ranges.map(|(from, to)| self.features.get(from as usize..to as usize).unwrap_or_default())
    }
}

/// A stretch of places of one kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// Its first place.
    pub from: usize,
    /// The place behind it.
    pub to: usize,
    /// Its kind, below [`KINDS`].
    pub kind: usize,
    /// How likely exactly this segment is, 0 to 1.
    pub probability: f64,
}

/// Weights of features and of neighbouring labels.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Of each feature, in steps of `step`; the last of eight is none.
    weights: Vec<[i8; WIDTH]>,
    step: f32,
    /// Of each label behind each other one; what cannot be is not asked for.
    transitions: [Scores; LABELS],
    /// What follows from them.
    steps: Steps,
    /// What the features were when it was trained: see [`Model::fits`].
    features: u32,
}

/// What the transitions add and multiply by, made once.
#[derive(Debug, Clone, PartialEq)]
struct Steps {
    /// For each label what it adds behind each other one; what cannot be adds too little to be chosen.
    scores: [Scores; LABELS],
    /// For each label the factors of those behind it, zero for what cannot be.
    factors: [[f64; LABELS]; LABELS],
}

impl Steps {
    fn of(transitions: &[Scores; LABELS]) -> Self {
        let mut scores = [[f32::NEG_INFINITY; LABELS]; LABELS];
        let mut factors = [[0.0; LABELS]; LABELS];
        for (before, (factors, transitions)) in factors.iter_mut().zip(transitions).enumerate() {
            let labels = scores.iter_mut().zip(factors).zip(transitions).enumerate();
            for (label, ((scores, factor), transition)) in labels {
                if may_follow(Some(before), label) {
                    *factor = f64::from(*transition).exp();
                    if let Some(score) = scores.get_mut(before) {
                        *score = *transition;
                    }
                }
            }
        }
        Self { scores, factors }
    }
}

/// The label that begins a segment.
const fn begins(kind: usize) -> usize {
    1 + 2 * kind
}

/// Whether a label may stand behind another one; behind none at the beginning.
fn may_follow(before: Option<usize>, label: usize) -> bool {
    let goes_on = label > 0 && label.is_multiple_of(2);
    !goes_on || before.is_some_and(|before| before == label || before + 1 == label)
}

impl Model {
    fn new(
        weights: Vec<[i8; WIDTH]>,
        step: f32,
        transitions: [Scores; LABELS],
        features: u32,
    ) -> Self {
        Self { weights, step, steps: Steps::of(&transitions), transitions, features }
    }

    /// Whether it was trained with features of this version.
    pub fn fits(&self, features: u32) -> bool {
        self.features == features
    }

    /// What the features of each place say for each label.
    fn emissions(&self, sequence: &Sequence) -> Vec<Scores> {
        let sum = |features: &[u32]| {
            let mut sums = [0_i32; WIDTH];
            for part in features.chunks(TOGETHER) {
                let mut short = [0_i16; WIDTH];
                for row in part.iter().filter_map(|feature| self.weights.get(*feature as usize)) {
                    for (sum, weight) in short.iter_mut().zip(row) {
                        *sum += i16::from(*weight);
                    }
                }
                for (sum, part) in sums.iter_mut().zip(short) {
                    *sum += i32::from(part);
                }
            }
            let mut scores = Scores::default();
            for (score, sum) in scores.iter_mut().zip(sums) {
                *score = sum as f32 * self.step;
            }
            scores
        };
        sequence.places().map(sum).collect()
    }

    /// The segments of the best labelling.
    pub fn segments(&self, sequence: &Sequence) -> Vec<Segment> {
        let emissions = self.emissions(sequence);
        let labels = best_path(&emissions, &self.steps);
        if labels.iter().all(|label| *label == 0) {
            return Vec::new();
        }
        let lattice = Lattice::of(&emissions, &self.steps);
        let probability = |(from, to, kind)| {
            let probability = lattice.segment(from, to, kind);
            Segment { from, to, kind, probability }
        };
        runs(&labels).into_iter().map(probability).collect()
    }
}

/// The stretches of labels that are one segment: first place, place behind it, kind.
fn runs(labels: &[usize]) -> Vec<(usize, usize, usize)> {
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    for (at, label) in labels.iter().enumerate().filter(|(_, label)| **label > 0) {
        let kind = (label - 1) / 2;
        match found.last_mut().filter(|(_, to, _)| label.is_multiple_of(2) && *to == at) {
            Some((_, to, _)) => *to = at + 1,
            None => found.push((at, at + 1, kind)),
        }
    }
    found
}

/// The best labels (Viterbi).
fn best_path(emissions: &[Scores], steps: &Steps) -> Vec<usize> {
    let mut backs: Vec<[u8; LABELS]> = Vec::with_capacity(emissions.len());
    let mut best: Option<Scores> = None;
    for emission in emissions {
        let mut scores = [f32::NEG_INFINITY; LABELS];
        let mut back = [0_u8; LABELS];
        match &best {
            None => {
                let labels = scores.iter_mut().zip(emission).enumerate();
                labels.filter(|(label, _)| may_follow(None, *label)).for_each(
                    |(_, (score, own))| {
                        *score = *own;
                    },
                );
            }
            Some(best) => {
                let labels = scores.iter_mut().zip(&mut back).zip(emission).zip(&steps.scores);
                for (((score, back), own), row) in labels {
                    for (before, (known, step)) in (0_u8..).zip(best.iter().zip(row)) {
                        let whole = known + step;
                        if whole > *score {
                            (*score, *back) = (whole, before);
                        }
                    }
                    *score += own;
                }
            }
        }
        best = Some(scores);
        backs.push(back);
    }
    let Some(best) = best else { return Vec::new() };
    let ends = best.iter().enumerate();
    let mut label = ends.max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(label, _)| label);
    let mut path = Vec::with_capacity(backs.len());
    for back in backs.iter().rev() {
        path.push(label);
        label = back.get(label).copied().map_or(0, usize::from);
    }
    path.reverse();
    path
}

/// Probabilities of labels and segments, by the forward and the backward sums, each scaled to one.
struct Lattice<'m> {
    forward: Vec<[f64; LABELS]>,
    backward: Vec<[f64; LABELS]>,
    /// The emissions as factors, the greatest of a place being one.
    own: Vec<[f64; LABELS]>,
    steps: &'m [[f64; LABELS]; LABELS],
    /// What each place was scaled by.
    scales: Vec<f64>,
}

impl<'m> Lattice<'m> {
    fn of(emissions: &[Scores], steps: &'m Steps) -> Self {
        let factors = |scores: &Scores| {
            let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            scores.map(|score| f64::from(score - most).exp())
        };
        let own: Vec<[f64; LABELS]> = emissions.iter().map(factors).collect();
        let room = own.len();
        let mut lattice = Self {
            forward: Vec::with_capacity(room),
            backward: Vec::with_capacity(room),
            own,
            steps: &steps.factors,
            scales: Vec::with_capacity(room),
        };
        lattice.sum_forward();
        lattice.sum_backward();
        lattice
    }

    fn sum_forward(&mut self) {
        let mut before: Option<[f64; LABELS]> = None;
        for own in &self.own {
            let mut sums = [0.0; LABELS];
            for (label, (sum, own)) in sums.iter_mut().zip(own).enumerate() {
                let reached = match &before {
                    None => f64::from(u8::from(may_follow(None, label))),
                    Some(before) => {
                        let ways = before.iter().zip(self.steps);
                        ways.map(|(known, row)| known * at(row, label)).sum()
                    }
                };
                *sum = reached * own;
            }
            let scale: f64 = sums.iter().sum::<f64>().max(f64::MIN_POSITIVE);
            let sums = sums.map(|sum| sum / scale);
            self.scales.push(scale);
            self.forward.push(sums);
            before = Some(sums);
        }
    }

    fn sum_backward(&mut self) {
        let mut after = [1.0; LABELS];
        for (own, scale) in self.own.iter().zip(&self.scales).rev() {
            self.backward.push(after);
            let mut sums = [0.0; LABELS];
            for (sum, row) in sums.iter_mut().zip(self.steps) {
                let ways = row.iter().zip(own).zip(&after);
                *sum = ways.map(|((step, own), after)| step * own * after).sum::<f64>() / scale;
            }
            after = sums;
        }
        self.backward.reverse();
    }

    /// How likely each label is at a place.
    fn place(&self, place: usize) -> [f64; LABELS] {
        let mut shares = [0.0; LABELS];
        let both = self.forward.get(place).zip(self.backward.get(place));
        if let Some((forward, backward)) = both {
            for (share, (forward, backward)) in shares.iter_mut().zip(forward.iter().zip(backward))
            {
                *share = forward * backward;
            }
        }
        shares
    }

    /// How likely a label is at the place before this one, together with each label here.
    fn step(&self, place: usize, label: usize) -> [f64; LABELS] {
        let mut shares = [0.0; LABELS];
        let before = place.checked_sub(1).and_then(|before| self.forward.get(before));
        let here = self.own.get(place).zip(self.backward.get(place));
        let scale = self.scales.get(place).copied().unwrap_or(1.0);
        if let (Some(before), Some((own, backward)), Some(row)) =
            (before, here, self.steps.get(label))
        {
            let known = at(before, label) / scale;
            for (to, share) in shares.iter_mut().enumerate() {
                *share = known * at(row, to) * at(own, to) * at(backward, to);
            }
        }
        shares
    }

    /// How likely it is that exactly these places are one segment.
    fn segment(&self, from: usize, to: usize, kind: usize) -> f64 {
        let (first, inside) = (begins(kind), begins(kind) + 1);
        let mut share = self.forward.get(from).map_or(0.0, |forward| at(forward, first));
        let mut label = first;
        for place in from + 1..to {
            let own = self.own.get(place).map_or(0.0, |own| at(own, inside));
            let step = self.steps.get(label).map_or(0.0, |row| at(row, inside));
            share *= step * own / self.scales.get(place).copied().unwrap_or(1.0);
            label = inside;
        }
        let Some((own, scale)) = self.own.get(to).zip(self.scales.get(to)) else { return share };
        let Some((backward, row)) = self.backward.get(to).zip(self.steps.get(label)) else {
            return share;
        };
        // Whatever stands behind it, but not more of it.
        let others = (0..LABELS).filter(|other| *other != inside);
        share * others.map(|o| at(row, o) * at(own, o) * at(backward, o)).sum::<f64>() / scale
    }
}

fn at(row: &[f64; LABELS], label: usize) -> f64 {
    row.get(label).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places with one feature each.
    fn sequence(features: &[u64]) -> Sequence {
        let mut sequence = Sequence::default();
        for feature in features {
            sequence.add(*feature);
            sequence.end_place();
        }
        sequence
    }

    fn trained() -> Model {
        let example = |features: &[u64], segments: &[(usize, usize, usize)]| {
            Example::new(sequence(features), segments)
        };
        let examples = [
            example(&[1, 2, 3, 1], &[(1, 3, 0)]),
            example(&[1, 4, 1], &[(1, 2, 2)]),
            example(&[2, 3, 4], &[(0, 2, 0), (2, 3, 2)]),
            example(&[1, 1], &[]),
        ];
        train(&examples, None, 7)
    }

    #[test]
    fn what_was_shown_is_found_again() {
        let model = trained();
        let found = |features: &[u64]| -> Vec<(usize, usize, usize)> {
            let segments = model.segments(&sequence(features));
            segments.iter().map(|one| (one.from, one.to, one.kind)).collect()
        };
        assert_eq!(found(&[1, 2, 3, 1, 4]), [(1, 3, 0), (4, 5, 2)]);
        assert_eq!(found(&[4, 2, 3]), [(0, 1, 2), (1, 3, 0)]);
        assert_eq!(found(&[1, 1, 1]), []);
    }

    #[test]
    fn probabilities_of_labels_sum_to_one_and_bound_those_of_segments() {
        let model = trained();
        let sequence = sequence(&[1, 2, 3, 4]);
        let lattice = Lattice::of(&model.emissions(&sequence), &model.steps);
        for place in 0..4 {
            assert!((lattice.place(place).iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
        for one in model.segments(&sequence) {
            let first = lattice.place(one.from)[begins(one.kind)];
            assert!(one.probability <= first + 1e-9 && one.probability > 0.2, "{one:?}");
        }
    }

    #[test]
    fn files_hold_what_they_were_made_of() {
        let model = trained();
        let bytes = model.to_bytes();
        assert!(bytes.len() <= MOST_BYTES);
        assert_eq!(Model::from_bytes(&bytes), Ok(model));
        let mut other = bytes.clone();
        other[100] ^= 1;
        assert_eq!(Model::from_bytes(&other), Err(Damage::Changed));
        assert_eq!(Model::from_bytes(b"PK\x03\x04"), Err(Damage::Foreign));
        assert_eq!(Model::from_bytes(&bytes[..1000]), Err(Damage::Changed));
    }
}
