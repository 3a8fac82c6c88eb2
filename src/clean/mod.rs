//! Here is a document: what did the author mean to print? (Normalization over an untouched text.)
//!
//! The passes run in the order of `PASSES`, each over the view that the one before it left.
//! None inserts anything out of nothing, so every stretch of the view stands for source text.

mod figures;
mod hyphen;
mod lookalike;
mod space;
mod spaced;
mod unicode;

use crate::model::cleaned::{Cleaned, Editor, fold};
use crate::model::span::{Raw, Text};

/// A pass notes in the editor what it would replace.
type Pass = fn(&str, &mut Editor);

/// Composition first, so that every later pass sees whole letters; line-end hyphens before line
/// ends become spaces; letter-spaced words before runs of spaces become one; words before hyphens
/// with stray spaces, so that both sides are clean.
static PASSES: &[Pass] = &[
    unicode::compose,
    hyphen::line_end,
    spaced::words,
    space::plain,
    figures::letters,
    lookalike::one_script,
    hyphen::stray,
];

/// The cleaned view of a text.
pub fn clean(raw: &Text<Raw>) -> Cleaned {
    let mut cleaned = Cleaned { text: Text::new(raw.as_str().to_owned()), ..Cleaned::default() };
    let mut editor = Editor::default();
    for pass in PASSES {
        pass(cleaned.text.as_str(), &mut editor);
        editor.apply(&mut cleaned.text, &mut cleaned.map);
    }
    cleaned.folded = Text::new(fold(cleaned.text.as_str()));
    cleaned
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::span::{Clean, Span};

    fn view(raw: &str) -> String {
        clean(&Text::new(raw.to_owned())).text.as_str().to_owned()
    }

    #[test]
    fn folding_keeps_every_offset() {
        for text in ["ЇЖАК Ґудзик", "Straße İstanbul ẞ", "𐐀 Ω ЁЖ"] {
            assert_eq!(fold(text).len(), text.len(), "{text}");
        }
        assert_eq!(fold("ЇЖАК Ґанок Єва"), "їжак ґанок єва");
    }

    #[test]
    fn each_kind_of_noise_goes() {
        for (raw, clean) in [
            ("Ала́ш-орда́", "Алаш-орда"),
            ("Кии\u{306}в, Украі\u{308}на", "Кийв, Україна"),
            ("гро\u{ad}мада", "громада"),
            ("грома-\nдянської", "громадянської"),
            ("Кам'янець-\n Подільський", "Кам'янець-Подільський"),
            ("1917-\n1920", "1917-1920"),
            ("5\u{a0}грудня\n1917", "5 грудня 1917"),
            ("п’ять об`єднань зв'язок", "п'ять об'єднань зв'язок"),
            ("Kиїв, Хapкiв", "Київ, Харків"),
            ("ХІХ ст., Микола ІІ, ХVII", "XIX ст., Микола II, XVII"),
            ("Фердинанд І скасував", "Фердинанд I скасував"),
            ("у І9І7 р., l9l4-го, І2 травня", "у 1917 р., 1914-го, 12 травня"),
            ("5 г р у д н я 1917, Л ь в і в  і  К и ї в", "5 грудня 1917, Львів і Київ"),
            ("у  1 9 1 7 р о ц і", "у 1917 році"),
            ("Алаш -орда та Кам'янець- Подільський", "Алаш-орда та Кам'янець-Подільський"),
        ] {
            assert_eq!(view(raw), clean);
        }
    }

    #[test]
    fn what_only_looks_like_noise_stays() {
        for text in [
            "північно- та південноукраїнський",
            "слово - слово",
            "New York і Київ",
            "СМ. І він",
            "УРЯД І РАДА",
            "«так» - ні",
            "МІХ і СІЛЬ",
            "О2 і 3D, І 20 душ",
            "і я в А. Б. та о у",
        ] {
            assert_eq!(view(text), text);
        }
    }

    #[test]
    fn a_span_of_the_view_slices_its_source() {
        let raw = Text::<Raw>::new("в «Ала́ш -орді́», там".to_owned());
        let cleaned = clean(&raw);
        let at = cleaned.text.as_str().find("Алаш-орді").unwrap();
        let span = Span::<Clean>::new(at, at + "Алаш-орді".len());
        assert_eq!(raw.slice(cleaned.to_raw(span)), "Ала́ш -орді́");
    }
}
