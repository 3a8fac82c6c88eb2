//! What the files of the folder are called on the web.

use crate::model::record::Run;

/// The registers, in which each entity has its id.
const REGISTERS: &str = "tei/registers.tei.xml";

/// The file `to` as the file `from` refers to it: below the base, or relative without one.
pub fn file(run: &Run, from: &str, to: &str) -> String {
    if run.colophon.base.is_empty() {
        "../".repeat(from.matches('/').count()) + to
    } else {
        format!("{}{to}", run.colophon.base)
    }
}

/// An entity of the registers as the file `from` refers to it.
pub fn entity(run: &Run, from: &str, id: &str) -> String {
    format!("{}#{id}", file(run, from, REGISTERS))
}

/// Something with an id of its own in the file `path`.
pub fn within(run: &Run, path: &str, id: &str) -> String {
    if run.colophon.base.is_empty() {
        format!("#{id}")
    } else {
        format!("{}{path}#{id}", run.colophon.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_refer_to_each_other_with_and_without_a_base() {
        let mut run = Run::default();
        for (from, to) in [("geo/a.json", "../source/b.txt"), ("notes/001/a", "../../source/b.txt")]
        {
            assert_eq!(file(&run, from, "source/b.txt"), to);
        }
        assert_eq!(within(&run, "geo/a.json", "x"), "#x");
        run.colophon.base = "https://example.org/".to_owned();
        assert_eq!(file(&run, "geo/a.json", "source/b.txt"), "https://example.org/source/b.txt");
        assert_eq!(within(&run, "geo/a.json", "x"), "https://example.org/geo/a.json#x");
    }
}
