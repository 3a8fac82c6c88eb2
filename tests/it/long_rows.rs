//! Columns of more text than is held at once.

use crate::program::Work;

#[test]
fn sentences_of_many_kilobytes_are_the_same_in_parquet_as_in_csv() {
    let work = Work::new();
    // Long rows, more of them than are converted at once, and short ones behind them.
    for n in 0..12 {
        let words = format!("він іде далі і далі {n} разів, ").repeat(400);
        let sentences: Vec<String> = (0..80).map(|m| format!("Тут {m} {words}кінець.")).collect();
        work.write(&format!("in/{n:02}.txt"), sentences.join(" "));
    }
    work.write("in/99.txt", "Коротко. ".repeat(900));
    work.run(&["convert", "in", "-o", "out", "--to", "csv,parquet", "-q"]).expect(0, &[]);
    let sentences = work.read("out/tables/sentences.csv");
    assert!((16 << 20) < sentences.len(), "{} bytes", sentences.len());
    work.run(&["check", "out"]).expect(0, &[]);
}
