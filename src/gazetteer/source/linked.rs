//! Linked Places format (JSON-LD), feature by feature.

use std::fmt;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use serde::Deserialize;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::error::Error;
use crate::gazetteer::source::table::kind;
use crate::gazetteer::source::{Asked, Sink, fault, unread, year};
use crate::gazetteer::{Record, Toponym};
use crate::model::name::Years;

/// JSON that tells of features.
pub fn fits(_path: &Path, head: &str) -> bool {
    head.trim_start().starts_with('{') && head.contains("FeatureCollection")
}

/// Reads every feature.
pub fn read(asked: &Asked, sink: &mut dyn Sink) -> Result<(), Error> {
    let path = &asked.path;
    let file = File::open(path).map_err(|error| unread(path, error))?;
    let mut json = serde_json::Deserializer::from_reader(BufReader::with_capacity(1 << 20, file));
    let mut state = State { path, sink, count: 0, stopped: None };
    let result = Collection(&mut state).deserialize(&mut json);
    if let Some(error) = state.stopped {
        return Err(error);
    }
    result.map_err(|error| {
        let message = format!("«{}» is no Linked Places collection: {error}", path.display());
        Error::Usage(message)
    })
}

struct State<'a> {
    path: &'a Path,
    sink: &'a mut dyn Sink,
    count: u64,
    stopped: Option<Error>,
}

impl State<'_> {
    fn take(&mut self, feature: &Value) -> bool {
        self.count += 1;
        match record(feature, self.count) {
            Ok(record) => self.stopped = self.sink.record(record).err(),
            Err(what) => self.sink.fault(self.path, self.count, what),
        }
        self.stopped.is_none()
    }
}

/// The collection: of its keys only `features` counts.
struct Collection<'s, 'a>(&'s mut State<'a>);

impl<'de> DeserializeSeed<'de> for Collection<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Collection<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a FeatureCollection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "features" {
                map.next_value_seed(Features(self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

struct Features<'s, 'a>(&'s mut State<'a>);

impl<'de> DeserializeSeed<'de> for Features<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut features: A) -> Result<(), A::Error> {
        while let Some(feature) = features.next_element::<Value>()? {
            if !self.0.take(&feature) {
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Name {
    #[serde(alias = "label")]
    toponym: String,
    #[serde(default)]
    lang: String,
    #[serde(default)]
    when: Value,
}

fn record(feature: &Value, n: u64) -> Result<Record, &'static str> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let properties = feature.get("properties").unwrap_or(&Value::Null);
    let list = |key: &str| feature.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let (lat, lon) = point(feature.get("geometry").unwrap_or(&Value::Null))?;
    let id = feature.get("@id").map(text).filter(|id| !id.is_empty());
    let mut record = Record {
        id: id.unwrap_or_else(|| format!("feature-{n}")),
        name: properties.get("title").map(text).unwrap_or_default(),
        lat,
        lon,
        years: years(feature.get("when").unwrap_or(&Value::Null)),
        ..Record::default()
    };
    for name in list("names") {
        let Ok(name) = serde_json::from_value::<Name>(name) else {
            return Err("has a name without a toponym");
        };
        let years = years(&name.when);
        record.names.push(Toponym { name: name.toponym, lang: name.lang, years });
    }
    let main = record.names.iter().position(|name| name.name == record.name);
    match main {
        Some(at) => record.names.swap(0, at),
        None => {
            let name = record.name.clone();
            record.names.insert(0, Toponym { name, ..Toponym::default() });
        }
    }
    let fclass = properties.get("fclasses").and_then(|classes| classes.get(0)).map(text);
    let types = list("types");
    let labels = types.iter().filter_map(|one| one.get("label").map(text));
    let named = labels.into_iter().next().unwrap_or_default();
    record.kind = kind(&named, &fclass.unwrap_or_default());
    for link in list("links").iter().filter_map(|link| link.get("identifier").map(text)) {
        for (prefix, slot) in [
            ("wd:", &mut record.wikidata),
            ("gn:", &mut record.geonames),
            ("whg:", &mut record.whg),
        ] {
            if let Some(id) = link.strip_prefix(prefix) {
                id.clone_into(slot);
            }
        }
    }
    let whole = list("relations");
    let part_of = |relation: &&Value| {
        relation.get("relationType").and_then(Value::as_str) == Some("gvp:broaderPartitive")
    };
    let parent = whole.iter().find(part_of).and_then(|relation| relation.get("relationTo"));
    record.parent = parent.map(text).unwrap_or_default();
    fault(&record).map_or(Ok(record), Err)
}

/// Latitude and longitude of a point; of another shape its first one.
fn point(geometry: &Value) -> Result<(Option<f64>, Option<f64>), &'static str> {
    let mut at = geometry.get("coordinates").unwrap_or(&Value::Null);
    if let Some(first) = geometry.get("geometries").and_then(|all| all.get(0)) {
        at = first.get("coordinates").unwrap_or(&Value::Null);
    }
    while let Some(inner) = at.get(0).filter(|inner| inner.is_array()) {
        at = inner;
    }
    match at.as_array().map(Vec::as_slice) {
        None | Some([]) => Ok((None, None)),
        Some([lon, lat, ..]) if lon.is_number() && lat.is_number() => {
            Ok((lat.as_f64(), lon.as_f64()))
        }
        Some(_) => Err("has coordinates that are no numbers"),
    }
}

/// First and last year of `when`.
fn years(when: &Value) -> Years {
    let spans = when.get("timespans").and_then(Value::as_array).map(Vec::as_slice);
    let end = |span: &Value, side: &str, keys: [&str; 3]| {
        let side = span.get(side)?;
        keys.iter().find_map(|key| side.get(key).and_then(Value::as_str)).and_then(year)
    };
    let spans = spans.unwrap_or_default();
    let first = spans.iter().map(|span| end(span, "start", ["in", "earliest", "latest"]));
    let last = spans.iter().map(|span| end(span, "end", ["in", "latest", "earliest"]));
    // One open span leaves the whole open.
    let all = |years: Vec<Option<i32>>| years.into_iter().collect::<Option<Vec<i32>>>();
    (
        all(first.collect()).and_then(|years| years.into_iter().min()),
        all(last.collect()).and_then(|years| years.into_iter().max()),
    )
}
