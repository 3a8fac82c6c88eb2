//! The rows of the output tables, field by field as `schema/tables.tsv` describes them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::model::corpus::NameType;
use crate::model::date::day::Day;
use crate::model::date::value::{Calendar, Inference, Kind, Operator, Precision, WeekdayStyle};
use crate::model::diag::Severity;
use crate::model::document::{Encoding, Newline};
use crate::model::entity::{CoordPrecision, EntityType};
use crate::model::mention::{Cert, LemmaSource};
use crate::model::words::Word;

/// The output tables, in the order of the codebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Table {
    /// One row per converted source.
    Documents,
    /// One row per sentence.
    Sentences,
    /// One row per date, place, organization or person in a text.
    Mentions,
    /// The values of dates.
    Dates,
    /// Everything that names refer to.
    Entities,
    /// What else they are called.
    Names,
    /// The places among the entities.
    Places,
    /// The organizations among the entities.
    Organizations,
    /// The persons among the entities.
    Persons,
    /// What `rule_ids` mean.
    Rules,
    /// What names could have been.
    Candidates,
    /// What the run could not decide or convert.
    Problems,
}

impl Table {
    /// Every table.
    pub const ALL: [Table; 12] = [
        Table::Documents,
        Table::Sentences,
        Table::Mentions,
        Table::Dates,
        Table::Entities,
        Table::Names,
        Table::Places,
        Table::Organizations,
        Table::Persons,
        Table::Rules,
        Table::Candidates,
        Table::Problems,
    ];

    /// Whether only the whole corpus gives its rows, and no document alone.
    pub fn is_of_corpus(self) -> bool {
        use Table::{Entities, Names, Organizations, Persons, Places, Rules};
        matches!(self, Entities | Names | Places | Organizations | Persons | Rules)
    }

    /// The name of the table and of its files.
    pub fn name(self) -> &'static str {
        match self {
            Table::Documents => "documents",
            Table::Sentences => "sentences",
            Table::Mentions => "mentions",
            Table::Dates => "dates",
            Table::Entities => "entities",
            Table::Names => "names",
            Table::Places => "places",
            Table::Organizations => "organizations",
            Table::Persons => "persons",
            Table::Rules => "rules",
            Table::Candidates => "candidates",
            Table::Problems => "problems",
        }
    }
}

/// Whether a spreadsheet takes the text of a cell for a formula.
pub fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err()
}

/// The content of one cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Text, or a word of a closed list.
    Str(Cow<'a, str>),
    /// A whole number.
    Int(i32),
    /// A number.
    Num(f64),
    /// Yes or no.
    Bool(bool),
    /// A day.
    Date(Day),
    /// Strings.
    List(&'a [&'a str]),
}

macro_rules! cells {
    ($($type:ty => |$value:ident| $cell:expr,)*) => {$(
        impl<'a> From<$type> for Cell<'a> {
            fn from($value: $type) -> Self {
                $cell
            }
        }
    )*};
}

cells! {
    &'a str => |value| Cell::Str(Cow::Borrowed(value)),
    String => |value| Cell::Str(Cow::Owned(value)),
    char => |value| Cell::Str(Cow::Owned(value.to_string())),
    i32 => |value| Cell::Int(value),
    // Counts and offsets of one document, which the size limit keeps below 2^31.
    u32 => |value| Cell::Int(i32::try_from(value).unwrap_or(i32::MAX)),
    f64 => |value| Cell::Num(value),
    bool => |value| Cell::Bool(value),
    Day => |value| Cell::Date(value),
    &'a [&'a str] => |value| Cell::List(value),
}

impl<W: Word> From<W> for Cell<'_> {
    fn from(value: W) -> Self {
        Self::Str(value.word().into())
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Empty, Into::into)
    }
}

/// A row of one table; its fields are the columns, in order.
pub trait Row<'a> {
    /// The table it belongs to.
    const TABLE: Table;
    /// The names of its columns.
    const COLUMNS: &'static [&'static str];
    /// Its cells, one for each column.
    fn cells(self) -> impl Iterator<Item = Cell<'a>>;
}

macro_rules! rows {
    ($($row:ident => $table:ident { $($field:ident: $type:ty,)* })*) => {$(
        #[doc = concat!("A row of `", stringify!($table), "`; columns as in `schema/tables.tsv`.")]
        #[derive(Debug)]
        #[allow(missing_docs, reason = "the codebook describes every column")]
        pub struct $row<'a> { $(pub $field: $type,)* }
        impl<'a> Row<'a> for $row<'a> {
            const TABLE: Table = Table::$table;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field),)*];
            fn cells(self) -> impl Iterator<Item = Cell<'a>> {
                [$(self.$field.into(),)*].into_iter()
            }
        }
    )*};
}

rows! {
    DocumentRow => Documents {
        doc_id: &'a str,
        source_path: String,
        original_filename: &'a str,
        origin_format: &'static str,
        origin_member: Option<&'a str>,
        origin_sha256: &'a str,
        title: Option<&'a str>,
        lang: &'static str,
        sha256: &'a str,
        n_bytes: u32,
        n_codepoints: u32,
        n_paragraphs: u32,
        n_sentences: u32,
        n_mentions: u32,
        encoding: Encoding,
        newline: Newline,
        tei_path: String,
        licence: Option<&'a str>,
    }
    SentenceRow => Sentences {
        sentence_id: String,
        doc_id: &'a str,
        paragraph_no: u32,
        sentence_no: u32,
        start_cp: u32,
        end_cp: u32,
        text: &'a str,
    }
    MentionRow => Mentions {
        mention_id: &'a str,
        doc_id: &'a str,
        sentence_id: String,
        start_cp: u32,
        end_cp: u32,
        start_byte: u32,
        end_byte: u32,
        surface: &'a str,
        canonical: &'a str,
        lemma_source: Option<LemmaSource>,
        type_: &'static str,
        subtype: Option<&'a str>,
        entity_id: Option<&'a str>,
        date_id: Option<&'a str>,
        confidence: f64,
        cert: Cert,
        rule_ids: &'a [&'a str],
        inferred: bool,
        parent_mention_id: Option<&'a str>,
    }
    DateRow => Dates {
        date_id: &'a str,
        doc_id: &'a str,
        mention_id: &'a str,
        edtf: &'a str,
        edtf_source: &'a str,
        calendar: Calendar,
        not_before: Option<Day>,
        not_after: Option<Day>,
        jdn_start: Option<i32>,
        jdn_end: Option<i32>,
        precision: Precision,
        kind: Kind,
        operator: Operator,
        inference: Inference,
        anchor_date_id: Option<&'a str>,
        julian_shift: Option<i32>,
        weekday_style: Option<WeekdayStyle>,
        cert: Cert,
    }
    EntityRow => Entities {
        entity_id: &'a str,
        type_: EntityType,
        name: &'a str,
        lang: &'a str,
        name_romanized: Option<&'a str>,
        wikidata_id: Option<&'a str>,
        n_mentions: u32,
    }
    NameRow => Names {
        entity_id: &'a str,
        name: &'a str,
        lang: String,
        name_type: NameType,
        n_mentions: Option<u32>,
    }
    PlaceRow => Places {
        place_id: &'a str,
        name: &'a str,
        place_type: &'a str,
        fclass: Option<char>,
        lat: Option<f64>,
        lon: Option<f64>,
        coord_precision: Option<CoordPrecision>,
        parent_id: Option<&'a str>,
        wikidata_id: Option<&'a str>,
        geonames_id: Option<&'a str>,
        whg_id: Option<&'a str>,
    }
    OrganizationRow => Organizations {
        org_id: &'a str,
        name: &'a str,
        org_type: &'a str,
        parent_id: Option<&'a str>,
        wikidata_id: Option<&'a str>,
    }
    PersonRow => Persons {
        person_id: &'a str,
        name: &'a str,
        forename: Option<&'a str>,
        patronymic: Option<&'a str>,
        surname: Option<&'a str>,
        wikidata_id: Option<&'a str>,
    }
    RuleRow => Rules {
        rule_id: &'a str,
        description_uk: &'a str,
        description_en: &'a str,
        version: &'a str,
    }
    CandidateRow => Candidates {
        mention_id: &'a str,
        rank: u32,
        gazetteer_id: &'a str,
        name: &'a str,
        score: f64,
        name_score: f64,
        time_score: f64,
        tier_score: f64,
        context_score: f64,
        chosen: bool,
    }
    ProblemRow => Problems {
        problem_id: String,
        path: String,
        doc_id: Option<&'a str>,
        start_cp: Option<u32>,
        end_cp: Option<u32>,
        start_byte: Option<u32>,
        severity: Severity,
        code: &'static str,
        message: &'a str,
    }
}
