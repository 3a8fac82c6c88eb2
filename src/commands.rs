//! What the commands besides `convert` do.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use litopys::error::Error;
use litopys::gazetteer::build::Builder;
use litopys::gazetteer::query::{Answer, query};
use litopys::gazetteer::source::{self, Asked, Sink};
use litopys::gazetteer::{Gazetteer, Record, lint};
use litopys::{lang, pipeline};

use crate::args::{Build, GazetteerCommand, Lemma, Query};

/// How many faults of sources are shown; all are counted.
const SHOWN: u64 = 100;

/// Nominatives for lines of names.
pub fn lemma(asked: Lemma) -> ExitCode {
    let code = asked.lang.as_deref().unwrap_or("uk");
    let Some(lang) = lang::get(code) else {
        eprintln!("litopys: error: there is no language «{code}»; give uk, ru or en to --lang");
        return ExitCode::from(2);
    };
    let output = BufWriter::new(io::stdout().lock());
    let mut wrong = |line: usize, what: &str| {
        eprintln!("litopys: warning: line {line} {what}; give lines of «type<TAB>surface»");
    };
    let result = pipeline::lemma::lemma(io::stdin().lock(), output, lang, &mut wrong);
    ended(result.map(|faults| u8::from(faults > 0)))
}

/// Compiles, checks or asks gazetteers.
pub fn gazetteer(asked: GazetteerCommand) -> ExitCode {
    ended(match asked {
        GazetteerCommand::Build(asked) => build(asked),
        GazetteerCommand::Lint { file } => lint_file(&file),
        GazetteerCommand::Query(asked) => ask(asked),
    })
}

fn ended(result: Result<u8, Error>) -> ExitCode {
    match result {
        Ok(code) => ExitCode::from(code),
        // Whoever reads may have read enough.
        Err(Error::Io { source, .. }) if source.kind() == ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("litopys: error: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}

/// Puts what sources hold into a builder, and tells of what they have wrong.
struct Filling<'a> {
    builder: Builder,
    output: &'a Path,
    faults: u64,
}

impl Sink for Filling<'_> {
    fn record(&mut self, record: Record) -> Result<(), Error> {
        self.builder.add(record).map_err(|error| Error::write(self.output, error))
    }

    fn fault(&mut self, path: &Path, line: u64, what: &str) {
        self.faults += 1;
        if self.faults <= SHOWN {
            let path = path.display();
            eprintln!("litopys: warning: «{path}», line {line}: {what}; it was passed over");
        }
    }
}

fn build(asked: Build) -> Result<u8, Error> {
    let mut columns = BTreeMap::new();
    for pair in &asked.columns {
        let (field, column) = pair.split_once('=').ok_or_else(|| {
            Error::Usage(format!("«{pair}» is no pair; give --columns name=title,lat=latitude"))
        })?;
        columns.insert(field.to_owned(), column.to_owned());
    }
    let output = asked.output.as_path();
    let builder = Builder::new(output).map_err(|error| Error::write(output, error))?;
    let mut filling = Filling { builder, output, faults: 0 };
    for path in &asked.sources {
        let format = source::format(asked.format.as_deref(), path)?;
        let (path, alternate_names) = (path.clone(), asked.alternate_names.clone());
        (format.read)(&Asked { path, alternate_names, columns: columns.clone() }, &mut filling)?;
    }
    let faults = filling.faults;
    let built = filling.builder.finish(output)?;
    let passed = if faults > 0 { format!("; {faults} rows passed over") } else { String::new() };
    eprintln!(
        "litopys: {} places with {} forms in «{}», {} bytes{passed}",
        built.records,
        built.forms,
        output.display(),
        built.bytes
    );
    Ok(u8::from(faults > 0))
}

fn lint_file(path: &Path) -> Result<u8, Error> {
    let faults = lint::lint(path)?;
    for fault in &faults {
        println!("{fault}");
    }
    Ok(if faults.is_empty() { 0 } else { 4 })
}

fn ask(asked: Query) -> Result<u8, Error> {
    let opened: Result<Vec<Gazetteer>, Error> =
        asked.gazetteers.iter().map(|path| Gazetteer::open(path)).collect();
    let answers = query(&asked.name, asked.at, lang::default(), &opened?);
    let mut out = BufWriter::new(io::stdout().lock());
    let mut lines = "id\tname\tmain_name\ttype\tlat\tlon\tstart\tend\tcases\n".to_owned();
    answers.iter().for_each(|answer| lines.push_str(&line(answer)));
    let written = out.write_all(lines.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| Error::write(Path::new("standard output"), error))?;
    Ok(u8::from(answers.is_empty()))
}

fn line(answer: &Answer) -> String {
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let year = |value: Option<i32>| value.map(|value| value.to_string()).unwrap_or_default();
    let Answer { id, name, main, kind, point, years, cases } = answer;
    let (lat, lon) = (number(point.map(|p| p.0)), number(point.map(|p| p.1)));
    let (start, end) = (year(years.0), year(years.1));
    let cases = cases.names().join("|");
    format!("{id}\t{name}\t{main}\t{kind}\t{lat}\t{lon}\t{start}\t{end}\t{cases}\n")
}
