//! What the commands besides `convert` do.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use litopys::check;
use litopys::config::file::{FILE, File};
use litopys::corpus::score::{Counts, Fault, Report};
use litopys::deposit::Totals;
use litopys::deposit::facts::Facts;
use litopys::error::Error;
use litopys::find::Aids;
use litopys::gazetteer::build::Builder;
use litopys::gazetteer::query::{Answer, query};
use litopys::gazetteer::source::{self, Asked, Sink};
use litopys::gazetteer::{Gazetteer, Record, lint};
use litopys::model::diag::Severity;
use litopys::report::Event;
use litopys::{config, lang, pipeline};

use crate::args::{
    Build, Check, Deposit, Eval, GazetteerCommand, Lemma, Query, Train, source_date,
};
use crate::log::Log;

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

/// Trains a model.
pub fn train(asked: Train) -> ExitCode {
    ended(train_model(asked))
}

fn train_model(asked: Train) -> Result<u8, Error> {
    let code = asked.lang.as_deref().unwrap_or("uk");
    let lang = lang::get(code)
        .ok_or_else(|| Error::Usage(format!("there is no language «{code}»; give uk to --lang")))?;
    let base = config::model(asked.from.as_deref(), lang)?;
    let trained = pipeline::train::train(&asked.texts, &asked.parts, base.as_deref(), lang)?;
    let bytes = trained.model.to_bytes();
    fs::write(&asked.output, &bytes).map_err(|error| Error::write(&asked.output, error))?;
    let (texts, names, output) = (trained.texts, trained.names, asked.output.display());
    eprintln!("litopys: trained on {texts} texts with {names} names; «{output}» is written");
    Ok(0)
}

/// Judges an output.
pub fn eval(asked: Eval) -> ExitCode {
    ended(judge(asked))
}

fn judge(asked: Eval) -> Result<u8, Error> {
    let mut report = match &asked.out {
        Some(out) => pipeline::evaluate::evaluate(&asked.gold, out)?,
        None => {
            let lang = lang::default();
            let model = config::model(asked.model.as_deref(), lang)?;
            let aids = Aids { model: model.as_deref(), ..Aids::default() };
            pipeline::evaluate::own(&asked.gold, asked.part.as_deref(), lang, aids)?
        }
    };
    if asked.brief {
        report.documents.clear();
        report.faults.clear();
    }
    let output = Path::new("standard output");
    let text = if asked.json {
        serde_json::to_string_pretty(&report).map_err(|error| Error::format("JSON", error))? + "\n"
    } else {
        table(&report)
    };
    io::stdout().write_all(text.as_bytes()).map_err(|error| Error::write(output, error))?;
    Ok(0)
}

/// Packs an output for an archive.
pub fn deposit(asked: Deposit) -> ExitCode {
    let mut log = Log::new(asked.log);
    match pack(&asked, &mut log) {
        Ok(Totals { files, bytes }) => {
            let bag = asked.bag.display();
            log.end(
                Severity::Note,
                &format!("{files} files, {bytes} bytes; the bag «{bag}» is written"),
            );
            ExitCode::SUCCESS
        }
        Err(error) => {
            log.end(Severity::Error, &error.to_string());
            ExitCode::from(error.exit_code())
        }
    }
}

fn pack(asked: &Deposit, log: &mut Log) -> Result<Totals, Error> {
    let File { corpus, deposit, .. } = File::read(asked.config.as_deref())?;
    let file = asked.config.as_deref().unwrap_or(Path::new(FILE));
    let facts = Facts::new(deposit, &corpus.title, source_date()?, file)?;
    let mut watch = |event: Event<'_>| log.event(event);
    litopys::deposit::deposit(&asked.out, &asked.bag, &facts, &mut watch)
}

/// A report for people: types, documents, faults.
fn table(report: &Report) -> String {
    let mut text = String::new();
    let mut row = |name: &str, counts: &Counts| {
        let [precision, recall, strict] = counts.rates(counts.strict);
        let [quote_precision, quote_recall, quote] = counts.rates(counts.quote);
        let (accuracy, annotated) = (counts.accuracy(), counts.annotated);
        text.push_str(&format!(
            "{name:<24} {precision:6.2} {recall:6.2} {strict:6.2}   \
             {quote_precision:6.2} {quote_recall:6.2} {quote:6.2}   {accuracy:6.2} {annotated:6}\n"
        ));
    };
    for (kind, counts) in &report.types {
        row(kind, counts);
    }
    row("all names", &report.names());
    for (document, counts) in &report.documents {
        row(document, counts);
    }
    let head = format!(
        "{:<24} {:>6} {:>6} {:>6}   {:>6} {:>6} {:>6}   {:>6} {:>6}\n",
        "", "P", "R", "strict", "P", "R", "quote", "canon", "n"
    );
    for fault in &report.faults {
        let Fault { document, fault, r#type, start, surface, annotated, found } = fault;
        let surface = surface.replace('\n', " ");
        text.push_str(&format!("{fault}\t{document}\t{start}\t{type}\t{surface}"));
        if *fault == "canonical" {
            text.push_str(&format!("\t{annotated}\t{found}"));
        }
        text.push('\n');
    }
    head + &text
}

/// Proves an output folder.
pub fn check(asked: &Check) -> ExitCode {
    ended(prove(asked))
}

fn prove(asked: &Check) -> Result<u8, Error> {
    let report = check::check(&asked.out)?;
    let output = Path::new("standard output");
    let text = if asked.json {
        serde_json::to_string_pretty(&report).map_err(|error| Error::format("JSON", error))? + "\n"
    } else {
        report.notes.iter().for_each(|note| eprintln!("litopys: {note}"));
        report.to_string()
    };
    io::stdout().write_all(text.as_bytes()).map_err(|error| Error::write(output, error))?;
    Ok(if report.is_sound() { 0 } else { 4 })
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
    lang: &'a str,
    faults: u64,
}

impl Sink for Filling<'_> {
    fn record(&mut self, mut record: Record) -> Result<(), Error> {
        let unsaid = record.names.iter_mut().filter(|name| name.lang.is_empty());
        unsaid.for_each(|name| self.lang.clone_into(&mut name.lang));
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
    let same = |path: &PathBuf| path.canonicalize().ok().is_some_and(|path| is(output, &path));
    if let Some(path) = asked.sources.iter().chain(&asked.alternate_names).find(|path| same(path)) {
        let path = path.display();
        let message = format!("«{path}» would be overwritten; give another file to -o");
        return Err(Error::Usage(message));
    }
    // What cannot be read is told before hours of reading.
    let formats: Result<Vec<_>, Error> =
        asked.sources.iter().map(|path| source::format(asked.format.as_deref(), path)).collect();
    let formats = formats?;
    let builder = Builder::new(output).map_err(|error| Error::write(output, error))?;
    let lang = asked.lang.as_deref().unwrap_or_default();
    let mut filling = Filling { builder, output, lang, faults: 0 };
    for (path, format) in asked.sources.iter().zip(formats) {
        let asked = Asked {
            path: path.clone(),
            temporary: filling.builder.folder().to_owned(),
            alternate_names: asked.alternate_names.clone(),
            columns: columns.clone(),
        };
        (format.read)(&asked, &mut filling)?;
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

/// Whether a path is that of a file, if it exists.
fn is(path: &Path, file: &Path) -> bool {
    path.canonicalize().is_ok_and(|path| path == file)
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
