//! FictionBook 2.

use super::{content, read, shown, squeezed};

pub const SAMPLE: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">
<description><title-info>
  <genre>history</genre>
  <author><first-name>Михайло</first-name><middle-name>Сергійович</middle-name><last-name>Грушевський</last-name></author>
  <author><nickname>Кобзар</nickname></author>
  <book-title>Ілюстрована історія</book-title>
  <annotation><p>Про книгу.</p></annotation>
  <date value="1913-05-02">весна 1913</date><lang>uk</lang>
</title-info>
<document-info><author><nickname>сканер</nickname></author><date>2010</date></document-info></description>
<body>
 <title><p>Ілюстрована</p><p>історія</p></title>
 <epigraph><p>Слово.</p><text-author>Автор</text-author></epigraph>
 <section id="s1"><title><p>Розділ 1</p></title>
  <p id="p1">Року <strong>1648</strong>-го<a l:href="#n2" type="note">[2]</a> гетьман<a l:href="#n1"><sup>1</sup></a> вступив
  до <emphasis>Києва</emphasis>.</p>
  <subtitle>Похід</subtitle>
  <p>Знову<a l:href="#n1" type="note">[1]</a> там і <a l:href="#p1">тут</a>.</p>
  <section><title><p>Глибше</p></title>
   <cite><p>Цитата.</p><text-author>Хтось</text-author></cite>
   <poem><title><p>Пісня</p></title><stanza><v>Ой у лузі</v><v>червона калина</v></stanza>
    <stanza><v>Похилилася</v></stanza><date>1914</date></poem>
   <image l:href="#i.jpg"/><empty-line/>
   <table><tr><th>Рік</th><th>Подія</th></tr><tr><td/><td>битва</td><td>мир</td></tr></table>
  </section>
 </section>
 <section><p>Без назви.</p></section>
</body>
<body name="notes"><title><p>Примітки</p></title>
 <section id="n1"><title><p>1</p></title><p>Богдан.</p><p>Хмельницький.</p></section>
 <section id="n2"><title><p>Див.</p></title><p>За старим стилем.</p></section>
 <section id="n3"><title><p>3</p></title><poem><stanza><v>Ніхто</v><v>не кличе.</v></stanza></poem></section>
</body>
<binary id="i.jpg" content-type="image/jpeg">AAAA</binary>
</FictionBook>
"##;

#[test]
fn sections_verses_tables_and_notes_are_read() {
    expect_test::expect![[r#"
        h()|<div1>Ілюстрована¶історія
        p()|Слово.
        p()|Автор
        h(s1)|<div2>Розділ 1
        p(p1)|Року 1648-го<note 1> гетьман<note 2> вступив до Києва.
        n1(2)|Див.
        n1(2)|За старим стилем.
        n2(1)|Богдан.
        n2(1)|Хмельницький.
        h()|<div3>Похід
        p()|Знову<note 2> там і тут.
        h()|<div3>Глибше
        p()|Цитата.
        p()|Хтось
        p()|Пісня
        p()|Ой у лузі¶червона калина
        p()|Похилилася
        p()|1914
        p()|Рік⇥Подія
        p()|битва⇥мир
        p()|<div2>Без назви.
        n3(3)|Ніхто¶не кличе.
    "#]]
    .assert_eq(&shown("fb2", SAMPLE));
}

#[test]
fn the_description_says_who_wrote_what_when() {
    let metadata = read("fb2", SAMPLE.as_bytes()).unwrap().metadata;
    assert_eq!(metadata.title, "Ілюстрована історія");
    assert_eq!(metadata.author, "Михайло Сергійович Грушевський; Кобзар");
    assert_eq!((&*metadata.date, &*metadata.lang), ("1913-05-02", "uk"));
}

#[test]
fn every_letter_of_a_body_is_read() {
    let (body, _) = SAMPLE.split_once("<body>").unwrap().1.split_once("</body>").unwrap();
    // The marks of notes become labels.
    let body =
        ["[2]", "<sup>1</sup>"].iter().fold(body.to_owned(), |body, it| body.replace(it, ""));
    let file = format!("<FictionBook xmlns:l='l'><body>{body}</body></FictionBook>");
    assert_eq!(squeezed(&read("fb2", file.as_bytes()).unwrap().text), content(&body));
}

#[test]
fn a_title_of_a_note_that_is_more_than_its_number_is_kept() {
    let text = read("fb2", SAMPLE.as_bytes()).unwrap().text;
    for kept in ["\n\nДив.\n\nЗа старим стилем.", "\n\nБогдан.\n\nХмельницький."]
    {
        assert!(text.contains(kept), "{text}");
    }
    for left_out in ["Примітки", "AAAA", "Про книгу"] {
        assert!(!text.contains(left_out), "{left_out}");
    }
}

#[test]
fn any_declared_encoding_is_read() {
    let body = "<FictionBook><body><section><p>Їжак і ґанок</p></section></body></FictionBook>";
    let declared = |label: &str| format!("<?xml version=\"1.0\" encoding=\"{label}\"?>{body}");
    // The code page of Windows, letter by letter.
    let narrow: Vec<u8> = declared("windows-1251")
        .chars()
        .map(|c| match c {
            'а'..='я' => (c as u32 - 'а' as u32) as u8 + 0xE0,
            'Ї' => 0xAF,
            'і' => 0xB3,
            'ґ' => 0xB4,
            c => u8::try_from(c).unwrap(),
        })
        .collect();
    let wide: Vec<u8> = std::iter::once(0xFEFF)
        .chain(declared("utf-16").encode_utf16())
        .flat_map(u16::to_be_bytes)
        .collect();
    for bytes in [narrow, wide] {
        assert_eq!(read("fb2", &bytes).unwrap().text, "Їжак і ґанок");
    }
}

#[test]
fn notes_may_be_paragraphs_and_titles_may_be_missing() {
    let file = r##"<FictionBook><body><p>Раз<a href="#b">*</a>.</p></body><body name="comments">
        <p id="a">Перша.</p><p id="b">Друга.</p></body></FictionBook>"##;
    assert_eq!(shown("fb2", file), "p()|Раз<note 1>.\nn1(*)|Друга.\nn2()|Перша.\n");
}

#[test]
fn an_ornament_is_no_heading() {
    let file = "<FictionBook><body><section><p>Раз.</p><subtitle>* * *</subtitle><p>Два.</p></section></body></FictionBook>";
    assert_eq!(shown("fb2", file), "p()|<div1>Раз.\np()|<div2>* * *\np()|Два.\n");
}
