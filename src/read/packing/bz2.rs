//! bzip2: the streams of which large dumps consist are unpacked side by side.

use std::collections::VecDeque;
use std::io::{self, Cursor, Read};
use std::sync::mpsc::{self, Receiver};

use bzip2::read::MultiBzDecoder;
use memchr::memmem;

use crate::read::format::{Format, Holds, Tasks};

/// bzip2.
pub static FORMAT: Format =
    Format { name: "bz2", endings: &["bz2"], roots: &[], holds: Holds::Packed(unpack) };

/// What a block begins with, behind the four bytes with which its stream does (bzip2 manual, 1.0.8).
const BLOCK: &[u8] = b"1AY&SY";

/// Bytes before [`BLOCK`]: `BZh` and the size of blocks.
const HEADER: usize = 4;

/// Packed bytes that are read at once.
const READ: usize = 1 << 18;

/// Packed bytes within which the next stream must begin; else the rest is one stream.
const LONGEST: usize = 1 << 21;

/// Unpacked bytes that a task makes before it waits for its turn.
const AHEAD: u64 = 1 << 23;

fn unpack<'a>(packed: Box<dyn Read + 'a>, tasks: &'a Tasks<'a>) -> io::Result<Box<dyn Read + 'a>> {
    Ok(Box::new(Streams {
        packed: Some(packed),
        pending: Vec::new(),
        window: VecDeque::new(),
        current: Box::new(io::empty()),
        tasks,
    }))
}

/// The streams of a file, one after another.
struct Streams<'a> {
    /// What is still to be read; none at its end.
    packed: Option<Box<dyn Read + 'a>>,
    /// Packed bytes from the beginning of a stream on.
    pending: Vec<u8>,
    /// Streams that are being unpacked, in their order.
    window: VecDeque<Receiver<io::Result<Unpacked>>>,
    current: Box<dyn Read + 'a>,
    tasks: &'a Tasks<'a>,
}

/// The beginning of a stream, and the rest if it is long.
type Unpacked = (Vec<u8>, Option<MultiBzDecoder<Cursor<Vec<u8>>>>);

impl Read for Streams<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.current.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            self.ahead()?;
            match self.window.pop_front() {
                Some(unpacked) => {
                    let stopped = |_| io::Error::other("unpacking was interrupted");
                    let (begin, rest) = unpacked.recv().map_err(stopped)??;
                    self.current = match rest {
                        Some(rest) => Box::new(Cursor::new(begin).chain(rest)),
                        None => Box::new(Cursor::new(begin)),
                    };
                }
                None if self.pending.is_empty() => return Ok(0),
                // Here is one long stream, or something that is none.
                None => {
                    let begin = Cursor::new(std::mem::take(&mut self.pending));
                    let rest = self.packed.take().unwrap_or_else(|| Box::new(io::empty()));
                    self.current = Box::new(MultiBzDecoder::new(begin.chain(rest)));
                }
            }
        }
    }
}

impl Streams<'_> {
    /// Has as many streams unpacked as there are threads for.
    fn ahead(&mut self) -> io::Result<()> {
        while self.window.len() < 2 * self.tasks.threads {
            let Some(stream) = self.next_stream()? else { return Ok(()) };
            let (done, unpacked) = mpsc::sync_channel(1);
            (self.tasks.spawn)(Box::new(move || {
                // Nobody waits any more when the run has been stopped.
                let _ = done.send(begin(stream));
            }));
            self.window.push_back(unpacked);
        }
        Ok(())
    }

    /// The next whole stream; none at the end, or where one is too long to be kept.
    fn next_stream(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut searched = 0;
        loop {
            if let Some(end) = border(&self.pending, searched) {
                let rest = self.pending.split_off(end);
                return Ok(Some(std::mem::replace(&mut self.pending, rest)));
            }
            searched = self.pending.len().saturating_sub(HEADER + BLOCK.len());
            let Some(packed) = &mut self.packed else {
                let last = std::mem::take(&mut self.pending);
                return Ok((!last.is_empty()).then_some(last));
            };
            if self.pending.len() > LONGEST {
                return Ok(None);
            }
            if packed.by_ref().take(READ as u64).read_to_end(&mut self.pending)? == 0 {
                self.packed = None;
            }
        }
    }
}

/// Where the stream ends that begins with the bytes.
fn border(bytes: &[u8], searched: usize) -> Option<usize> {
    let from = searched.max(HEADER + BLOCK.len());
    let found = memmem::find_iter(bytes.get(from..)?, BLOCK);
    let starts = found.filter_map(|at| (from + at).checked_sub(HEADER));
    let is_header = |at: &usize| {
        let header = bytes.get(*at..at + HEADER);
        matches!(header, Some([b'B', b'Z', b'h', b'1'..=b'9']))
    };
    starts.filter(|at| *at > 0).find(is_header)
}

fn begin(stream: Vec<u8>) -> io::Result<Unpacked> {
    // Told by this decoder alone: that something stands behind the stream.
    let mut decoder = MultiBzDecoder::new(Cursor::new(stream));
    let mut begin = Vec::new();
    let read = decoder.by_ref().take(AHEAD).read_to_end(&mut begin)?;
    Ok((begin, (read as u64 == AHEAD).then_some(decoder)))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use bzip2::Compression;
    use bzip2::write::BzEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = BzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(file: &[u8]) -> io::Result<Vec<u8>> {
        let tasks = Tasks { threads: 2, spawn: &|task| drop(std::thread::spawn(task)) };
        let mut bytes = Vec::new();
        unpack(Box::new(file), &tasks)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    #[test]
    fn streams_come_in_their_order_however_many_there_are() {
        let text = |n: usize| format!("Сторінка {n}. ").repeat(n * 97 % 400 + 1).into_bytes();
        let texts: Vec<Vec<u8>> = (0..40).map(text).collect();
        let file: Vec<u8> = texts.iter().flat_map(|text| packed(text)).collect();
        assert_eq!(unpacked(&file).unwrap(), texts.concat());
        assert_eq!(unpacked(&packed(b"")).unwrap(), b"");
        assert_eq!(unpacked(b"").unwrap(), b"");
    }

    #[test]
    fn a_stream_that_is_longer_than_the_window_is_read_to_its_end() {
        let mut seed = 7_u32;
        let mut noise = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        };
        // Noise cannot be packed, blanks can.
        let noise: Vec<u8> = (0..3 << 20).map(|_| noise()).collect();
        let blanks = vec![b' '; 20 << 20];
        let file = [packed(b"first"), packed(&noise), packed(&blanks), packed(b"last")].concat();
        let whole = [&b"first"[..], &noise, &blanks, b"last"].concat();
        assert!(unpacked(&file).unwrap() == whole);
    }

    #[test]
    fn what_breaks_off_is_an_error() {
        let file = [packed(b"first"), packed(&b"second ".repeat(1000))].concat();
        assert!(unpacked(&file[..file.len() - 9]).is_err());
        assert!(unpacked(b"BZh91AY&SYgarbage").is_err());
        assert!(unpacked(b"no bzip2").is_err());
        assert!(unpacked(&[packed(b"whole"), b"garbage".to_vec()].concat()).is_err());
    }
}
