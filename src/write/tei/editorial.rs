//! The `editorialDecl`: what was done to the text, and what the markup means.

use crate::write::tei::markup::Markup;
use crate::write::tei::xml::Xml;

/// What the editorial declaration says: element and text, every sentence true of every file.
const EDITORIAL: [(&str, &str); 5] = [
    ("correction", "The source text is not corrected."),
    (
        "normalization",
        "The text of body is the decoded source without its byte order mark, code point for code \
         point; white space is significant and no Unicode normalization is applied. An empty g \
         stands for one character that XML 1.0 forbids, described in charDecl.",
    ),
    (
        "segmentation",
        "p is a paragraph and s a sentence, both found by rule. In the identifier of a name or \
         date, mSTART-END gives zero-based, half-open code point offsets into the text of body. \
         The extent counts as words the tokens that hold a letter or a digit; tagUsage counts the \
         elements inside body.",
    ),
    (
        "interpretation",
        "Names and dates were found and identified automatically and were not proofread. cert is \
         high from 0.85, medium from 0.6 and low below; ana names the type and the rules that \
         made the annotation; ref points to the entity in standOff, whose sameAs points to the \
         register of the corpus. evidence=\"conjecture\" marks a date of which a part was inferred.",
    ),
    (
        "stdVals",
        "when, from, to, notBefore and notAfter are proleptic Gregorian dates; in a date that \
         reaches before year 1 the attributes end in -iso and 0000 is 1 BC. when-custom holds the \
         date as EDTF (ISO 8601-2) in the calendar that datingMethod names. calendar is given \
         where the calendar of the date as written is known.",
    ),
];

/// What is true of files in which words are marked.
const TOKENS: &str = "w is a word, with what hyphens join, or a number; pc is a mark. White space stays \
                      text between them. What would cross the border of a name, a date or a \
                      sentence is not marked. The extent counts more words, since it counts the \
                      parts that hyphens join.";

/// What is true of the attributes of words.
const CERTAIN: &str = "lemma and msd (UPosTag and features of Universal Dependencies) say what the \
                       word lists of Litopys are certain of; there is no tagger. A form may be of \
                       several words or several forms of one: what its readings do not agree on is \
                       left out, and so are readings that are very rare. Of a word that is not \
                       listed the ending speaks where 49 of 50 listed words with it agree. Words of a \
                       name have their lemmas from its nominative.";

/// What is true of files in which mentions cross.
const CROSSING: &str = "Where two names or dates cross, the longer is an element of the text. The \
                        other is an annotation in standOff, whose target is its sentence and whose \
                        note holds its text in the element that it would have been.";

/// What is true of files whose text was read out of a format.
const READ_OUT: &str = "The source was read out of the input file that sourceDesc names: its markup was \
                        left out, runs of white space became one, blocks stand apart by an empty \
                        line, and words that line ends divided are whole.";

/// What is true of files whose format has blocks and marks.
const OUTLINE: &str = "div, head, note, fw, pb and lb stand where the input file has them; ptr is where it \
                       refers to a note, which stands behind the paragraph; n is the number, mark or \
                       id there. head, fw and the p of notes are counted as paragraphs.";

/// Writes the declaration.
pub fn declaration(xml: &mut Xml, markup: &Markup<'_>) {
    xml.start("editorialDecl", &[]);
    for (element, text) in EDITORIAL {
        xml.start(element, &[]);
        xml.leaf("p", &[], text);
        let besides = besides(markup).into_iter().filter(|(of, _)| *of == element);
        for (_, text) in besides {
            xml.leaf("p", &[], text);
        }
        xml.end();
    }
    xml.end();
}

/// What the editorial declaration says besides, under which element.
fn besides(markup: &Markup<'_>) -> Vec<(&'static str, &'static str)> {
    let mut besides = Vec::new();
    let document = &markup.record.document;
    if !document.outline.blocks.is_empty() {
        besides.extend([("normalization", READ_OUT), ("segmentation", OUTLINE)]);
    }
    if !markup.tokens.is_empty() {
        besides.extend([("segmentation", TOKENS), ("interpretation", CERTAIN)]);
    }
    if !markup.aside.is_empty() {
        besides.push(("interpretation", CROSSING));
    }
    besides
}
