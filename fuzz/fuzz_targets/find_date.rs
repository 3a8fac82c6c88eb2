//! Any text through the stages up to values: no panic, spans in the text, bounds in order.

#![no_main]

use libfuzzer_sys::fuzz_target;
use litopys::find::Aids;
use litopys::lang::LANGUAGES;
use litopys::model::date::value::Policy;
use litopys::model::document::{DocId, Place};
use litopys::model::mention::Value;
use litopys::{pipeline, read};

fuzz_target!(|text: &str| {
    for lang in LANGUAGES {
        let model = lang.model();
        let aids = Aids { model: model.as_deref(), ..Aids::default() };
        let id = DocId::from_romanized("text");
        let place = Place { id, name: "text.txt".to_owned(), shard: None };
        let Ok(document) = read::plain().read(place, text.as_bytes().to_vec()) else { continue };
        let record = pipeline::process(document, *lang, Policy::default(), aids, false);
        let mut end = 0;
        for mention in &record.mentions {
            assert!(mention.span.start() >= end && !mention.span.is_empty());
            end = mention.span.end();
            if let Value::Date(date) = &mention.value
                && let (Some(first), Some(last)) = (date.when.not_before(), date.when.not_after())
            {
                assert!(first <= last, "{}", date.when);
            }
        }
        assert!(end <= record.document.text.as_str().len());
    }
});
