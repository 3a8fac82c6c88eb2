//! Writes texts of any size to try the program with: `cargo run --release --example generate -- MB
//! FOLDER [SEED]`.

use std::path::Path;

#[path = "../benches/corpus/mod.rs"]
mod corpus;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [size, folder, rest @ ..] = arguments.as_slice() else {
        return Err("say how many MB, into which folder and, if you like, a seed".into());
    };
    let seed = rest.first().map_or(Ok(1), |seed| seed.parse())?;
    let size = (size.parse::<f64>()? * 1e6) as usize;
    let count = corpus::Generator::new()?.write(Path::new(folder), size, seed)?;
    println!("{count} documents");
    Ok(())
}
