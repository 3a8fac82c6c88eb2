//! Weights from examples: stochastic gradients of the likelihood with a step for each weight
//! (AdaGrad, Duchi, Hazan and Singer 2011).

use crate::chain::{LABELS, Lattice, Model, ROWS, Scores, Sequence, Steps, WIDTH, begins};

/// How often each example is seen.
const EPOCHS: usize = 25;

/// The first step.
const RATE: f32 = 0.1;

/// How strongly weights are drawn to zero at each step.
const DECAY: f32 = 2e-4;

/// A sequence and its labels.
#[derive(Debug, Clone)]
pub struct Example {
    sequence: Sequence,
    labels: Vec<usize>,
}

impl Example {
    /// A sequence whose segments (first place, place behind, kind) are known.
    pub fn new(sequence: Sequence, segments: &[(usize, usize, usize)]) -> Self {
        let mut labels = vec![0; sequence.len()];
        for (from, to, kind) in segments {
            for (n, label) in labels.iter_mut().skip(*from).take(to - from).enumerate() {
                *label = begins(*kind) + usize::from(n > 0);
            }
        }
        Self { sequence, labels }
    }
}

/// A weight for each label, and how far each has been moved.
#[derive(Clone, Copy, Default)]
struct Row {
    weights: Scores,
    moved: Scores,
}

impl Row {
    fn step(&mut self, gradient: &Scores) {
        let rows = self.weights.iter_mut().zip(&mut self.moved);
        for ((weight, moved), gradient) in rows.zip(gradient) {
            let gradient = gradient - DECAY * *weight;
            *moved += gradient * gradient;
            if *moved > 0.0 {
                *weight += RATE * gradient / (1.0 + *moved).sqrt();
            }
        }
    }
}

/// A model of the examples, trained on top of another one if there is one; the same examples give
/// the same model. `features` says what the features mean, as [`Model::fits`] asks.
pub fn train(examples: &[Example], base: Option<&Model>, features: u32) -> Model {
    let mut rows = vec![Row::default(); ROWS];
    let mut transitions = [Row::default(); LABELS];
    if let Some(base) = base {
        for (row, weights) in rows.iter_mut().zip(&base.weights) {
            for (weight, steps) in row.weights.iter_mut().zip(weights) {
                *weight = f32::from(*steps) * base.step;
            }
        }
        for (row, weights) in transitions.iter_mut().zip(&base.transitions) {
            row.weights = *weights;
        }
    }
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random(1);
    for _ in 0..EPOCHS {
        random.shuffle(&mut order);
        for example in order.iter().filter_map(|index| examples.get(*index)) {
            learn(example, &mut rows, &mut transitions);
        }
    }
    quantized(&rows, transitions.map(|row| row.weights), features)
}

fn learn(example: &Example, rows: &mut [Row], transitions: &mut [Row; LABELS]) {
    let sum = |features: &[u32]| {
        let mut sums = Scores::default();
        for row in features.iter().filter_map(|feature| rows.get(*feature as usize)) {
            for (sum, weight) in sums.iter_mut().zip(&row.weights) {
                *sum += weight;
            }
        }
        sums
    };
    let emissions: Vec<Scores> = example.sequence.places().map(sum).collect();
    let steps = Steps::of(&transitions.map(|row| row.weights));
    let lattice = Lattice::of(&emissions, &steps);
    for (place, features) in example.sequence.places().enumerate() {
        let shares = lattice.place(place);
        let mut gradient = shares.map(|share| -(share as f32));
        if let Some(own) = example.labels.get(place).and_then(|label| gradient.get_mut(*label)) {
            *own += 1.0;
        }
        // What is all but certain teaches nothing.
        if gradient.iter().all(|part| part.abs() < 1e-3) {
            continue;
        }
        for feature in features {
            if let Some(row) = rows.get_mut(*feature as usize) {
                row.step(&gradient);
            }
        }
    }
    for place in 1..example.sequence.len() {
        let before = example.labels.get(place - 1).copied().unwrap_or_default();
        let own = example.labels.get(place).copied().unwrap_or_default();
        for (label, row) in transitions.iter_mut().enumerate() {
            let mut gradient = lattice.step(place, label).map(|share| -(share as f32));
            if let Some(seen) = gradient.get_mut(own).filter(|_| label == before) {
                *seen += 1.0;
            }
            row.step(&gradient);
        }
    }
}

/// The weights in steps that a byte can count.
fn quantized(rows: &[Row], transitions: [Scores; LABELS], features: u32) -> Model {
    let all = rows.iter().flat_map(|row| row.weights);
    let most = all.map(f32::abs).fold(f32::MIN_POSITIVE, f32::max);
    let step = most / f32::from(i8::MAX);
    let counts = |row: &Row| {
        let mut counts = [0; WIDTH];
        for (count, weight) in counts.iter_mut().zip(row.weights) {
            *count = (weight / step).round() as i8;
        }
        counts
    };
    let weights = rows.iter().map(counts).collect();
    Model::new(weights, step, transitions, features)
}

/// Numbers that look random and are the same every time (xorshift, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for last in (1..order.len()).rev() {
            let other = usize::try_from(self.next() % (last as u64 + 1)).unwrap_or_default();
            order.swap(last, other);
        }
    }
}
