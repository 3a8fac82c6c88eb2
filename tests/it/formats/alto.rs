//! ALTO.

use super::{read, shown};

pub const SAMPLE: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#">
<Description><sourceImageInformation><fileName>0001.tif</fileName></sourceImageInformation>
 <OCRProcessing ID="o"><ocrProcessingStep><processingDateTime>2020-01-01</processingDateTime></ocrProcessingStep></OCRProcessing></Description>
<Tags><LayoutTag ID="BT1" LABEL="paragraph"/><StructureTag ID="BT2" LABEL="heading"/><OtherTag ID="BT3" LABEL="MarginTextZone:note"/></Tags>
<Layout><Page ID="P1" PHYSICAL_IMG_NR="7">
 <TopMargin ID="T"><TextBlock ID="b0"><TextLine ID="l0"><String CONTENT="12"/></TextLine></TextBlock></TopMargin>
 <PrintSpace ID="S">
  <TextBlock ID="b2" TAGREFS="BT1" IDNEXT="b3">
   <TextLine ID="l1"><String CONTENT="Члени"/><SP/><String CONTENT="грома" SUBS_TYPE="HypPart1" SUBS_CONTENT="громадянської"/><HYP CONTENT="-"/></TextLine>
   <TextLine ID="l2"><String CONTENT="дянської" SUBS_TYPE="HypPart2" SUBS_CONTENT="громадянської"/><SP/><String CONTENT="істо-" SUBS_TYPE="HypPart1" SUBS_CONTENT="істо-правової"/></TextLine>
   <TextLine ID="l3"><String CONTENT="правової" SUBS_TYPE="HypPart2" SUBS_CONTENT="істо-правової"/><SP/><String CONTENT="ради"/><String CONTENT=","/><SP/><String CONTENT="Кам'янець"/><HYP CONTENT="¬"/></TextLine>
   <TextLine ID="l4"><String CONTENT="чина"/><String CONTENT="без"/><String CONTENT="пробі"/><HYP CONTENT="-"/></TextLine>
   <TextLine ID="l5"><String CONTENT="лів"/><String CONTENT="кін" SUBS_TYPE="HypPart1" SUBS_CONTENT="кінець"/><HYP CONTENT="-"/></TextLine>
  </TextBlock>
  <TextBlock ID="b1" TAGREFS="BT2" IDNEXT="b2"><TextLine ID="h"><String CONTENT="Протокол"/></TextLine></TextBlock>
  <ComposedBlock ID="c"><TextBlock ID="b4" TAGREFS="x BT3"><TextLine ID="m"><String CONTENT="На"/><SP/><String CONTENT="полі"/></TextLine></TextBlock></ComposedBlock>
  <TextBlock ID="b3"><TextLine ID="l6"><String CONTENT="ець"/></TextLine></TextBlock>
 </PrintSpace>
</Page></Layout></alto>
"##;

#[test]
fn blocks_come_in_their_order_with_lines_and_joined_words() {
    expect_test::expect![[r#"
        f(b0)|<pb 0001.tif><l0>12
        h(b1)|<div1><h>Протокол
        p(b2)|<l1>Члени грома<-l2>дянської істо-<-l3>правової ради, Кам'янець<-l4>чина без пробі<-l5>лів кін-
        p(b3)|<l6>ець
        n1(b4)|<m>На полі
    "#]].assert_eq(&shown("alto", SAMPLE));
}

#[test]
fn nothing_is_said_of_the_text_by_its_processing() {
    let reading = read("alto", SAMPLE.as_bytes()).unwrap();
    assert_eq!(reading.metadata, Default::default());
    assert!(!reading.text.contains("2020"));
}

#[test]
fn a_reading_order_goes_before_the_links_of_blocks() {
    let order = "<ReadingOrder><OrderedGroup ID='g'><ElementRef ID='e1' REF='c'/><ElementRef ID='e2' REF='b1'/></OrderedGroup></ReadingOrder>";
    let file = SAMPLE.replace("<Layout>", &format!("{order}<Layout>"));
    let text = read("alto", file.as_bytes()).unwrap().text;
    let places = ["На полі", "Протокол", "12", "Члени"].map(|part| text.find(part).unwrap());
    assert!(places.is_sorted(), "{text}");
}

#[test]
fn blocks_without_ids_or_in_a_ring_are_all_read() {
    let block = |attributes: &str, text: &str| {
        format!(
            "<TextBlock {attributes}><TextLine><String CONTENT='{text}'/></TextLine></TextBlock>"
        )
    };
    for (blocks, text) in [
        ([block("", "а"), block("", "б"), block("", "в")], "а\n\nб\n\nв"),
        (
            [
                block("ID='1' IDNEXT='2'", "а"),
                block("ID='2' IDNEXT='1'", "б"),
                block("ID='3'", "в"),
            ],
            "в\n\nа\n\nб",
        ),
    ] {
        let blocks = blocks.concat();
        let file =
            format!("<alto><Layout><Page><PrintSpace>{blocks}</PrintSpace></Page></Layout></alto>");
        assert_eq!(read("alto", file.as_bytes()).unwrap().text, text);
    }
}

#[test]
fn several_pages_go_by_their_numbers() {
    let page = |n: u8| {
        format!(
            "<Page PHYSICAL_IMG_NR='{n}'><PrintSpace><TextBlock ID='b{n}'><TextLine ID='l'><String CONTENT='ст.{n}'/></TextLine></TextBlock></PrintSpace></Page>"
        )
    };
    let file =
        format!("<alto><fileName>a.tif</fileName><Layout>{}{}</Layout></alto>", page(1), page(2));
    assert_eq!(shown("alto", &file), "p(b1)|<pb 1><l>ст.1\np(b2)|<pb 2><l>ст.2\n");
}
