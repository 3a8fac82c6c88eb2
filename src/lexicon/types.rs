//! The types of mentions and their labels, from `data/types.tsv`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::lexicon::tsv;
use crate::model::record::TypeLabel;

/// The table as it stands in the repository.
pub const TEXT: &str = include_str!("../../data/types.tsv");

#[derive(Deserialize)]
struct Line {
    r#type: String,
    subtype: String,
    label_uk: String,
    label_en: String,
    aat: String,
    aat_label: String,
    fclass: Option<char>,
}

static LINES: LazyLock<(Vec<TypeLabel>, Vec<Option<char>>)> = LazyLock::new(|| {
    let lines: Vec<Line> = tsv::rows("types", TEXT);
    let split = |line: Line| {
        let label = TypeLabel {
            kind: line.r#type,
            subtype: line.subtype,
            label_uk: line.label_uk,
            label_en: line.label_en,
            aat: line.aat,
            aat_label: line.aat_label,
        };
        (label, line.fclass)
    };
    lines.into_iter().map(split).unzip()
});

/// Every type, by type and subtype.
pub fn all() -> &'static [TypeLabel] {
    &LINES.0
}

/// The GeoNames feature class of places of this subtype.
pub fn fclass(subtype: &str) -> Option<char> {
    let at = LINES.0.iter().position(|label| label.kind == "place" && label.subtype == subtype)?;
    LINES.1.get(at).copied().flatten()
}
