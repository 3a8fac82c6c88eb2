//! Pages that programs recognized.

use crate::office::{check, read};

pub const PAGE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" lang="uk"><head><title></title>
<meta name="ocr-system" content="tesseract 5"/></head><body>
<div class='ocr_page' id='page_1' title='image "скан 1.png"; bbox 0 0 1 1; ppageno 0'>
 <div class='ocr_carea' id='block_1_1'>
  <p class='ocr_par' id='par_1_1' lang='ukr'>
   <span class='ocr_header' id='line_1_1'><span class='ocrx_word'>Хроніка</span> <span class='ocrx_word'>12</span>
   </span>
   <span class='ocr_line' id='line_1_2'>
    <span class='ocrx_word' id='word_1'>Збори</span>
    <span class='ocrx_word' id='word_2'>грома-</span>
   </span>
   <span class='ocr_line' id='line_1_3'>
    <span class='ocrx_word' id='word_3'>дянської</span>
    <span class='ocrx_word' id='word_4'>ради.</span>
   </span>
  </p>
 </div>
</div>
<div class='ocr_page' id='page_2' title='bbox 0 0 1 1; ppageno 1'>
 <p class='ocr_par' id='par_2_1'><span class='ocr_line' id='line_2_1'>Далі</span></p>
</div></body></html>"#;

#[test]
fn lines_and_pages_are_kept_and_divided_words_joined() {
    let expected = [
        "p|<pb скан 1.png><lb>Збори грома<lb->дянської ради.",
        "f|<lb>Хроніка 12",
        "p|<pb 1><lb>Далі",
    ];
    for name in ["a.hocr", "a.html"] {
        check(name, PAGE.as_bytes(), &expected);
        let reading = read(name, PAGE.as_bytes());
        assert_eq!(reading.format, Some("hocr"));
        assert_eq!(reading.outline.blocks[0].label, "par_1_1");
        assert_eq!(reading.outline.blocks[2].label, "par_2_1");
        let lines: Vec<_> = reading.outline.marks.iter().map(|mark| &*mark.label).collect();
        assert_eq!(lines, ["скан 1.png", "line_1_2", "line_1_3", "line_1_1", "1", "line_2_1"]);
    }
}
