//! PAGE XML.

use super::{read, shown};

pub const SAMPLE: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">
<Metadata><Creator>Програма</Creator><Created>2020-01-01T00:00:00</Created></Metadata>
<Page imageFilename="0001.jpg" imageWidth="10" imageHeight="10">
 <ReadingOrder><OrderedGroup id="g"><RegionRefIndexed index="2" regionRef="r3"/>
  <UnorderedGroupIndexed id="u" index="1"><RegionRef regionRef="r2"/><RegionRef regionRef="r2b"/></UnorderedGroupIndexed>
  <RegionRefIndexed index="0" regionRef="r1"/></OrderedGroup></ReadingOrder>
 <TextRegion id="r0" type="page-number"><TextEquiv><Unicode>12</Unicode></TextEquiv></TextRegion>
 <TextRegion id="r3" custom="readingOrder {index:0;} structure {type:footnote;}"><TextLine id="l9"><TextEquiv><Unicode>Примітка.</Unicode></TextEquiv></TextLine></TextRegion>
 <TextRegion id="r2" type="paragraph"><Coords points="0,0"/>
  <TextLine id="l2" custom="readingOrder {index:1;}"><TextEquiv><Unicode>дянської ради</Unicode></TextEquiv></TextLine>
  <TextLine id="l1" custom="readingOrder {index:0;}">
   <Word id="w"><TextEquiv><Unicode>зайве</Unicode></TextEquiv></Word>
   <TextEquiv index="1"><Unicode>друге читання</Unicode></TextEquiv>
   <TextEquiv index="0"><PlainText>грома</PlainText><Unicode>Члени грома-</Unicode></TextEquiv></TextLine>
  <TextLine id="l3" custom="readingOrder {index:2;}"><Word id="w1"><TextEquiv><Unicode>у</Unicode></TextEquiv></Word>
   <Word id="w2"><Glyph id="g1"><TextEquiv><Unicode>Ки</Unicode></TextEquiv></Glyph><Glyph id="g2"><TextEquiv><Unicode>єві</Unicode></TextEquiv></Glyph></Word></TextLine>
  <TextEquiv><Unicode>усе разом</Unicode></TextEquiv>
  <TextRegion id="r2a" type="other"><TextEquiv><Unicode>Лист з Кам'янця-
Подільського</Unicode></TextEquiv></TextRegion>
 </TextRegion>
 <TextRegion id="r2b"><TextLine id="lb"><TextEquiv><Unicode>Далі.</Unicode></TextEquiv></TextLine></TextRegion>
 <TextRegion id="r1" type="heading"><TextLine id="l0"><TextEquiv><Unicode>Протокол</Unicode></TextEquiv></TextLine></TextRegion>
 <TableRegion id="t"><TableCell row="1" col="1"><TextLine id="c4"><TextEquiv><Unicode>битва</Unicode></TextEquiv></TextLine></TableCell>
  <TableCell row="0" col="1"><TextLine id="c2"><TextEquiv><Unicode>подія</Unicode></TextEquiv></TextLine></TableCell>
  <TableCell row="0" col="0"><TextLine id="c1"><TextEquiv><Unicode>рік</Unicode></TextEquiv></TextLine></TableCell>
  <TextRegion id="c3"><Roles><TableCellRole rowIndex="1" columnIndex="0"/></Roles><TextLine id="c3a"><TextEquiv><Unicode>1648</Unicode></TextEquiv></TextLine></TextRegion></TableRegion>
</Page></PcGts>
"##;

#[test]
fn regions_come_in_their_reading_order_with_their_lines() {
    expect_test::expect![[r#"
        h(r1)|<pb 0001.jpg><div1><l0>Протокол
        p(r2)|<l1>Члени грома<-l2>дянської ради <l3>у Києві
        p(r2a)|<>Лист з Кам'янця-<->Подільського
        p(r2b)|<lb>Далі.
        n1(r3)|<l9>Примітка.
        f(r0)|<>12
        p(t)|<c1>рік⇥<c2>подія
        p(t)|<c3a>1648⇥<c4>битва
    "#]]
    .assert_eq(&shown("page", SAMPLE));
}

#[test]
fn the_program_that_made_a_page_is_not_its_author() {
    let reading = read("page", SAMPLE.as_bytes()).unwrap();
    assert_eq!(reading.metadata, Default::default());
    assert!(!reading.text.contains("Програма") && !reading.text.contains("2020"));
}

#[test]
fn without_a_reading_order_the_numbers_of_the_regions_give_it_else_the_file() {
    let region = |id: &str, custom: &str| {
        format!(
            "<TextRegion id='{id}' custom='{custom}'><TextEquiv><Unicode>{id}</Unicode></TextEquiv></TextRegion>"
        )
    };
    let page = |regions: String| format!("<PcGts><Page imageFilename='1'>{regions}</Page></PcGts>");
    let numbered =
        region("a", "readingOrder {index:1;}") + &region("b", "readingOrder { index : 0; }");
    assert_eq!(read("page", page(numbered).as_bytes()).unwrap().text, "b\n\na");
    let plain = region("a", "") + &region("b", "structure {type:heading");
    assert_eq!(read("page", page(plain).as_bytes()).unwrap().text, "a\n\nb");
}

#[test]
fn a_page_without_text_is_no_text() {
    let file = "<PcGts><Page imageFilename='1'><ImageRegion id='i'/></Page></PcGts>";
    assert_eq!(read("page", file.as_bytes()).unwrap().text, "");
}
