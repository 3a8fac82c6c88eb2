//! A text while it is being read out of a structured format: blocks, notes behind them, marks.

pub mod piece;

use crate::model::outline::{Block, BlockKind, Mark, MarkKind, Outline};
use crate::model::span::Span;
use crate::read::draft::piece::{DIVIDERS, Hyphen, Piece, is_blank, is_white};

/// What stands between two blocks.
const GAP: &str = "\n\n";

/// A text that grows block by block.
///
/// White space is that of the format, so runs of it become one space; no-break spaces stay. Text
/// outside of any block opens a paragraph.
#[derive(Debug, Default)]
pub struct Draft {
    text: String,
    outline: Outline,
    /// The block that text goes to.
    open: Option<Piece>,
    /// Blocks that wait for the ends of the notes in them, the outermost first.
    around: Vec<Option<Piece>>,
    /// The notes and other things beside the text being written, the outermost first.
    writing: Vec<(BlockKind, String)>,
    /// Notes that are finished and wait for the end of the paragraph that they stand in.
    waiting: Vec<Piece>,
    /// Marks that wait for the next block.
    ahead: Vec<(MarkKind, String)>,
    notes: u32,
}

impl Draft {
    /// Begins a block, ending the one before.
    pub fn begin(&mut self, kind: BlockKind, label: &str) {
        self.end();
        self.open = Some(Piece::of(kind, label, self.writing.last()));
    }

    /// Whether a block is open, so that text goes on in it.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Begins a paragraph.
    pub fn paragraph(&mut self) {
        self.begin(BlockKind::Paragraph, "");
    }

    /// Begins a division of this level with its heading; within a note that is a paragraph.
    pub fn heading(&mut self, level: u8) {
        self.division(level);
        self.begin(BlockKind::Heading, "");
    }

    /// Begins a division of this level, 1 being the outermost, ending the block before.
    pub fn division(&mut self, level: u8) {
        self.end();
        if self.writing.is_empty() {
            self.ahead.push((MarkKind::Division(level), String::new()));
        }
    }

    /// Adds text, whose white space means nothing but that words are parted.
    pub fn text(&mut self, text: &str) {
        for (n, word) in text.split([' ', '\t', '\n', '\r', '\u{C}']).enumerate() {
            if n > 0 {
                self.space();
            }
            if !word.is_empty() {
                self.flush_space();
                self.piece().text.push_str(word);
            }
        }
    }

    /// Adds text as it stands, white space included.
    pub fn verbatim(&mut self, text: &str) {
        if !text.is_empty() {
            self.flush_space();
            self.piece().text.push_str(text);
        }
    }

    /// Begins a new line within the block, as verses do.
    pub fn line_break(&mut self) {
        if let Some(piece) = self.open.as_mut().filter(|piece| !piece.text.is_empty()) {
            piece.space = false;
            piece.text.push('\n');
            piece.mark(MarkKind::Line { in_word: false }, "");
        }
    }

    /// Begins a cell of a table's row other than the first; a tab stands before it.
    pub fn cell(&mut self) {
        let piece = self.piece();
        piece.space = false;
        piece.text.push('\t');
    }

    /// Begins a line of a page, whose end means nothing: a word that the line before divided is
    /// joined, any other follows after a space.
    pub fn line(&mut self, label: &str) {
        let before = self.piece().text.strip_suffix(DIVIDERS);
        if before.is_some_and(|before| before.ends_with(char::is_alphabetic)) {
            return self.line_in_word(label, Hyphen::ByLetter);
        }
        self.space();
        self.flush_space();
        self.piece().mark(MarkKind::Line { in_word: false }, label);
    }

    /// Begins a line of a page in the middle of a word, as the source itself says.
    pub fn line_in_word(&mut self, label: &str, hyphen: Hyphen) {
        let piece = self.piece();
        piece.space = false;
        if hyphen == Hyphen::ByLetter {
            piece.doubtful.push(piece.marks.len());
        }
        piece.mark(MarkKind::Line { in_word: true }, label);
    }

    /// Begins a page, here or before the next block.
    pub fn page(&mut self, label: &str) {
        match self.open.as_mut().filter(|piece| !piece.text.is_empty()) {
            Some(piece) => piece.mark(MarkKind::Page, label),
            None => self.ahead.push((MarkKind::Page, label.to_owned())),
        }
    }

    /// Begins a note to what stands here; what comes until [`Draft::end_note`] is its text, which
    /// will stand behind the paragraph. Gives its number.
    pub fn note(&mut self, label: &str) -> u32 {
        self.notes += 1;
        let number = self.notes;
        self.reference(number);
        self.aside(BlockKind::Note(number), label);
        number
    }

    /// Refers once more to the note of this number.
    pub fn reference(&mut self, number: u32) {
        if let Some(piece) = &mut self.open {
            piece.mark(MarkKind::Note(number), "");
        }
    }

    /// Begins something that stands beside the text, such as a running head; what comes until
    /// [`Draft::end_aside`] will stand behind the paragraph that is open, which goes on.
    pub fn aside(&mut self, kind: BlockKind, label: &str) {
        self.around.push(self.open.take());
        self.writing.push((kind, label.to_owned()));
    }

    /// Ends the note that began last.
    pub fn end_note(&mut self) {
        self.end_aside();
    }

    /// Ends what began last beside the text.
    pub fn end_aside(&mut self) {
        if self.writing.is_empty() {
            return;
        }
        self.end();
        self.writing.pop();
        self.open = self.around.pop().flatten();
        if self.open.is_none() && self.writing.is_empty() {
            self.end();
        }
    }

    /// Ends the block, if one is open.
    pub fn end(&mut self) {
        let piece = self.open.take();
        if self.writing.is_empty() {
            piece.into_iter().for_each(|piece| self.commit(piece));
            for piece in std::mem::take(&mut self.waiting) {
                self.commit(piece);
            }
        } else {
            self.waiting.extend(piece);
        }
    }

    /// The text and what is known of it.
    pub fn finish(mut self) -> (String, Outline) {
        while !self.writing.is_empty() {
            self.end_aside();
        }
        self.end();
        let at = self.text.len();
        let ahead = self.ahead.drain(..).filter(|(kind, _)| matches!(kind, MarkKind::Page));
        self.outline.marks.extend(ahead.map(|(kind, label)| Mark { at, kind, label }));
        (self.text, self.outline)
    }

    fn space(&mut self) {
        if let Some(piece) = &mut self.open {
            piece.space = true;
        }
    }

    /// Writes the space that has come, unless it stands at the beginning of a block, line or cell.
    fn flush_space(&mut self) {
        let piece = self.piece();
        let begins = piece.text.is_empty() || piece.text.ends_with(is_blank) || piece.is_divided();
        if std::mem::take(&mut piece.space) && !begins {
            piece.text.push(' ');
        }
    }

    /// The open block; a paragraph when there is none.
    fn piece(&mut self) -> &mut Piece {
        let note = self.writing.last();
        self.open.get_or_insert_with(|| Piece::of(BlockKind::Paragraph, "", note))
    }

    fn commit(&mut self, piece: Piece) {
        let Piece { kind, label, text, marks, .. } = piece.joined();
        let kept = text.trim_matches(is_white);
        if kept.is_empty() {
            // Pages and lines are of the next block, then.
            let kept = marks.into_iter().filter(|mark| !matches!(mark.kind, MarkKind::Line { .. }));
            self.ahead.extend(kept.map(|mark| (mark.kind, mark.label)));
            return;
        }
        // «* * *» is an ornament, whatever the source calls it.
        let is_bare = kind == BlockKind::Heading && !kept.contains(char::is_alphanumeric);
        let kind = if is_bare { BlockKind::Paragraph } else { kind };
        let indent = text.len() - text.trim_start_matches(is_white).len();
        if !self.text.is_empty() {
            self.text.push_str(GAP);
        }
        let start = self.text.len();
        self.text.push_str(kept);
        let end = self.text.len();
        let ahead = filled(&mut self.ahead).into_iter().rev();
        self.outline.marks.extend(ahead.map(|(kind, label)| Mark { at: start, kind, label }));
        let placed = |mark: Mark| {
            let at = (start + mark.at.saturating_sub(indent)).min(end);
            Mark { at, ..mark }
        };
        // A line of which there is nothing is none.
        let is_mark = |mark: &Mark| !matches!(mark.kind, MarkKind::Line { .. }) || mark.at < end;
        self.outline.marks.extend(marks.into_iter().map(placed).filter(is_mark));
        self.outline.blocks.push(Block { span: Span::new(start, end), kind, label });
    }
}

/// The marks that wait, from the last to the first, without divisions that have nothing in them.
fn filled(ahead: &mut Vec<(MarkKind, String)>) -> Vec<(MarkKind, String)> {
    let mut following = None;
    let mut is_filled = |kind: &MarkKind| match kind {
        MarkKind::Division(level) if following.is_some_and(|next| *level >= next) => false,
        MarkKind::Division(level) => {
            following = Some(*level);
            true
        }
        _ => true,
    };
    ahead.drain(..).rev().filter(|(kind, _)| is_filled(kind)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with its blocks and marks shown in it.
    fn shown(draft: Draft) -> String {
        let (text, outline) = draft.finish();
        let mut out = String::new();
        let mut marks = outline.marks.iter().peekable();
        for block in &outline.blocks {
            let kind = match block.kind {
                BlockKind::Paragraph => "p".to_owned(),
                BlockKind::Heading => "h".to_owned(),
                BlockKind::Note(number) => format!("n{number}:{}", block.label),
                BlockKind::Furniture => "f".to_owned(),
            };
            out += &format!("[{kind}|");
            for (at, c) in text.char_indices().skip_while(|(at, _)| *at < block.span.start()) {
                while let Some(mark) = marks.next_if(|mark| mark.at <= at) {
                    out += &match mark.kind {
                        MarkKind::Division(level) => format!("<div{level}>"),
                        MarkKind::Page => format!("<pb {}>", mark.label),
                        MarkKind::Line { in_word: true } => "<lb->".to_owned(),
                        MarkKind::Line { in_word: false } => "<lb>".to_owned(),
                        MarkKind::Note(number) => format!("<{number}>"),
                    };
                }
                if at >= block.span.end() {
                    break;
                }
                out.push(c);
            }
            out += "]";
        }
        assert_eq!(
            outline.marks.iter().map(|mark| mark.at).max().unwrap_or(0).max(text.len()),
            text.len()
        );
        out
    }

    #[test]
    fn white_space_parts_words_and_blocks_have_none_at_their_ends() {
        let mut draft = Draft::default();
        draft.text("  Року \n\t Божого ");
        draft.text("1648\u{a0}р. ");
        draft.paragraph();
        draft.text(" ");
        draft.paragraph();
        draft.text("Далі");
        assert_eq!(shown(draft), "[p|Року Божого 1648\u{a0}р.][p|Далі]");
    }

    #[test]
    fn notes_stand_behind_their_paragraph_and_leave_it_whole() {
        let mut draft = Draft::default();
        draft.text("Рада");
        draft.note("1");
        draft.text("Перша ");
        draft.paragraph();
        draft.text("і друга");
        draft.end_note();
        draft.text(" постановила");
        draft.note("2");
        draft.text("Друга примітка");
        draft.end_note();
        draft.text(".");
        draft.paragraph();
        draft.text("Кінець");
        assert_eq!(
            shown(draft),
            "[p|Рада<1> постановила<2>.][n1:1|Перша][n1:1|і друга][n2:2|Друга примітка][p|Кінець]"
        );
    }

    #[test]
    fn divided_words_are_joined_and_their_lines_kept() {
        let mut draft = Draft::default();
        for (line, text) in
            ["грома-", "дянської ради", "Кам'янець-", "Подільський"].iter().enumerate()
        {
            draft.line(&line.to_string());
            draft.text(text);
        }
        assert_eq!(shown(draft), "[p|<lb>грома<lb->дянської ради <lb>Кам'янець-<lb->Подільський]");
    }

    #[test]
    fn white_space_around_a_line_or_page_neither_parts_nor_doubles() {
        let mut draft = Draft::default();
        draft.text("громада грома-\n");
        draft.page("2");
        draft.text("\n");
        draft.line("1");
        draft.text("\nдянська рада\n");
        draft.line("2");
        draft.text("\nісто");
        draft.line_in_word("3", Hyphen::ByLetter);
        draft.text("рико-");
        draft.line_in_word("4", Hyphen::Stays);
        draft.text("правова");
        assert_eq!(
            shown(draft),
            "[p|громада грома<pb 2><lb->дянська рада <lb>істо<lb->рико-<lb->правова]"
        );
    }

    #[test]
    fn what_stands_beside_the_text_does_not_part_it_and_cells_keep_their_places() {
        let mut draft = Draft::default();
        draft.text("Рада");
        draft.aside(BlockKind::Furniture, "");
        draft.text("12");
        draft.end_aside();
        draft.text(" вирішила");
        draft.paragraph();
        draft.text("рік ");
        draft.cell();
        draft.cell();
        draft.text(" подія");
        assert_eq!(shown(draft), "[p|Рада вирішила][f|12][p|рік\t\tподія]");
    }

    #[test]
    fn headings_open_divisions_and_empty_divisions_are_none() {
        let mut draft = Draft::default();
        draft.page("1");
        draft.division(1);
        draft.division(2);
        draft.page("1a");
        draft.heading(1);
        draft.text("Розділ");
        draft.begin(BlockKind::Furniture, "");
        draft.text("12");
        draft.paragraph();
        draft.text("Текст");
        draft.page("2");
        draft.text(" далі");
        draft.line_break();
        draft.text("рядок");
        assert_eq!(
            shown(draft),
            "[h|<pb 1><pb 1a><div1>Розділ][f|12][p|Текст<pb 2> далі\n<lb>рядок]"
        );
    }
}
