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
const REGISTERS: &str = "registers.tei.xml";

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
        Ok(Box::new(Files { registers: Growing::begin([registers_path()], folder)? }))
    }
}

fn registers_path() -> String {
    format!("tei/{REGISTERS}")
}

struct Files {
    registers: Growing,
}

impl Sink for Files {
    fn complete(&mut self, run: &Run, whole: &Whole) -> Result<(), Error> {
        let mut append = |bytes| self.registers.append(vec![(registers_path(), bytes)]);
        registers::registers(run, &whole.register, &mut append)
    }

    fn close(self: Box<Self>, run: &Run, whole: &Whole, folder: &mut Folder) -> Result<(), Error> {
        self.registers.adopt(folder)?;
        folder.put(&WholeFile::new("tei/corpus.tei.xml", registers::corpus(run, whole)?))
    }
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
