//! Which of the alternatives that TEI gives at one place are left out.

use rustc_hash::FxHashSet;

use crate::model::diag::Diagnostic;
use crate::read::xml::{Part, Xml};

/// A `choice` or `app` that is open, or another element.
struct Open {
    is_choice: bool,
    /// What is kept of it so far: where it begins, and whether the source has it.
    kept: Option<(u64, bool)>,
}

/// Where elements begin that are left out: of each choice all but what stands in the source, or
/// the first when nothing says so; the same of the readings of an apparatus.
pub fn left_out(mut xml: Xml<'_>) -> Result<FxHashSet<u64>, Diagnostic> {
    let mut left_out = FxHashSet::default();
    let mut open: Vec<Open> = Vec::new();
    while let Some(part) = xml.part()? {
        match part {
            Part::Start(tag) => {
                let here = xml.position();
                let is_source = matches!(tag.name(), "orig" | "sic" | "abbr" | "am" | "lem");
                if let Some(choice) = open.last_mut().filter(|around| around.is_choice) {
                    match choice.kept {
                        Some((before, false)) if is_source => {
                            left_out.insert(before);
                            choice.kept = Some((here, true));
                        }
                        Some(_) => {
                            left_out.insert(here);
                        }
                        None => choice.kept = Some((here, is_source)),
                    }
                }
                let is_choice = matches!(tag.name(), "choice" | "app" | "rdgGrp");
                open.push(Open { is_choice, kept: None });
            }
            Part::End(_) => {
                open.pop();
            }
            Part::Text(_) => {}
        }
    }
    Ok(left_out)
}
