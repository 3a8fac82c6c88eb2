//! The codebook, the rows and the documents that describe them say the same.

use std::collections::BTreeSet;
use std::fs;

use litopys::model::diag::Code;
use litopys::model::table::{
    CandidateRow, DateRow, DocumentRow, EntityRow, MentionRow, NameRow, OrganizationRow, PersonRow,
    PlaceRow, ProblemRow, Row, RuleRow, SentenceRow, Table,
};
use litopys::write::{self, codebook};

fn columns_agree<'a, R: Row<'a>>() {
    let described: Vec<&str> =
        codebook::columns(R::TABLE).iter().map(|column| column.name.as_str()).collect();
    let rows: Vec<&str> = R::COLUMNS.iter().map(|name| name.trim_end_matches('_')).collect();
    assert_eq!(rows, described, "{}", R::TABLE.name());
}

#[test]
fn every_row_has_the_columns_of_the_codebook() {
    columns_agree::<DocumentRow>();
    columns_agree::<SentenceRow>();
    columns_agree::<MentionRow>();
    columns_agree::<DateRow>();
    columns_agree::<EntityRow>();
    columns_agree::<NameRow>();
    columns_agree::<PlaceRow>();
    columns_agree::<OrganizationRow>();
    columns_agree::<PersonRow>();
    columns_agree::<RuleRow>();
    columns_agree::<CandidateRow>();
    columns_agree::<ProblemRow>();
}

#[test]
fn every_table_has_a_key_and_every_reference_a_table() {
    for table in Table::ALL {
        assert!(!codebook::primary_key(table).is_empty(), "{}", table.name());
        for column in codebook::columns(table) {
            assert!(!column.meaning_uk.is_empty() && !column.meaning_en.is_empty());
            if let Some((other, key)) = &column.refers_to {
                let other = Table::ALL.into_iter().find(|table| table.name() == other).unwrap();
                assert_eq!(codebook::primary_key(other), [key.as_str()]);
            }
        }
    }
}

#[test]
fn the_readme_of_the_output_folder_is_the_one_that_runs_write() {
    let committed = fs::read_to_string("output/README.md").unwrap();
    assert_eq!(committed, write::readme(), "copy the README.md of a new output folder");
}

#[test]
fn every_diagnostic_is_explained() {
    let explained = fs::read_to_string("docs/diagnostics.md").unwrap();
    let headings: BTreeSet<&str> = explained
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .map(|h| h.trim_matches('`'))
        .collect();
    let codes: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(headings, codes);
}
