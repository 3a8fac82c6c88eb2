//! How sources are read: the tables `[input]` and `[limits]`.

use serde::Deserialize;

use crate::charset::name;
use crate::error::{Error, nearest};
use crate::read::options::{Limits, Options};

/// The largest limit, so that offsets into a document fit into 32 bits with a sign.
const MOST_MIB: u32 = 1024;

/// The largest nesting of archives, each of which takes room of the stack.
const MOST_ARCHIVES: u32 = 32;

/// The table `[input]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Input {
    /// The encoding of plain text without a byte order mark; guessed when left out.
    pub encoding: String,
    /// Whether text that was decoded wrongly before it came here is repaired.
    pub repair: bool,
    /// The column of CSV or field of JSONL that holds the text.
    pub text_column: String,
    /// Whether redirects and pages of all namespaces are read from a dump.
    pub every_page: bool,
}

/// The table `[limits]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Most {
    /// Size of one document, in MiB.
    pub document_mib: u32,
    /// How many bytes one byte may unpack to.
    pub ratio: u64,
    /// Archives in one another.
    pub archives: u32,
    /// Elements of XML in one another.
    pub elements: u32,
}

impl Default for Most {
    fn default() -> Self {
        let Limits { document, ratio, archives, elements } = Limits::default();
        let document_mib = u32::try_from(document >> 20).unwrap_or(MOST_MIB);
        Self { document_mib, ratio, archives, elements }
    }
}

/// How sources are read by these tables.
///
/// # Errors
///
/// When an encoding is not known, or a limit is none.
pub fn options(input: Input, most: &Most) -> Result<Options, Error> {
    let encoding = match input.encoding.trim() {
        "" | "auto" => None,
        label => Some(name::by_name(label).ok_or_else(|| unknown(label))?),
    };
    let Most { document_mib, ratio, archives, elements } = *most;
    within("document_mib", u64::from(document_mib), 1, u64::from(MOST_MIB))?;
    within("ratio", ratio, 2, u64::from(u32::MAX))?;
    within("archives", u64::from(archives), 0, u64::from(MOST_ARCHIVES))?;
    within("elements", u64::from(elements), 16, u64::from(u16::MAX))?;
    let usual = Options::default();
    let text_column = match input.text_column.trim() {
        "" => usual.text_column,
        column => column.to_owned(),
    };
    let limits = Limits { document: u64::from(document_mib) << 20, ratio, archives, elements };
    let Input { repair, every_page, .. } = input;
    Ok(Options { encoding, repair, text_column, every_page, limits })
}

fn unknown(label: &str) -> Error {
    let meant = nearest(label, name::names());
    let meant = meant.map(|known| format!("did you mean «{known}»? ")).unwrap_or_default();
    let known = name::names().collect::<Vec<_>>().join(", ");
    Error::Usage(format!("there is no encoding «{label}»; {meant}choose from auto, {known}"))
}

fn within(key: &str, value: u64, least: u64, most: u64) -> Result<(), Error> {
    match (least..=most).contains(&value) {
        true => Ok(()),
        false => {
            let message = format!("limits.{key} is {value}; choose from {least} to {most}");
            Err(Error::Usage(message))
        }
    }
}
