//! The reading order of a page: groups of regions in one another.

use rustc_hash::FxHashMap;

use crate::model::diag::Diagnostic;
use crate::read::xml::{Part, Tag, Xml};

/// The places of regions, by their ids.
pub fn read(xml: &mut Xml<'_>) -> Result<FxHashMap<String, usize>, Diagnostic> {
    let mut open = vec![Group::default()];
    let number = |tag: &Tag<'_>| tag.get("index").parse().unwrap_or(usize::MAX);
    while let Some(part) = xml.part()? {
        match part {
            Part::Start(tag) if tag.name().contains("Group") => {
                let is_ordered = tag.name().starts_with("Ordered");
                // A group may name the region that its regions lie in.
                let own = Some(tag.get("regionRef")).filter(|id| !id.is_empty());
                let items = own.map(|id| (0, vec![id])).into_iter().collect();
                open.push(Group { is_ordered, index: number(&tag), items });
            }
            Part::Start(tag) => {
                if let Some(group) = open.last_mut() {
                    group.items.push((number(&tag), vec![tag.get("regionRef")]));
                }
            }
            Part::End(name) if name.contains("Group") => {
                let Some(mut group) = open.pop() else { break };
                if group.is_ordered {
                    group.items.sort_by_key(|(index, _)| *index);
                }
                let ids = group.items.into_iter().flat_map(|(_, ids)| ids).collect();
                if let Some(around) = open.last_mut() {
                    around.items.push((group.index, ids));
                }
            }
            Part::End(name) if name == "ReadingOrder" => break,
            Part::End(_) | Part::Text(_) => {}
        }
    }
    let ids = open.into_iter().flat_map(|group| group.items).flat_map(|(_, ids)| ids);
    let mut places = FxHashMap::default();
    for (place, id) in ids.enumerate() {
        places.entry(id).or_insert(place);
    }
    Ok(places)
}

/// A group of regions that are read one after another.
#[derive(Default)]
struct Group {
    is_ordered: bool,
    /// Its own number in the group around it.
    index: usize,
    /// Numbers and what stands there.
    items: Vec<(usize, Vec<String>)>,
}
