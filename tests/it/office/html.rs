//! Web pages.

use litopys::model::diag::Code;

use crate::office::{check, read, refused};

pub const PAGE: &str = r##"<!DOCTYPE html><html lang="uk"><head><meta charset="utf-8">
<title> Листи
 з Полтави</title><meta name="author" content="Іван Котляревський">
<meta property="article:published_time" content="1838-11-10T10:00:00+02:00">
<style>p { color: red }</style></head>
<body><nav><ul><li>Головна</li></ul></nav>
<h1>Листи</h1>
Року 1838 <b>листо</b>пада
<p>Помер<a id="r1" href="#n1"><sup>[1]</sup></a> у Полтаві.<br>Похований там же.</p>
<h2>Родина</h2><ul><li>Мати</li><li><p>Батько</p></li></ul>
<table><tr><th>Рік</th><th>Подія</th></tr><tr><td>1769</td><td><p>народився</p></td></tr></table>
<script>alert("ні")</script><form>Пошук <input value="x"></form>
<pre>перший
  другий</pre>
<hr><div id="n1"><p><a href="#r1">1</a> За <i>старим</i> стилем.</p><p>Уточнено.</p></div>
<footer>© Бібліотека</footer></body></html>"##;

#[test]
fn pages_are_read_as_browsers_show_them() {
    check(
        "a.html",
        PAGE.as_bytes(),
        &[
            "f|Головна",
            "h|<div1>Листи",
            "p|Року 1838 листопада",
            "p|Помер<1> у Полтаві./<lb>Похований там же.",
            "n1:1|За старим стилем.",
            "n1:1|Уточнено.",
            "h|<div2>Родина",
            "p|Мати",
            "p|Батько",
            "p|Рік\tПодія",
            "p|1769\tнародився",
            "p|Пошук",
            "p|перший/  другий",
            "f|© Бібліотека",
        ],
    );
    let reading = read("a.htm", PAGE.as_bytes());
    let metadata = reading.metadata;
    assert_eq!(metadata.title, "Листи з Полтави");
    assert_eq!(metadata.author, "Іван Котляревський");
    assert_eq!(metadata.published, "1838-11-10");
    assert_eq!(metadata.lang, "uk");
    assert_eq!(reading.format, None);
}

#[test]
fn notes_are_known_by_what_is_said_of_them_or_by_their_links() {
    for (what, page) in [
        (
            "pandoc",
            "<p>Рада<a href='#fn1' class='footnote-ref' id='fnref1' role='doc-noteref'><sup>1</sup></a>.</p>
             <section id='footnotes' class='footnotes' role='doc-endnotes'><hr><ol><li id='fn1'><p>Київська.
             <a href='#fnref1' class='footnote-back' role='doc-backlink'>↩︎</a></p></li></ol></section>",
        ),
        (
            "an encyclopedia",
            "<p>Рада<sup id='cite_ref-1' class='reference'><a href='#cite_note-1'>[1]</a></sup>.</p>
             <ol><li id='cite_note-1'><b><a href='#cite_ref-1'>↑</a></b> <span>Київська.</span></li></ol>",
        ),
        (
            "an office program",
            "<p>Рада<a class='sdfootnoteanc' name='sdfootnote1anc' href='#sdfootnote1sym'><sup>1</sup></a>.</p>
             <div id='sdfootnote1'><p><a class='sdfootnotesym' name='sdfootnote1sym' href='#sdfootnote1anc'>1</a>Київська.</p></div>",
        ),
    ] {
        println!("{what}");
        check("a.html", page.as_bytes(), &["p|Рада<1>.", "n1:1|Київська."]);
    }
}

#[test]
fn links_to_chapters_are_no_notes() {
    let page = "<p id='toc'><a href='#c1'>1</a> <a href='#c2'>2</a></p>
        <div id='c1'><h2><a href='#toc'>Розділ</a></h2><p>Текст</p></div>
        <p><a id='c2' href='#toc'>вгору</a> Кінець <a href='#missing'>9</a></p>";
    check("a.html", page.as_bytes(), &["p|1 2", "h|<div2>Розділ", "p|Текст", "p|вгору Кінець 9"]);
}

#[test]
fn notes_that_refer_to_one_another_end() {
    let page = "<p>А<a role='doc-noteref' href='#n1'>1</a></p>
        <p id='n1'>Б<a role='doc-noteref' href='#n2'>2</a></p>
        <p id='n2'>В<a role='doc-noteref' href='#n1'>1</a></p>";
    check("a.html", page.as_bytes(), &["p|А<1>", "n2:2|В<1>", "n1:1|Б<2>"]);
}

#[test]
fn a_note_may_have_several_references() {
    let page =
        "<p>А<a role='doc-noteref' href='#n1'>1</a>, Б<a role='doc-noteref' href='#n1'>1</a>.</p>
        <aside id='n1'>Обидва.</aside>";
    check("a.html", page.as_bytes(), &["p|А<1>, Б<1>.", "n1:1|Обидва."]);
}

#[test]
fn notes_whose_references_are_nowhere_are_kept() {
    let page = "<noscript><a role='doc-noteref' href='#n1'>1</a></noscript>
        <button><a role='doc-noteref' href='#n1'>1</a></button><p id='n1'>Одна.</p><p>Друга</p>";
    check("a.html", page.as_bytes(), &["p|Друга", "p|Одна."]);
}

#[test]
fn pages_of_xml_are_read_as_such() {
    let page = r#"<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head>
        <body><p><a id="a"/>Перший</p><div/><p>Другий</p></body></html>"#;
    check("a.xhtml", page.as_bytes(), &["p|Перший", "p|Другий"]);
    let broken = page.replace("<title/>", "").replace("</p><div/>", "<br>рядок<div>");
    check("a.xhtml", broken.as_bytes(), &["p|Перший/<lb>рядок", "p|Другий"]);
}

#[test]
fn pages_of_the_printed_book_are_marked() {
    let page = "<p>Почат<span role='doc-pagebreak' aria-label='12' id='p12'></span>ок</p>
        <span epub:type='pagebreak' title='13'></span><p>Далі</p>";
    check("a.xhtml", page.as_bytes(), &["p|Почат<pb 12>ок", "p|<pb 13>Далі"]);
}

#[test]
fn columns_of_a_page_are_not_rows_of_a_table() {
    let page = "<table><tr><td><a>Меню</a></td><td><p>Перший</p><p>Другий</p>
        <table><tr><td>1</td><td></td><td>3<br>4</td></tr></table></td></tr></table>";
    check("a.html", page.as_bytes(), &["p|Меню", "p|Перший", "p|Другий", "p|1\t\t3 4"]);
}

#[test]
fn empty_lines_part_paragraphs() {
    let page = "<body>Перший<br>рядок<br> <br>Другий<p hidden>Сховане</p>";
    check("a.html", page.as_bytes(), &["p|Перший/<lb>рядок", "p|Другий", "f|Сховане"]);
    let page = "<pre>\n   Перший\nряд<b>ок</b>\n \n\n   Другий<br>\n<i> </i>\nТретій</pre>";
    check("a.html", page.as_bytes(), &["p|Перший/рядок", "p|Другий", "p|Третій"]);
}

#[test]
fn what_is_no_text_is_left_out() {
    let page = "<iframe><p>рамка</iframe><video>ні</video><noscript>ні</noscript><p>&nbsp;</p>
        <p>E<math><annotation>E_0</annotation></math><select><option>так</select><template>ні</template></p>
        <svg><title>знак</title><text>підпис</text></svg><!-- ні --><o:p>&nbsp;</o:p>";
    check("a.html", page.as_bytes(), &["p|E", "p|підпис"]);
}

#[test]
fn encodings_are_those_that_pages_state() {
    let (koi8, _, _) = encoding_rs::KOI8_U.encode("<meta charset='koi8-u'><p>Їжак і ґава</p>");
    assert_eq!(read("a.html", &koi8).text, "Їжак і ґава");
    let http =
        "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'><p>Їжак</p>";
    let (cp1251, _, _) = encoding_rs::WINDOWS_1251.encode(http);
    assert_eq!(read("a.html", &cp1251).text, "Їжак");
    let mut wide = vec![0xFF, 0xFE];
    wide.extend("<p>Їжак</p>".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(read("a.html", &wide).text, "Їжак");

    let (silent, _, _) =
        encoding_rs::WINDOWS_1251.encode("<p>Їжак і їжачиха живуть у нашому лісі</p>");
    let reading = read("a.html", &silent);
    assert_eq!(reading.text, "Їжак і їжачиха живуть у нашому лісі");
    assert_eq!(reading.diagnostics[0].code, Code::Guessed);
    assert!(read("a.html", "<p>Їжак</p>".as_bytes()).diagnostics.is_empty());
}

// What grows with the square of the depth would take minutes here.
#[test]
fn what_lies_deep_is_read_or_refused() {
    for nested in ["<div>", "<p><b>", "<table><tr><td>", "<ul><li>"] {
        let deep = format!("{}Дно", nested.repeat(2_000));
        assert_eq!(read("a.html", deep.as_bytes()).text, "Дно", "{nested}");
        let (code, message) = refused("a.html", nested.repeat(100_000).as_bytes());
        assert_eq!(code, Code::TooDeep, "{nested}");
        assert!(message.contains("more than 2048 elements"), "{message}");
    }
}

#[test]
fn what_was_misread_is_not_given_a_place_in_a_text_that_counts_otherwise() {
    let misread = "Р‘РѕРіРґР°РЅ РҐРјРµР»СЊРЅРёС†СЊРєРёР№ РІСЃС‚СѓРїРёРІ РґРѕ РљРёС”РІР°";
    let page = format!("<!-- {} --><p>{misread}</p>", "a".repeat(900));
    let reading = read("a.html", page.as_bytes());
    let [said] = &*reading.diagnostics else { panic!("{:?}", reading.diagnostics) };
    assert_eq!((said.code, said.span), (Code::Mojibake, None));
}
