//! Code pages as tables: which character each byte is, and which byte was each character.

use std::sync::LazyLock;

use encoding_rs as web;
use rustc_hash::FxHashMap;

use crate::model::document::Encoding;

/// A code page of 256 characters.
pub struct Page {
    /// Its name, as [`Encoding::name`] has it.
    pub name: &'static str,
    chars: [char; 256],
    bytes: FxHashMap<char, u8>,
}

impl Page {
    /// The character that a byte is.
    pub fn char(&self, byte: u8) -> char {
        self.chars.get(usize::from(byte)).copied().unwrap_or_default()
    }

    /// The byte that was read as this character.
    pub fn byte(&self, c: char) -> Option<u8> {
        match c.is_ascii() {
            true => Some(c as u8),
            false => self.bytes.get(&c).copied(),
        }
    }

    /// A page and the older ones that have other characters where this one has the same bytes.
    fn new(name: &'static str, page: &'static web::Encoding, older: [char; 256]) -> Self {
        let chars = table(page);
        let pairs = |chars: [char; 256]| chars.into_iter().zip(0..=u8::MAX);
        Self { name, chars, bytes: pairs(older).chain(pairs(chars)).collect() }
    }
}

/// The pages of Cyrillic that are told apart.
pub const CYRILLIC: [Encoding; 6] = [
    Encoding::Cp1251,
    Encoding::Koi8R,
    Encoding::Koi8U,
    Encoding::Cp866,
    Encoding::MacCyrillic,
    Encoding::Iso8859_5,
];

/// The page of an encoding, if it is one.
pub fn of(encoding: Encoding) -> Option<&'static Page> {
    let at = CYRILLIC.iter().position(|page| *page == encoding)?;
    PAGES.get(at)
}

/// Windows-1252, which has Latin-1 in it.
pub fn western() -> &'static Page {
    &WESTERN
}

/// The page as the Encoding Standard (<https://encoding.spec.whatwg.org>) defines it.
pub fn web(encoding: Encoding) -> Option<&'static web::Encoding> {
    match encoding {
        Encoding::Utf8 | Encoding::Utf16 | Encoding::Utf16Le | Encoding::Utf16Be => None,
        Encoding::Cp1251 => Some(web::WINDOWS_1251),
        Encoding::Koi8U => Some(web::KOI8_U),
        Encoding::Koi8R => Some(web::KOI8_R),
        Encoding::Cp866 => Some(web::IBM866),
        Encoding::MacCyrillic => Some(web::X_MAC_CYRILLIC),
        Encoding::Iso8859_5 => Some(web::ISO_8859_5),
    }
}

static PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| {
    let page = |encoding: Encoding| {
        let page = web(encoding)?;
        // Whoever reads Ukrainian in the one KOI8 may have had the other.
        let older = match encoding {
            Encoding::Koi8U => table(web::KOI8_R),
            _ => table(page),
        };
        Some(Page::new(encoding.name(), page, older))
    };
    CYRILLIC.into_iter().filter_map(page).collect()
});

static WESTERN: LazyLock<Page> = LazyLock::new(|| {
    let latin_1 = std::array::from_fn(|byte| u8::try_from(byte).map_or('\0', char::from));
    Page::new("cp1252", web::WINDOWS_1252, latin_1)
});

fn table(page: &'static web::Encoding) -> [char; 256] {
    std::array::from_fn(|byte| {
        let byte = [u8::try_from(byte).unwrap_or_default()];
        let (text, _) = page.decode_without_bom_handling(&byte);
        text.chars().next().unwrap_or_default()
    })
}
