//! A sentence as the rules of names see it: its words and marks, each with what it may be.

use std::rc::Rc;

use crate::decline::Cases;
use crate::find::Ctx;
use crate::find::name::word::Word;
use crate::lexicon::names::{Form, Head, Sense};
use crate::lexicon::ordinary::Roles;
use crate::lexicon::words::Class;
use crate::model::layout::{Case, Sentence, TokenKind};
use crate::model::span::{Clean, Span};

/// A token that is no white space.
#[derive(Debug, Clone)]
pub struct Piece<'a> {
    /// Its token.
    pub token: usize,
    /// What it is made of.
    pub kind: TokenKind,
    /// In lower case.
    pub folded: &'a str,
    /// As the view has it.
    pub text: &'a str,
    /// What it may be or begin.
    pub senses: &'a [Sense],
    /// Whether white space stands before it.
    pub apart: bool,
    /// What is known of it wherever it stands.
    pub word: Rc<Word>,
}

impl Piece<'_> {
    /// Whether it is a word with a capital.
    pub fn is_capital(&self) -> bool {
        matches!(self.kind, TokenKind::Word(Case::Capital | Case::Upper | Case::Initial))
    }

    /// Whether it is a word that begins with a capital and goes on small, as names do.
    pub fn is_proper(&self) -> bool {
        let small = |c: char| c.is_lowercase() || c == '\'';
        self.kind == TokenKind::Word(Case::Capital) && self.text.chars().nth(1).is_some_and(small)
    }

    /// Whether it is a word of capitals.
    pub fn is_upper(&self) -> bool {
        self.kind == TokenKind::Word(Case::Upper)
    }

    /// Whether it is a single capital letter.
    pub fn is_initial(&self) -> bool {
        self.kind == TokenKind::Word(Case::Initial)
    }

    /// Whether it is a word.
    pub fn is_word(&self) -> bool {
        matches!(self.kind, TokenKind::Word(_))
    }

    /// Whether it is a Roman numeral, in Latin letters or in Cyrillic ones.
    pub fn is_roman(&self) -> bool {
        self.is_capital() && self.text.chars().all(|c| "IVXІХ".contains(c))
    }

    /// A Roman numeral in Latin letters.
    pub fn latin(&self) -> String {
        self.text.replace('І', "I").replace('Х', "X")
    }

    /// Whether it is a relational adjective's word, as those of places are: «Брестський».
    pub fn is_relational(&self) -> bool {
        ["ськ", "цьк", "зьк"].iter().any(|part| self.folded.contains(part))
    }

    /// Whether it is such an adjective and no form of a man's surname.
    pub fn is_relational_feminine(&self) -> bool {
        const MASCULINE: [&str; 6] = ["ий", "ого", "ому", "им", "их", "і"];
        self.is_relational() && !MASCULINE.iter().any(|ending| self.folded.ends_with(ending))
    }

    /// Whether it has Latin letters.
    pub fn has_latin(&self) -> bool {
        self.folded.bytes().any(|byte| byte.is_ascii_lowercase())
    }

    /// Whether listed names begin with it.
    pub fn begins_names(&self) -> bool {
        self.may_be(|sense| matches!(sense, Sense::Form(_) | Sense::Begins))
    }

    /// Whether it may be this, by one of its senses.
    pub fn may_be(&self, test: impl Fn(&Sense) -> bool) -> bool {
        self.senses.iter().any(test)
    }

    /// Whether it stands before persons.
    pub fn is_title(&self) -> bool {
        self.may_be(|sense| matches!(sense, Sense::Title(_)))
    }

    /// Whether it is a capital word that is no name.
    pub fn is_unnamed(&self) -> bool {
        self.may_be(|sense| matches!(sense, Sense::Unnamed))
    }

    /// Whether it may be a given name.
    pub fn is_given(&self) -> bool {
        self.may_be(|sense| matches!(sense, Sense::Given(..)))
    }
}

/// A sentence.
pub struct Line<'a> {
    /// Where it stands.
    pub ctx: &'a Ctx<'a>,
    /// Its pieces.
    pub pieces: Vec<Piece<'a>>,
    is_shouted: bool,
    /// The first piece whose capital tells something.
    begun: usize,
    /// Whether it is a name without a text around it, whose first capital tells as much as others.
    pub is_name: bool,
}

impl<'a> Line<'a> {
    /// The pieces of a sentence.
    pub fn of(ctx: &'a Ctx<'a>, sentence: &Sentence) -> Self {
        let mut pieces = Vec::with_capacity(sentence.tokens.len() / 2 + 1);
        let mut apart = true;
        for at in sentence.tokens.clone() {
            let Some(token) = ctx.token(at) else { break };
            if token.kind == TokenKind::Space {
                apart = true;
                continue;
            }
            let folded = ctx.cleaned.folded.slice(token.span);
            let word = Word::of(folded, ctx.lang);
            let senses = if token.is_word() { word.senses } else { &[] };
            let text = ctx.cleaned.text.slice(token.span);
            pieces.push(Piece { token: at, kind: token.kind, folded, text, senses, apart, word });
            apart = false;
        }
        let words = || pieces.iter().filter(|piece| piece.is_word());
        let upper = words().filter(|piece| piece.is_upper()).count();
        let is_shouted = upper > 3 && upper * 3 > words().count() * 2;
        let begun = begun(&pieces);
        Self { ctx, pieces, is_shouted, begun, is_name: false }
    }

    /// Pieces of a sentence that are a name without a text around it.
    pub fn alone(ctx: &'a Ctx<'a>, pieces: Vec<Piece<'a>>) -> Self {
        Self { ctx, pieces, is_shouted: false, begun: 0, is_name: true }
    }

    /// Whether the sentence is written in capitals, which then tell nothing.
    pub fn is_shouted(&self) -> bool {
        self.is_shouted
    }

    /// Whether anything here can be part of a name.
    pub fn has_names(&self) -> bool {
        self.pieces.iter().any(|piece| piece.is_capital() || !piece.senses.is_empty())
    }

    /// A piece.
    pub fn get(&self, at: usize) -> Option<&Piece<'a>> {
        self.pieces.get(at)
    }

    /// The piece before.
    pub fn before(&self, at: usize) -> Option<&Piece<'a>> {
        at.checked_sub(1).and_then(|at| self.pieces.get(at))
    }

    /// The lower-case text of a piece; empty beyond the ends.
    pub fn folded(&self, at: usize) -> &'a str {
        self.pieces.get(at).map(|piece| piece.folded).unwrap_or_default()
    }

    /// Whether a word begins the sentence, or stands behind nothing but marks and the number of an
    /// item: its capital then says nothing.
    pub fn is_first(&self, at: usize) -> bool {
        !self.is_name && at < self.begun
    }

    /// Whether the word is an ordinary one.
    pub fn is_ordinary(&self, at: usize) -> bool {
        self.get(at).is_some_and(|piece| piece.word.is_ordinary(piece.folded, self.ctx.lang))
    }

    /// What the word may be as an ordinary one.
    pub fn roles(&self, at: usize) -> Roles {
        let roles = |piece: &Piece<'_>| piece.word.roles(piece.folded, self.ctx.lang);
        self.get(at).map(roles).unwrap_or_default()
    }

    /// The cases of a person whose title stands before the piece: «гетьмана», «проф.».
    pub fn title_before(&self, at: usize) -> Option<Cases> {
        let title = self.before(at)?;
        let cases = title.senses.iter().find_map(|sense| match sense {
            Sense::Title(cases) => Some(*cases),
            _ => None,
        });
        cases.or_else(|| {
            let noun = at.checked_sub(2).filter(|_| title.text == ".")?;
            let abbreviation = self.ctx.lang.abbreviations().get(self.folded(noun))?;
            let counted = self.before(noun).is_some_and(|one| one.kind == TokenKind::Number);
            (abbreviation.title && !counted).then_some(Cases::ALL)
        })
    }

    /// Whether a word with a full stop behind it is an abbreviation: «Спр.», «Див.».
    pub fn is_abbreviated(&self, at: usize) -> bool {
        let dotted = self.get(at + 1).is_some_and(|dot| dot.text == "." && !dot.apart);
        dotted && self.ctx.lang.abbreviations().get(self.folded(at)).is_some()
    }

    /// Whether a word may be an adjective before a noun, by its ending.
    pub fn may_be_adjective(&self, at: usize) -> bool {
        let adjective = &self.ctx.lang.morphology().adjective;
        self.get(at).is_some_and(|piece| {
            piece.is_word() && piece.apart && !adjective.readings(piece.folded).is_empty()
        })
    }

    /// What pieces `from..to` cover.
    pub fn span(&self, from: usize, to: usize) -> Span<Clean> {
        let token = |at: usize| self.pieces.get(at).map_or(0, |piece| piece.token);
        self.ctx.cover(token(from), to.checked_sub(1).map_or(0, token) + 1)
    }

    /// The text that pieces `from..to` cover.
    pub fn text(&self, from: usize, to: usize) -> &'a str {
        self.ctx.cleaned.text.slice(self.span(from, to))
    }

    /// The first head noun among the senses of a piece that passes the test, with its cases.
    pub fn head(&self, at: usize, test: impl Fn(&Head) -> bool) -> Option<(&'a Head, Cases)> {
        let names = self.ctx.lang.names();
        self.pieces.get(at)?.senses.iter().find_map(|sense| match sense {
            Sense::Head(index, cases) => {
                names.head(*index).filter(|head| test(head)).map(|head| (head, *cases))
            }
            _ => None,
        })
    }

    /// Whether a relational adjective stands here.
    pub fn is_adjective(&self, at: usize) -> bool {
        let readings = |word: &str| self.ctx.lang.morphology().adjective.readings(word);
        self.get(at)
            .is_some_and(|piece| piece.is_relational() && !readings(piece.folded).is_empty())
    }

    /// Whether an adjective stands here before a small word that it may describe: «Брестський мир»,
    /// «Конфіденційну інформацію» are no person and no place.
    pub fn is_attribute(&self, at: usize) -> bool {
        let lang = self.ctx.lang;
        let words = lang.words();
        let small = self.get(at + 1).filter(|next| next.is_word() && !next.is_capital());
        small.is_some_and(|next| {
            let function = words.is_function(next.folded) && !words.is(Class::Generic, next.folded);
            let free = !function && !words.may_be_verb(next.folded);
            free && self.is_adjective(at)
                || self.roles(at + 1).noun().is_some() && self.may_be_adjective(at)
        })
    }

    /// Whether an initial with its full stop stands here.
    pub fn is_initial(&self, at: usize) -> bool {
        self.get(at).is_some_and(Piece::is_initial) && self.folded(at + 1) == "."
    }

    /// The listed forms that stand here, each with the piece behind it, the longest first.
    pub fn forms(&self, at: usize) -> impl Iterator<Item = (&'a Form, usize)> {
        let names = self.ctx.lang.names();
        let senses = self.get(at).map(|piece| piece.senses).unwrap_or_default();
        let begins = senses.contains(&Sense::Begins);
        let next = (at + 1..at + 4).find(|next| {
            self.get(*next).is_some_and(|next| next.is_word() || next.kind == TokenKind::Number)
        });
        let key = next.filter(|_| begins).map(|next| self.span(at, next + 1));
        let key = key.map(|span| self.ctx.cleaned.folded.slice(span)).unwrap_or_default();
        let longer =
            names.longer(key).filter_map(move |form| Some((form, self.form_end(at, form)?)));
        let single = senses.iter().filter_map(move |sense| match sense {
            Sense::Form(index) => names.form(*index).map(|form| (form, at + 1)),
            _ => None,
        });
        longer.chain(single)
    }

    /// The piece behind a form that begins here; none when the text goes on otherwise.
    fn form_end(&self, at: usize, form: &Form) -> Option<usize> {
        let start = self.span(at, at + 1).start();
        let end = start + form.folded.len();
        if self.ctx.cleaned.folded.as_str().get(start..end) != Some(form.folded) {
            return None;
        }
        let last = (at..self.pieces.len()).take_while(|to| self.span(*to, to + 1).end() <= end);
        last.last().filter(|to| self.span(*to, to + 1).end() == end).map(|last| last + 1)
    }

    /// The noun of a place before a name, with the cases that it may stand in: «місто», «с.».
    pub fn place_noun(&self, at: usize) -> Option<(&'a Head, Cases)> {
        let last = at.checked_sub(1)?;
        let dotted = self.folded(last) == ".";
        let noun = if dotted { last.checked_sub(1)? } else { last };
        // «1917 р. Рада» has a year, no river.
        if dotted && self.before(noun).is_some_and(|one| one.kind == TokenKind::Number) {
            return None;
        }
        let is_word = self.get(noun)?.is_word() && self.get(at)?.apart;
        let fits = |head: &Head| head.name && head.noun.ends_with('.') == dotted;
        self.head(noun, fits).filter(|_| is_word)
    }

    /// The cases that the preposition before a name asks for, over adjectives; any without one.
    pub fn governed(&self, at: usize) -> Option<Cases> {
        self.before(at).and_then(|piece| self.ctx.lang.words().governs(piece.folded))
    }

    /// Whether the mark or word joins the members of a list.
    pub fn separates(&self, at: usize) -> bool {
        self.folded(at) == "," || self.ctx.lang.words().is(Class::And, self.folded(at))
    }
}

/// How many pieces begin the sentence: marks, the number of an item, and the first word.
fn begun(pieces: &[Piece<'_>]) -> usize {
    let is_item = |at: usize| {
        let letter = pieces.get(at).is_some_and(|piece| piece.text.chars().count() == 1);
        letter && pieces.get(at + 1).is_some_and(|next| next.folded == ")")
    };
    let word = pieces.iter().enumerate().find(|(n, piece)| piece.is_word() && !is_item(*n));
    word.map_or(pieces.len(), |(n, _)| n + 1)
}
