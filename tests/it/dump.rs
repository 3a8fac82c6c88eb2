//! Dumps of MediaWiki, cut into pages; and what reads any file of many documents.

use std::io::BufReader;
use std::ops::ControlFlow;

use litopys::model::diag::Code;
use litopys::read::FORMATS;
use litopys::read::format::{Holds, Part};
use litopys::read::options::{Limits, Options};
use litopys::read::reading::Reading;

/// What a file gave: its parts, what was said of others, and whether it was read to its end.
pub struct Found {
    pub parts: Vec<Part>,
    pub refused: Vec<(Code, String)>,
    pub end: Result<(), (Code, Option<usize>)>,
}

pub fn read_by(format: &str, bytes: &[u8], options: &Options, capacity: usize) -> Found {
    let format = FORMATS.iter().find(|known| known.name == format).unwrap();
    let (Holds::Many(read) | Holds::Rows(read)) = format.holds else {
        panic!("{} holds one", format.name)
    };
    let (mut parts, mut refused) = (Vec::new(), Vec::new());
    let end = read(&mut BufReader::with_capacity(capacity, bytes), options, &mut |part| {
        match part {
            Ok(part) => parts.push(part),
            Err(said) => refused.push((said.diagnostic.code, said.diagnostic.message)),
        }
        ControlFlow::Continue(())
    });
    Found { parts, refused, end: end.map_err(|said| (said.code, said.byte)) }
}

pub fn read(format: &str, bytes: &str) -> Found {
    read_by(format, bytes.as_bytes(), &Options::default(), 1 << 16)
}

pub fn reading(part: &Part) -> Reading {
    (part.read)(&part.bytes, &Options::default()).unwrap()
}

/// Members with their texts.
pub fn texts(found: &Found) -> Vec<(&str, String)> {
    found.parts.iter().map(|part| (part.member.as_str(), reading(part).text)).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A page in namespace 0.
pub fn page(id: u32, title: &str, head: &str, wikitext: &str) -> String {
    format!(
        "  <page>\n    <title>{title}</title>\n    <ns>0</ns>\n    <id>{id}</id>\n{head}    \
         <revision>\n      <id>9{id}</id>\n      <contributor><username>Хтось</username><id>7</id>\
         </contributor>\n      <model>wikitext</model>\n      <text bytes=\"9\" \
         xml:space=\"preserve\">{}</text>\n    </revision>\n  </page>\n",
        escaped(wikitext)
    )
}

pub fn dump(pages: &[String]) -> String {
    let pages = pages.concat();
    format!("<mediawiki xml:lang=\"uk\">\n  <siteinfo/>\n{pages}</mediawiki>\n")
}

/// A dump of so many pages like those of an encyclopedia.
pub fn synthetic(pages: u32) -> String {
    let wikitext = "{{Картка|назва=Село|фото=[[Файл:a.jpg|20px]]}}\n'''Село''' — [[село]] в \
        [[Київська область|області]], засноване {{date|24|8|1651}}.<ref>Історія міст і сіл.</ref>\n\n\
        == Історія ==\nПерша згадка — ''1651'' року. Тут стояв [[полк]], а \"старшина\" жила поруч.\n\n\
        {| class=\"wikitable\"\n! Рік !! Душ\n|-\n| 1897 || 1200\n|}\n* перше\n* друге\n\n[[Категорія:Села]]\n";
    let wikitext = wikitext.repeat(4);
    let mut out = String::from("<mediawiki>\n");
    for id in 1..=pages {
        out += &page(id, &format!("Село {id}"), "", &wikitext);
    }
    out + "</mediawiki>\n"
}

#[test]
fn pages_are_found_however_the_stream_is_cut() {
    let dump = synthetic(3);
    let whole = read("mediawiki", &dump);
    assert_eq!(whole.parts.len(), 3);
    assert_eq!(whole.end, Ok(()));
    assert!(whole.parts.iter().all(|part| part.metadata.lang.is_empty()));
    for part in &whole.parts {
        let at = part.at.unwrap() as usize;
        assert_eq!(&dump.as_bytes()[at..at + part.bytes.len()], part.bytes);
        assert!(part.bytes.starts_with(b"<page>") && part.bytes.ends_with(b"</page>"));
    }
    for capacity in [1, 7, 64, 1000] {
        let cut = read_by("mediawiki", dump.as_bytes(), &Options::default(), capacity);
        let of = |found: &Found| -> Vec<_> {
            let part = |part: &Part| (part.member.clone(), part.at, part.bytes.clone());
            found.parts.iter().map(part).collect()
        };
        assert_eq!(of(&cut), of(&whole), "{capacity}");
    }
}

#[test]
fn what_is_no_article_is_left_out_and_counted() {
    let pages = [
        page(1, "Київ", "", "Місто."),
        page(2, "Киев", "    <redirect title=\"Київ\" />\n", "#REDIRECT [[Київ]]"),
        page(3, "Обговорення", "", "Розмова.").replace("<ns>0<", "<ns>1<"),
        page(4, "Стиль", "", "a {}").replace(">wikitext</model>", ">css</model>"),
        page(5, "Нема", "", "x")
            .replace(">x</text>", "/>")
            .replace("<text ", "<text deleted=\"deleted\" "),
        page(6, "Без id", "", "Текст про &lt;redirect і <ns>5</ns>.").replace("<id>6</id>\n", ""),
    ];
    let found = read("mediawiki", &dump(&pages));
    assert_eq!(
        texts(&found),
        [("1", "Місто.".to_owned()), ("page-6", "Текст про <redirect і <ns>5</ns>.".to_owned())]
    );
    let said: Vec<&str> = found.refused.iter().map(|(_, message)| message.as_str()).collect();
    assert!(found.refused.iter().all(|(code, _)| *code == Code::LeftOut));
    assert!(said[0].starts_with("1 redirects and 1 pages of other namespaces were left out"));
    assert!(said[1].starts_with("1 pages that are no wikitext and 1 whose text is deleted"));
    let every = Options { every_page: true, ..Options::default() };
    let found = read_by("mediawiki", dump(&pages).as_bytes(), &every, 100);
    assert_eq!(
        found.parts.iter().map(|part| &*part.member).collect::<Vec<_>>(),
        ["1", "2", "3", "page-6"]
    );
}

#[test]
fn of_a_history_the_last_revision_is_read() {
    let new = page(1, "Київ", "", "Нове.");
    let old = "<revision><id>1</id><text>Старе.</text></revision>\n    <revision>";
    let found = read("mediawiki", &dump(&[new.replace("<revision>", old)]));
    assert_eq!(texts(&found), [("1", "Нове.".to_owned())]);
    assert_eq!(found.parts[0].at, None);
    assert!(found.refused[0].1.starts_with("1 pages have several revisions"));
}

#[test]
fn a_page_that_is_too_large_is_named_and_passed_over() {
    let limits = Limits { document: 2000, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let pages = [
        page(1, "Мала", "", "Текст."),
        page(2, "Велика", "", &"слово ".repeat(500)),
        page(3, "Ще", "", "Кінець."),
    ];
    let dump = dump(&pages);
    for capacity in [7, 1 << 16] {
        let found = read_by("mediawiki", dump.as_bytes(), &options, capacity);
        assert_eq!(texts(&found), [("1", "Текст.".to_owned()), ("3", "Кінець.".to_owned())]);
        let at = dump.find("<page>\n    <title>Велика").unwrap();
        let (code, message) = &found.refused[0];
        assert_eq!(*code, Code::TooLarge);
        assert!(
            message.starts_with(&format!("the page «Велика» at byte {at} is larger")),
            "{message}"
        );
    }
}

#[test]
fn a_dump_that_breaks_off_gives_what_came_before() {
    let dump = dump(&[page(1, "А", "", "Один."), page(2, "Б", "", "Два.")]);
    let within = &dump[..dump.rfind("</text>").unwrap()];
    let found = read("mediawiki", within);
    assert_eq!(texts(&found), [("1", "Один.".to_owned())]);
    assert_eq!(found.end, Err((Code::Damaged, Some(within.len()))));
    let behind = &dump[..dump.rfind("</mediawiki>").unwrap() + 5];
    let found = read("mediawiki", behind);
    assert_eq!(found.parts.len(), 2);
    assert!(found.parts.iter().all(|part| part.metadata.lang == "uk"), "the dump says so");
    assert_eq!(found.end, Err((Code::Damaged, Some(behind.len()))));
}

#[test]
fn no_more_is_read_than_is_wanted() {
    let dump = synthetic(3);
    for (format, file) in [
        ("mediawiki", dump.as_str()),
        ("csv", "text\na\nb\n"),
        ("jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n"),
    ] {
        let format = FORMATS.iter().find(|known| known.name == format).unwrap();
        let (Holds::Many(read) | Holds::Rows(read)) = format.holds else { panic!() };
        let mut count = 0;
        let end = read(&mut file.as_bytes(), &Options::default(), &mut |_| {
            count += 1;
            ControlFlow::Break(())
        });
        assert!(end.is_ok());
        assert_eq!(count, 1);
    }
}
