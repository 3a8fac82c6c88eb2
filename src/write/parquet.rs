//! `parquet/*.parquet`, by polars: typed columns, zstd, statistics, GeoParquet for places.

use std::fs::File;
use std::io;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use polars::polars_utils::compression::ZstdLevel;
use polars::prelude::{
    BatchedWriter, BinaryChunked, Column as Series, DataFrame, DataType, FrozenCategories,
    IntoColumn, ListBuilderTrait, ListStringChunkedBuilder, NewChunkedArray, ParquetCompression,
    ParquetWriter, PolarsResult, StatisticsOptions, StringChunked,
};
use polars_parquet::write::{KeyValue, schema_to_metadata_key};
use serde_json::{Value, json};
use zstd::bulk::Decompressor;

use crate::error::Error;
use crate::model::record::{Outcome, Run};
use crate::model::table::Table;
use crate::write::codebook::{self, Type};
use crate::write::columns::{self, Batch, Cells};
use crate::write::folder::{Folder, Pending, Written};
use crate::write::register::Whole;
use crate::write::{Encoded, SCHEMA_VERSION, Sink, Task, Writer};

/// Rows of a row group; the last one may have fewer.
const ROW_GROUP: usize = 131_072;

/// Pinned, so that a new default of the library does not change the bytes.
const ZSTD: i32 = 3;

/// Parquet tables.
pub struct Parquet;

impl Writer for Parquet {
    fn name(&self) -> Option<&'static str> {
        Some("parquet")
    }

    fn encode(&self, run: &Run, chunk: &[Outcome]) -> Result<Encoded, Error> {
        packed(columns::of_chunk(run, chunk)).map(Encoded::Batches)
    }

    fn open(&self, _: &Run, folder: &mut Folder) -> Result<Box<dyn Sink>, Error> {
        let mut tables = Vec::new();
        for table in Table::ALL {
            let (file, pending) = folder.begin(&format!("parquet/{}.parquet", table.name()))?;
            tables.push(failed(table)(TableFile::new(table, file, pending))?);
        }
        let (waiting, written) = (Vec::new(), Vec::new());
        Ok(Box::new(Files { tables, group: Group::Done, waiting, written }))
    }
}

/// Rows of a batch that waits on its own: packed, fewer take more room than unpacked.
const FEW: usize = 512;

/// Batches as they wait for a row group to be full.
fn packed(mut batches: Vec<Batch>) -> Result<Vec<Batch>, Error> {
    let many = batches.iter_mut().filter(|batch| batch.rows >= FEW);
    Batch::pack(many).map_err(wrong)?;
    Ok(batches)
}

fn wrong(error: io::Error) -> Error {
    Error::format("parquet", error)
}

/// One table on its way to its file.
struct TableFile {
    table: Table,
    /// Batches as they came, since one that grew would take twice its room.
    gathered: Vec<Batch>,
    /// Few rows, and those that came behind them.
    few: Batch,
    /// The rows of all.
    rows: usize,
    /// Rows in the file so far.
    written: usize,
    /// West, south, east and north of the points so far.
    bounds: Option<[f64; 4]>,
    writer: Arc<Mutex<BatchedWriter<File>>>,
    pending: Pending,
}

impl TableFile {
    fn new(table: Table, file: File, pending: Pending) -> PolarsResult<Self> {
        let level = ZstdLevel::try_new(ZSTD)?;
        let writer = ParquetWriter::new(file)
            .with_compression(ParquetCompression::Zstd(Some(level)))
            .with_statistics(StatisticsOptions::full())
            // The library's own threads would keep what they free until the next group.
            .set_parallel(false)
            .batched(frame(table, vec![Batch::new(table)])?.schema())?;
        Ok(Self {
            table,
            gathered: Vec::new(),
            few: Batch::new(table),
            rows: 0,
            written: 0,
            bounds: None,
            writer: Arc::new(Mutex::new(writer)),
            pending,
        })
    }

    fn take(&mut self, mut batch: Batch, group: &mut Group) -> Result<(), Error> {
        while self.rows + batch.rows >= ROW_GROUP {
            let (rest, fits) = (batch.rows, ROW_GROUP - self.rows);
            batch.unpack().map_err(wrong)?;
            let mut part = Batch::new(self.table);
            part.extend(&batch, 0..fits);
            self.gather(&part)?;
            group.begin(self.table, self.group()?)?;
            let mut behind = Batch::new(self.table);
            behind.extend(&batch, fits..rest);
            batch = behind;
        }
        self.gather(&batch)
    }

    fn gather(&mut self, batch: &Batch) -> Result<(), Error> {
        self.rows += batch.rows;
        if batch.rows < FEW {
            self.few.extend(batch, 0..batch.rows);
            return if self.few.rows < 8 * FEW { Ok(()) } else { self.end_few() };
        }
        self.end_few()?;
        // A copy has no room to spare, and does not lie among the buffers of a worker.
        self.gathered.push(batch.clone());
        Ok(())
    }

    /// Lets the few rows that have come together wait as one batch.
    fn end_few(&mut self) -> Result<(), Error> {
        if self.few.rows > 0 {
            let mut batch = std::mem::replace(&mut self.few, Batch::new(self.table));
            Batch::pack([&mut batch]).map_err(wrong)?;
            self.gathered.push(batch.clone());
        }
        Ok(())
    }

    /// The work of writing what is gathered as a row group.
    fn group(&mut self) -> Result<impl FnOnce() -> PolarsResult<()> + Send + use<>, Error> {
        self.end_few()?;
        let batches = std::mem::take(&mut self.gathered);
        self.written += std::mem::take(&mut self.rows);
        self.bounds = batches.iter().flat_map(coordinates).flatten().fold(self.bounds, widened);
        let (table, writer) = (self.table, Arc::clone(&self.writer));
        Ok(move || {
            let frame = frame(table, batches)?;
            locked(&writer).write_batch(&frame)
        })
    }

    /// Completes the file.
    fn finish(mut self) -> Result<Written, Error> {
        let (table, last) = (self.table, self.group()?);
        failed(table)(last().and_then(|()| self.end()))?.written()
    }

    /// Writes the footer, with what is only known now.
    fn end(self) -> PolarsResult<Pending> {
        let metadata = self.metadata();
        let batched = locked(&self.writer);
        let mut writer = locked(batched.get_writer());
        let schema = schema_to_metadata_key(writer.schema());
        writer.end(Some([vec![schema], metadata].concat()))?;
        drop(writer);
        drop(batched);
        Ok(self.pending)
    }

    /// What the file says of itself: `litopys`, and `geo` for places (GeoParquet 1.1).
    fn metadata(&self) -> Vec<KeyValue> {
        let entry = |key: &str, value: Value| KeyValue::new(key.to_owned(), value.to_string());
        let table = self.table;
        let key = match codebook::primary_key(table).as_slice() {
            [key] => json!(key),
            keys => json!(keys),
        };
        let own = json!({
            "schema_version": SCHEMA_VERSION,
            "table": table.name(),
            "primary_key": key,
            "generator": concat!("litopys ", env!("CARGO_PKG_VERSION")),
            "rows": self.written,
        });
        let mut entries = vec![entry("litopys", own)];
        if table == Table::Places {
            let mut column = json!({"encoding": "WKB", "geometry_types": ["Point"]});
            if let (Some(bounds), Some(column)) = (self.bounds, column.as_object_mut()) {
                column.insert("bbox".to_owned(), json!(bounds));
            }
            let columns = json!({ GEOMETRY: column });
            let geo = json!({"version": "1.1.0", "primary_column": GEOMETRY, "columns": columns});
            entries.push(entry("geo", geo));
        }
        entries
    }
}

/// What a mutex holds; whoever panicked with it has told of it.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The bounds with a point taken in.
fn widened(bounds: Option<[f64; 4]>, (lon, lat): (f64, f64)) -> Option<[f64; 4]> {
    let [west, south, east, north] = bounds.unwrap_or([lon, lat, lon, lat]);
    Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)])
}

/// The row group that is being written; more at a time would take the memory of as many.
enum Group {
    /// None is.
    Done,
    /// Nobody has begun with it.
    Left(Task, Receiver<Result<(), Error>>),
    /// Some thread is at it.
    Begun(Receiver<Result<(), Error>>),
}

impl Group {
    /// Leaves a group to be written, when the one before it is.
    fn begin(
        &mut self,
        table: Table,
        work: impl FnOnce() -> PolarsResult<()> + Send + 'static,
    ) -> Result<(), Error> {
        self.end()?;
        let (task, result) = task(move || failed(table)(work()));
        *self = Self::Left(task, result);
        Ok(())
    }

    /// Waits until it is written, or writes it.
    fn end(&mut self) -> Result<(), Error> {
        let result = match std::mem::replace(self, Self::Done) {
            Self::Done => return Ok(()),
            Self::Left(task, result) => {
                task();
                result
            }
            Self::Begun(result) => result,
        };
        received(result)
    }
}

/// Work for any thread, and where its result comes.
fn task<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> (Task, Receiver<Result<T, Error>>) {
    let (done, result) = mpsc::sync_channel(1);
    // Whoever waits for the result has not gone.
    (Box::new(move || drop(done.send(work()))), result)
}

/// The result of a task.
fn received<T>(result: Receiver<Result<T, Error>>) -> Result<T, Error> {
    result.recv().unwrap_or_else(|_| Err(Error::format("parquet", "a worker has stopped")))
}

struct Files {
    tables: Vec<TableFile>,
    group: Group,
    /// The work of completing files, the most last.
    waiting: Vec<Task>,
    /// What it gives for each table.
    written: Vec<Receiver<Result<Written, Error>>>,
}

impl Files {
    fn take(&mut self, batches: Vec<Batch>) -> Result<(), Error> {
        let mut tables = self.tables.iter_mut().zip(batches);
        tables.try_for_each(|(table, batch)| table.take(batch, &mut self.group))
    }
}

impl Sink for Files {
    fn append(&mut self, encoded: Encoded, _: &mut Folder) -> Result<(), Error> {
        match encoded {
            Encoded::Batches(batches) => self.take(batches),
            _ => Ok(()),
        }
    }

    fn task(&mut self) -> Option<Task> {
        match std::mem::replace(&mut self.group, Group::Done) {
            Group::Left(task, result) => {
                self.group = Group::Begun(result);
                Some(task)
            }
            other => {
                self.group = other;
                self.waiting.pop()
            }
        }
    }

    fn complete(&mut self, run: &Run, whole: &Whole) -> Result<(), Error> {
        columns::of_corpus(run, &whole.register, |batches| self.take(packed(batches)?))?;
        self.group.end()?;
        let mut waiting: Vec<(usize, Task)> = Vec::new();
        for table in self.tables.drain(..) {
            let rows = table.rows;
            let (task, result) = task(move || table.finish());
            waiting.push((rows, task));
            self.written.push(result);
        }
        waiting.sort_by_key(|(rows, _)| *rows);
        self.waiting = waiting.into_iter().map(|(_, task)| task).collect();
        Ok(())
    }

    fn close(self: Box<Self>, _: &Run, _: &Whole, folder: &mut Folder) -> Result<(), Error> {
        self.waiting.into_iter().for_each(|task| task());
        let mut written = self.written.into_iter().map(received);
        written.try_for_each(|written| folder.adopt(written?))
    }
}

fn failed<T>(table: Table) -> impl Fn(PolarsResult<T>) -> Result<T, Error> {
    move |result| result.map_err(|error| Error::format(format!("{}.parquet", table.name()), error))
}

/// Name of the column of points that places have in Parquet only.
const GEOMETRY: &str = "geometry";

/// The rows of batches with the types of the codebook; each column is freed as soon as it is
/// converted.
fn frame(table: Table, mut batches: Vec<Batch>) -> PolarsResult<DataFrame> {
    let mut zstd = Decompressor::new()?;
    let mut series = Vec::new();
    let points = (table == Table::Places).then(|| points(&batches));
    for (at, column) in codebook::columns(table).iter().enumerate() {
        let parts = batches.iter_mut().filter_map(|batch| batch.columns.get_mut(at));
        let mut parts: Vec<Cells> =
            parts.map(|cells| std::mem::replace(cells, Cells::EMPTY)).collect();
        parts.iter_mut().try_for_each(|cells| cells.unpack(&mut zstd))?;
        series.push(typed(column, &parts)?);
    }
    series.extend(points);
    DataFrame::new(batches.iter().map(|batch| batch.rows).sum(), series)
}

fn typed(column: &codebook::Column, parts: &[Cells]) -> PolarsResult<Series> {
    let name = column.name.as_str().into();
    let series = match parts.first().unwrap_or(&Cells::EMPTY) {
        Cells::Text(_) => {
            let texts = parts.iter().flat_map(Cells::texts);
            StringChunked::from_iter_options(name, texts).into_column()
        }
        Cells::Int(_) => Series::new(
            name,
            joined(parts, |cells| match cells {
                Cells::Int(numbers) => numbers,
                _ => &[],
            }),
        ),
        Cells::Num(_) => Series::new(
            name,
            joined(parts, |cells| match cells {
                Cells::Num(numbers) => numbers,
                _ => &[],
            }),
        ),
        Cells::Bool(_) => Series::new(
            name,
            joined(parts, |cells| match cells {
                Cells::Bool(flags) => flags,
                _ => &[],
            }),
        ),
        Cells::List(..) => {
            let mut builder = ListStringChunkedBuilder::new(name, 0, 0);
            for cells in parts {
                let Cells::List(items, ends) = cells else { continue };
                for list in columns::lists(ends) {
                    builder.append_values_iter(items.range(list).flatten());
                }
            }
            builder.finish().into_column()
        }
    };
    match &column.kind {
        Type::Date => series.cast(&DataType::Date),
        Type::Enum(words) => {
            let words = FrozenCategories::new(words.iter().map(String::as_str))?;
            series.strict_cast(&DataType::from_frozen_categories(words))
        }
        _ => Ok(series),
    }
}

/// The cells of all parts of a column.
fn joined<T: Clone>(parts: &[Cells], cells: fn(&Cells) -> &[Option<T>]) -> Vec<Option<T>> {
    parts.iter().flat_map(cells).cloned().collect()
}

/// Longitude and latitude of the rows of `places`; none where there are none.
fn coordinates(batch: &Batch) -> impl Iterator<Item = Option<(f64, f64)>> {
    let column = |name: &str| {
        let at = codebook::columns(batch.table).iter().position(|column| column.name == name);
        match at.and_then(|at| batch.columns.get(at)) {
            Some(Cells::Num(numbers)) => numbers.as_slice(),
            _ => &[],
        }
    };
    column("lon").iter().zip(column("lat")).map(|(lon, lat)| lon.zip(*lat))
}

/// Points in well-known binary (OGC 06-103r4): byte order, type 1, x, y.
fn points(batches: &[Batch]) -> Series {
    let wkb = |(lon, lat): (f64, f64)| {
        let mut bytes = vec![1_u8];
        bytes.extend(1_u32.to_le_bytes());
        bytes.extend(lon.to_le_bytes());
        bytes.extend(lat.to_le_bytes());
        bytes
    };
    let points = batches.iter().flat_map(coordinates).map(|point| point.map(wkb));
    BinaryChunked::from_iter_options(GEOMETRY.into(), points).into_column()
}
