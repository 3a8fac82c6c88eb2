//! What was this word when it was last asked for? (Answers that one thread keeps, since words recur.)
//!
//! A room that knows no other. Answers must depend on key and word alone, so that they are the same
//! whether they are kept or not.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Answers by key and word, of which so many are `KEPT` before it begins anew: each thread has its
/// own.
#[derive(Debug)]
pub struct Memo<K, V, const KEPT: usize> {
    answers: FxHashMap<K, FxHashMap<Box<str>, V>>,
    words: usize,
}

impl<K, V, const KEPT: usize> Default for Memo<K, V, KEPT> {
    fn default() -> Self {
        Self { answers: FxHashMap::default(), words: 0 }
    }
}

impl<K: Eq + Hash, V: Clone, const KEPT: usize> Memo<K, V, KEPT> {
    /// The answer that is kept, or what `answer` finds.
    pub fn get(&mut self, key: K, word: &str, answer: impl FnOnce() -> V) -> V {
        if let Some(known) = self.answers.get(&key).and_then(|words| words.get(word)) {
            return known.clone();
        }
        if self.words >= KEPT {
            self.answers.clear();
            self.words = 0;
        }
        self.words += 1;
        let answer = answer();
        self.answers.entry(key).or_default().insert(word.into(), answer.clone());
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_found_once_until_the_room_is_full() {
        const KEPT: usize = 100;
        let mut memo = Memo::<u8, usize, KEPT>::default();
        let mut asked = 0;
        for n in (0..KEPT).chain(0..KEPT) {
            let word = n.to_string();
            let answer = memo.get(1, &word, || {
                asked += 1;
                n
            });
            assert_eq!(answer, n);
        }
        assert_eq!(asked, KEPT);
        memo.get(2, "0", || {
            asked += 1;
            0
        });
        memo.get(1, "0", || {
            asked += 1;
            0
        });
        assert_eq!(asked, KEPT + 2);
    }
}
