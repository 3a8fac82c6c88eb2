//! `tei/`: a TEI P5 document for each source, the registers of the corpus, and the corpus.

mod body;
mod editorial;
mod file_desc;
mod frame;
mod header;
mod markup;
mod mention;
mod registers;
mod xml;

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};

use crate::error::Error;
use crate::model::record::{Outcome, Record, Run};
use crate::write::folder::Folder;
use crate::write::growing::Growing;
use crate::write::register::Whole;
use crate::write::tei::markup::Markup;
use crate::write::tei::xml::Xml;
use crate::write::{Encoded, Sink, WholeFile, Writer};

const TEI_NAMESPACE: &str = "http://www.tei-c.org/ns/1.0";
const XINCLUDE_NAMESPACE: &str = "http://www.w3.org/2001/XInclude";
const FOLDER: &str = "tei/";
const REGISTERS: &str = "registers.tei.xml";
const CORPUS: &str = "corpus.tei.xml";

/// TEI-XML.
pub struct Tei;

impl Writer for Tei {
    fn name(&self) -> Option<&'static str> {
        Some("tei")
    }

    fn encode(&self, run: &Run, chunk: &[Outcome]) -> Result<Encoded, Error> {
        let done = chunk.iter().filter_map(|outcome| match outcome {
            Outcome::Done(record) => Some(&**record),
            Outcome::SetAside(_) => None,
        });
        let file = |record: &Record| {
            let path = record.document.place.path("tei", ".tei.xml");
            Ok(WholeFile::new(path, document(run, record)?))
        };
        done.map(file).collect::<Result<_, Error>>().map(Encoded::Files)
    }

    fn open(&self, _: &Run, folder: &mut Folder) -> Result<Box<dyn Sink>, Error> {
        let growing = Growing::begin([REGISTERS, CORPUS].map(path_of), folder)?;
        let documents = tempfile::tempfile_in(folder.root()).map_err(failed)?;
        Ok(Box::new(Files { growing, documents: BufWriter::new(documents) }))
    }
}

fn path_of(name: &str) -> String {
    format!("{FOLDER}{name}")
}

struct Files {
    /// The registers and the corpus.
    growing: Growing,
    /// The names of the documents in order, one a line; in memory they would grow with the corpus.
    documents: BufWriter<File>,
}

impl Sink for Files {
    fn append(&mut self, encoded: Encoded, folder: &mut Folder) -> Result<(), Error> {
        let Encoded::Files(files) = encoded else { return Ok(()) };
        files.iter().try_for_each(|file| {
            folder.put(file)?;
            let name = file.path.strip_prefix(FOLDER).unwrap_or(&file.path);
            writeln!(self.documents, "{name}").map_err(failed)
        })
    }

    fn complete(&mut self, run: &Run, whole: &Whole) -> Result<(), Error> {
        let Self { growing, documents } = self;
        let mut append = |bytes| growing.append(vec![(path_of(REGISTERS), bytes)]);
        registers::registers(run, &whole.register, &mut append)?;
        documents.rewind().map_err(failed)?;
        let names = BufReader::new(documents.get_ref()).lines().map(|name| name.map_err(failed));
        let mut append = |bytes| growing.append(vec![(path_of(CORPUS), bytes)]);
        registers::corpus(run, whole.totals, names, &mut append)
    }

    fn close(self: Box<Self>, _: &Run, _: &Whole, folder: &mut Folder) -> Result<(), Error> {
        self.growing.adopt(folder)
    }
}

fn failed(error: io::Error) -> Error {
    Error::format("the list of TEI documents", error)
}

fn document(run: &Run, record: &Record) -> Result<Vec<u8>, Error> {
    let id = record.document.place.id.as_str();
    // Markup takes six times the room of a text full of names; room that is not used costs nothing.
    let mut xml = Xml::new(record.document.bytes.len() * 7 + 8192);
    let root_id = format!("{id}.tei");
    xml.start("TEI", &[("xmlns", TEI_NAMESPACE), ("xml:id", &root_id), ("xml:lang", record.lang)]);
    let markup = Markup::of(record);
    header::of_document(&mut xml, run, &markup);
    xml.start("text", &[]);
    body::body(&mut xml, &markup);
    xml.end();
    registers::stand_off(&mut xml, &markup);
    xml.end();
    xml.finish(&record.document.place.name)
}
