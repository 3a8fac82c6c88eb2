//! Models from annotated texts.

use std::path::PathBuf;

use rayon::prelude::*;

use crate::chain::{self, Example, Model};
use crate::corpus::{self, Text};
use crate::error::Error;
use crate::find::FEATURES;
use crate::lang::Language;
use crate::model::entity::EntityType;
use crate::model::span::{self, Raw, Span};
use crate::{clean, find, split};

/// What a model was made of.
#[derive(Debug)]
pub struct Trained {
    /// The model.
    pub model: Model,
    /// Texts.
    pub texts: usize,
    /// Annotated names in them.
    pub names: usize,
}

/// Trains on the texts of these folders that belong to one of the parts, on top of another model if
/// there is one.
///
/// # Errors
///
/// When a text cannot be read, or none belongs to the parts.
pub fn train(
    folders: &[PathBuf],
    parts: &[String],
    base: Option<&Model>,
    lang: &dyn Language,
) -> Result<Trained, Error> {
    let mut texts = Vec::new();
    for folder in folders {
        texts.extend(corpus::read(folder)?.into_iter().filter(|text| parts.contains(&text.part)));
    }
    if texts.is_empty() {
        let parts = parts.join(", ");
        let next = "name one of its parts with --parts, or mend split.tsv";
        return Err(Error::NothingToDo(format!("no text belongs to the part {parts}; {next}")));
    }
    let names = texts.iter().map(|text| text.annotations.len()).sum();
    let model = chain::train(&examples(&texts, lang), base, FEATURES);
    Ok(Trained { model, texts: texts.len(), names })
}

/// What the texts teach, in their order.
pub fn examples(texts: &[Text], lang: &dyn Language) -> Vec<Example> {
    let of_text = |text: &Text| {
        let names: Vec<(Span<Raw>, EntityType)> =
            text.annotations.iter().map(|one| (one.span, one.kind)).collect();
        let raw = span::Text::new(text.text.clone());
        let cleaned = clean::clean(&raw);
        let layout = split::split(&raw, &cleaned, lang);
        find::examples(&cleaned, &layout, lang, &names)
    };
    let examples: Vec<Vec<Example>> = texts.par_iter().map(of_text).collect();
    examples.into_iter().flatten().collect()
}
