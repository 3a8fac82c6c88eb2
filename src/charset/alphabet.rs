//! The classes of letters that the statistics of code pages count; `build.rs` counts by them too.

/// How many classes there are.
pub const CLASSES: usize = 41;
/// What is no letter.
pub const NONE: u8 = 0;
/// Letters of other languages' Cyrillic.
pub const FOREIGN: u8 = 39;
/// All letters of the Latin alphabet but «i», which often stands for «і».
pub const LATIN: u8 = 40;

/// The class of a character, which is the same for capital and small, and whether it is a capital.
///
/// Letters that no code page has («ѣ», «ѳ», «ѵ») count as those that were written instead.
pub fn class(c: char) -> (u8, bool) {
    let small = match c {
        'А'..='Я' => char::from_u32(c as u32 + 0x20).unwrap_or(c),
        'Ѐ'..='Џ' => char::from_u32(c as u32 + 0x50).unwrap_or(c),
        'Ґ' => 'ґ',
        'Ѣ' => 'ѣ',
        'Ѳ' => 'ѳ',
        'Ѵ' => 'ѵ',
        _ => c,
    };
    let class = match small {
        'ѣ' => 6,
        'ѳ' => 21,
        'ѵ' => 9,
        'а'..='я' => u8::try_from(small as u32 - 'а' as u32).map_or(FOREIGN, |n| n + 1),
        'ё' => 33,
        'є' => 34,
        'і' | 'i' | 'I' => 35,
        'ї' => 36,
        'ґ' => 37,
        'ў' => 38,
        'ѐ'..='ӿ' => FOREIGN,
        'a'..='z' | 'A'..='Z' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' => LATIN,
        _ => NONE,
    };
    (class, small != c || c.is_ascii_uppercase() || ('À'..='Þ').contains(&c))
}
