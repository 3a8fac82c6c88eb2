//! What the regions of a page are, by the names that recognition programs give them.

use crate::model::outline::BlockKind;
use crate::read::draft::Draft;

/// What a region of a page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Zone {
    /// Text, or something unknown.
    #[default]
    Text,
    /// A heading.
    Heading,
    /// A running head, a page number and the like.
    Furniture,
    /// A note below, beside or behind the text.
    Note,
}

impl Zone {
    /// The zone of a name, whether of PAGE or of SegmOnto; none when it says nothing.
    pub fn of(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        // SegmOnto names a kind of a zone behind a colon, and numbers zones behind a hash.
        let zone = name.split([':', '#']).next().unwrap_or_default();
        Some(match zone {
            "paragraph" | "mainzone" => Self::Text,
            "heading" | "title" => Self::Heading,
            "header" | "footer" | "page-number" | "catch-word" | "signature-mark"
            | "runningtitlezone" | "numberingzone" | "quiremarkszone" => Self::Furniture,
            "footnote" | "footnote-continued" | "endnote" | "marginalia" | "margintextzone" => {
                Self::Note
            }
            _ => return None,
        })
    }

    /// Begins the block of a region.
    pub fn begin(self, draft: &mut Draft, id: &str) {
        draft.end();
        match self {
            Self::Text => draft.begin(BlockKind::Paragraph, id),
            Self::Heading => {
                draft.division(1);
                draft.begin(BlockKind::Heading, id);
            }
            Self::Furniture => draft.begin(BlockKind::Furniture, id),
            Self::Note => drop(draft.note(id)),
        }
    }

    /// Ends it.
    pub fn end(self, draft: &mut Draft) {
        match self {
            Self::Note => draft.end_note(),
            _ => draft.end(),
        }
    }
}
