//! The media type of a file, by its ending.

use std::sync::LazyLock;

/// Endings with their media types; `data/media-types.tsv`.
static TYPES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let table = include_str!("../../data/media-types.tsv");
    table.lines().skip(1).filter_map(|line| line.split_once('\t')).collect()
});

/// The media type of the longest ending that is known; bytes for others.
pub fn media_type(path: &str) -> &'static str {
    let known = TYPES.iter().filter(|(ending, _)| path.ends_with(ending));
    let best = known.max_by_key(|(ending, _)| ending.len());
    best.map_or("application/octet-stream", |(_, media_type)| media_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_ending_decides() {
        for (path, expected) in [
            ("tei/a.tei.xml", "application/tei+xml"),
            ("a.xml", "application/xml"),
            ("tables/csv-metadata.json", "application/csvm+json"),
            ("tables.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("geo/places.lpf.json", "application/ld+json"),
            ("quarantine/a", "application/octet-stream"),
        ] {
            assert_eq!(media_type(path), expected, "{path}");
        }
    }
}
