//! TEI.

use std::fs;

use super::{content, read, shown, squeezed};

pub const SAMPLE: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0">
<teiHeader><fileDesc><titleStmt><title type="sub">додатки</title><title type="main">Щоденник</title>
 <author><persName><surname>Грушевський</surname>, <forename>Михайло</forename></persName></author><author>Інший</author></titleStmt>
 <publicationStmt><date when="2020">2020</date></publicationStmt>
 <sourceDesc><biblStruct><monogr><imprint><date when="1991"/></imprint></monogr></biblStruct>
  <msDesc><history><origin><origDate notBefore="1917-03" notAfter="1917-05">весна</origDate></origin></history></msDesc></sourceDesc></fileDesc>
 <encodingDesc><charDecl><char xml:id="ff"><localProp name="codepoint" value="2014"/></char></charDecl></encodingDesc>
 <profileDesc><langUsage><language ident="uk">українська</language></langUsage></profileDesc></teiHeader>
<facsimile><surface><desc>Поверхня</desc></surface></facsimile>
<text>
 <front><titlePage><docTitle><titlePart>Щоденник</titlePart></docTitle><byline>написав <docAuthor>М. Г.</docAuthor></byline></titlePage></front>
 <body>
  <pb n="1"/><fw type="header">Колонтитул</fw>
  <div><head xml:id="h1">Березень</head>
   <opener><dateline>Київ, <date>5 марта</date></dateline><salute>Друже!</salute></opener>
   <p xml:id="p1">Року <choice><reg>тисяча</reg><orig>1917</orig></choice><note n="1" place="foot"><p>За <hi>старим</hi> стилем.</p></note> у
    <choice><abbr>м.</abbr><expan>місті</expan></choice> <choice><expan>Києві</expan></choice> <subst><del>був</del><add>жив</add></subst>
    <corr>добре</corr>; <app><lem>тут</lem><rdg>там</rdg></app> грома<lb n="2" break="no"/>дянська
    рада й Кам'янець-<pb n="2"/><fw>2</fw>
    <lb/>Подільський <gap><desc>стерто</desc></gap><g ref="#ff"/> <g>ꙋ</g> <q>сказав</q> він<figure><graphic url="a"/><head>Мал. 1</head><figDesc>Хата</figDesc></figure>.</p>
   <div><head>Вірші</head>
    <lg xml:id="lg"><head>Пісня</head><l xml:id="l1">Ой у лузі</l>
     <l>червона калина</l></lg>
    <sp><speaker>Кум</speaker><l>Раз</l><l>два</l><stage>Виходить.</stage></sp>
    <quote>Слово<lb/>друге</quote><quote><p>Речення.</p></quote>
    <list><head>Перелік</head><item>перше</item><item>друге <list><item>внутрішнє</item></list></item></list>
    <table><head>Табель</head><row><cell>рік</cell><cell><p>подія</p><p>місце</p></cell></row><row><cell/><cell>битва</cell></row></table>
    <closer>З повагою <signed>М. Г.</signed></closer>
   </div>
  </div>
 </body>
 <back><note n="*">Кінцева.</note></back>
</text>
<standOff><listPlace><place><placeName>Київ</placeName></place></listPlace></standOff>
</TEI>
"##;

#[test]
fn divisions_blocks_notes_and_marks_are_read_as_the_source_has_them() {
    expect_test::expect![[r#"
        p()|Щоденник
        p()|написав
        p()|М. Г.
        f()|<pb 1>Колонтитул
        h(h1)|<div1>Березень
        p()|Київ, 5 марта
        p()|Друже!
        p(p1)|Року 1917<note 1> у м. Києві жив добре; тут грома<-2>дянська рада й Кам'янець-<pb 2><->Подільський — ꙋ сказав він.
        n1(1)|За старим стилем.
        f()|2
        p()|Мал. 1
        h()|<div2>Вірші
        p()|Пісня
        p(l1)|Ой у лузі¶червона калина
        p()|Кум
        p()|Раз¶два
        p()|Виходить.
        p()|Слово <>друге
        p()|Речення.
        p()|Перелік
        p()|перше
        p()|друге
        p()|внутрішнє
        p()|Табель
        p()|рік⇥подія місце
        p()|битва
        p()|З повагою
        p()|М. Г.
        n2(*)|Кінцева.
    "#]].assert_eq(&shown("tei", SAMPLE));
}

#[test]
fn the_header_says_who_wrote_what_when() {
    let metadata = read("tei", SAMPLE.as_bytes()).unwrap().metadata;
    assert_eq!(metadata.title, "Щоденник");
    assert_eq!(metadata.author, "Грушевський, Михайло; Інший");
    assert_eq!((&*metadata.date, &*metadata.lang), ("1917-03/1917-05", "uk"));
    let other = SAMPLE.replace("<text>", "<text xml:lang='pl'>").replace("origDate", "other");
    let metadata = read("tei", other.as_bytes()).unwrap().metadata;
    assert_eq!((&*metadata.published, &*metadata.lang), ("1991", "pl"));
}

#[test]
fn every_letter_is_read_but_what_editors_put_there() {
    let text = SAMPLE.split_once("<text>").unwrap().1.split_once("</text>").unwrap().0;
    let left_out = [
        "<reg>тисяча</reg>",
        "<expan>місті</expan>",
        "<del>був</del>",
        "<rdg>там</rdg>",
        "<desc>стерто</desc>",
        "<figDesc>Хата</figDesc>",
    ];
    let text = left_out.iter().fold(text.to_owned(), |text, part| text.replace(part, ""));
    // Notes and what pages have besides their text stand behind the paragraph.
    let sorted = |text: String| {
        let mut letters: Vec<char> = text.chars().filter(|c| *c != '—').collect();
        letters.sort_unstable();
        letters
    };
    let found = squeezed(&read("tei", SAMPLE.as_bytes()).unwrap().text);
    assert_eq!(sorted(found), sorted(content(&text)));
}

#[test]
fn what_this_program_wrote_reads_back_paragraph_by_paragraph() {
    let mut paragraphs = 0;
    for case in fs::read_dir("tests/golden").unwrap() {
        for entry in fs::read_dir(case.unwrap().path()).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let is_text = name.ends_with(".tei.xml")
                && !["corpus.tei.xml", "registers.tei.xml"].contains(&&*name);
            if !is_text {
                continue;
            }
            let tei = fs::read_to_string(&path).unwrap();
            // What has more than paragraphs is compared in tests of its own.
            if tei.contains("<fw ") || tei.contains("<head ") || tei.contains("<note xml:id") {
                continue;
            }
            let reading = read("tei", tei.as_bytes()).unwrap();
            let blocks: Vec<_> = reading.outline.blocks.iter().collect();
            let found: Vec<_> = blocks
                .iter()
                .map(|it| reading.text[it.span.start()..it.span.end()].to_owned())
                .collect();
            assert_eq!(found, written(&tei), "{name}");
            assert!(blocks.iter().all(|block| block.label.contains(".p0")));
            assert_eq!(reading.metadata.lang, "uk");
            paragraphs += found.len();
        }
    }
    assert!(paragraphs > 5);
}

/// The texts of the paragraphs that a file of ours holds.
fn written(tei: &str) -> Vec<String> {
    let body = tei.split_once("<body").unwrap().1.split_once("</body>").unwrap().0;
    let paragraphs = body.split("<p ").skip(1).map(|part| part.split_once("</p>").unwrap().0);
    let plain = |paragraph: &str| -> String {
        let paragraph = paragraph.split_once('>').unwrap().1;
        let paragraph = paragraph.replace("<g ref=\"#shum.u000C\"/>", "\u{c}");
        let tagless = paragraph.split('<').enumerate();
        tagless
            .map(|(n, part)| if n == 0 { part } else { part.split_once('>').unwrap().1 })
            .collect::<String>()
            .replace("&#13;", "\r")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
    };
    paragraphs.map(plain).collect()
}

#[test]
fn the_texts_of_a_corpus_follow_one_another_as_divisions() {
    let text = |n: u8| {
        format!(
            "<TEI><teiHeader><fileDesc><titleStmt><title>Т{n}</title></titleStmt></fileDesc></teiHeader><text><body><div><head>Г{n}</head><p>П{n}</p></div></body></text></TEI>"
        )
    };
    let file = format!(
        "<teiCorpus><teiHeader><fileDesc><titleStmt><title>Усе</title></titleStmt></fileDesc></teiHeader>{}{}</teiCorpus>",
        text(1),
        text(2)
    );
    assert_eq!(shown("tei", &file), "h()|<div1><div2>Г1\np()|П1\nh()|<div1><div2>Г2\np()|П2\n");
    assert_eq!(read("tei", file.as_bytes()).unwrap().metadata.title, "Усе");
}

#[test]
fn a_body_with_a_heading_of_its_own_and_texts_in_groups_have_divisions() {
    let file = "<TEI><text><group><text><body><head>А</head><div><head>Б</head><p>в</p></div></body></text></group></text></TEI>";
    assert_eq!(shown("tei", file), "h()|<div1><div2>А\nh()|<div2>Б\np()|в\n");
}

#[test]
fn a_text_whose_white_space_is_its_own_keeps_its_hyphens_and_line_ends() {
    let file = "<TEI><text><body xml:space='preserve'><p>істо-<lb break='no' n='2'/>правової ради <lb n='3'/>Раз\n<lb/>два  три</p>\n\n<note><p>а</p>\n\n</note></body></text></TEI>";
    assert_eq!(shown("tei", file), "p()|істо-<-2>правової ради <3>Раз¶два  три\nn1()|а\n");
}
