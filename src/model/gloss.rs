//! Words and marks with what is certain of them.

use std::borrow::Cow;

use crate::model::span::{Raw, Span};

/// A word, number or mark of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gloss {
    /// What it covers; of two that stand for one place of the source both may cover that.
    pub span: Span<Raw>,
    /// Whether it is neither a word nor a number.
    pub is_mark: bool,
    /// What is certain of it.
    pub known: Known,
}

/// What is certain of a word.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// Its dictionary form, or empty.
    pub lemma: String,
    /// Features of Universal Dependencies, the part of speech first: «UPosTag=NOUN|Case=Gen»; or
    /// empty.
    pub features: Cow<'static, str>,
}

impl Known {
    /// Only features.
    pub fn features(features: &'static str) -> Self {
        Self { lemma: String::new(), features: Cow::Borrowed(features) }
    }

    /// The part of speech, or an empty word.
    pub fn part(&self) -> &str {
        let first = self.features.split('|').next().unwrap_or_default();
        first.strip_prefix("UPosTag=").unwrap_or_default()
    }
}
