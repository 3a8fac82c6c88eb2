//! What encodings are called.

use crate::model::document::Encoding;

/// Our name of every encoding that is read, and what else people call it, without `-` and `_`.
const NAMES: [(Encoding, &[&str]); 10] = [
    (Encoding::Utf8, &["utf8", "utf8bom", "utf8sig", "unicode11utf8", "cp65001"]),
    (Encoding::Utf16, &["utf16", "unicode", "ucs2"]),
    (Encoding::Utf16Le, &["utf16le", "unicodelittle", "ucs2le"]),
    (Encoding::Utf16Be, &["utf16be", "unicodebig", "unicodefffe", "ucs2be"]),
    (Encoding::Cp1251, &["cp1251", "windows1251", "win1251", "xcp1251", "ansi1251", "1251"]),
    (Encoding::Koi8U, &["koi8u", "koi8ru", "cp21866", "21866"]),
    (Encoding::Koi8R, &["koi8r", "koi8", "cskoi8r", "cp20866", "20866"]),
    (Encoding::Cp866, &["cp866", "ibm866", "dos866", "dos", "csibm866", "oem866", "866"]),
    (
        Encoding::MacCyrillic,
        &[
            "maccyrillic",
            "xmaccyrillic",
            "xmacukrainian",
            "macukrainian",
            "macukraine",
            "cp10007",
            "10007",
        ],
    ),
    (
        Encoding::Iso8859_5,
        &[
            "iso88595",
            "88595",
            "isoir144",
            "iso885951988",
            "cyrillic",
            "csisolatincyrillic",
            "cp28595",
            "28595",
        ],
    ),
];

/// The encoding of this name, whatever its case, hyphens, underscores and spaces.
pub fn by_name(label: &str) -> Option<Encoding> {
    let is_letter = |c: &char| !matches!(c, '-' | '_' | ' ' | ':');
    let label: String = label.chars().filter(is_letter).map(|c| c.to_ascii_lowercase()).collect();
    let is_known = |(_, aliases): &&(Encoding, &[&str])| aliases.contains(&label.as_str());
    NAMES.iter().find(is_known).map(|(encoding, _)| *encoding)
}

/// Our names of all encodings that are read.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|(encoding, _)| encoding.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_is_known_by_its_own_name() {
        for (encoding, _) in NAMES {
            assert_eq!(by_name(encoding.name()), Some(encoding));
            assert_eq!(by_name(&encoding.name().to_uppercase().replace('-', "_")), Some(encoding));
        }
        assert_eq!(names().count(), NAMES.len());
    }

    #[test]
    fn usual_aliases_are_known() {
        for (label, encoding) in [
            ("Windows-1251", Encoding::Cp1251),
            ("win1251", Encoding::Cp1251),
            ("CP-1251", Encoding::Cp1251),
            ("ibm866", Encoding::Cp866),
            ("DOS", Encoding::Cp866),
            ("koi8u", Encoding::Koi8U),
            ("KOI8-RU", Encoding::Koi8U),
            ("x-mac-ukrainian", Encoding::MacCyrillic),
            ("UTF8", Encoding::Utf8),
            ("UTF-16LE", Encoding::Utf16Le),
            ("iso_8859-5", Encoding::Iso8859_5),
            ("ISO_8859-5:1988", Encoding::Iso8859_5),
        ] {
            assert_eq!(by_name(label), Some(encoding), "{label}");
        }
        for label in ["", "latin1", "cp1125", "utf-32", "utf-7"] {
            assert_eq!(by_name(label), None, "{label}");
        }
    }
}
