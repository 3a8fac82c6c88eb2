//! One table as Parquet: its columns with the types of the codebook, row groups, what the file says of
//! itself.

use std::fs::File;
use std::io;
use std::iter;

use polars::polars_utils::compression::ZstdLevel;
use polars::prelude::{
    BinaryChunked, CompatLevel, DataType, FrozenCategories, IntoSeries, ListBuilderTrait,
    ListStringChunkedBuilder, NamedFrom, NewChunkedArray, PlSmallStr, PolarsError, PolarsResult,
    Schema, SchemaExt, Series, StringChunked, StringChunkedBuilder,
};
use polars_parquet::read::ParquetError;
use polars_parquet::write::{
    CompressedPage, CompressionOptions, Compressor, DynIter, DynStreamingIterator, Encoding,
    FallibleStreamingIterator, FileWriter, KeyValue, Page, ParquetType, StatisticsOptions, Version,
    WriteOptions, array_to_columns, get_dtype_encoding, schema_to_metadata_key,
};
use serde_json::{Value, json};

use crate::model::table::Table;
use crate::write::SCHEMA_VERSION;
use crate::write::codebook::{self, Type};
use crate::write::columns::{self, Cells};
use crate::write::parquet::waiting::Rows;

/// Pinned, so that a new default of the library does not change the bytes.
const ZSTD: i32 = 3;

/// Bytes of the texts of a column that is converted piece by piece. It gets no dictionary, since a group
/// may have one only; so much text hardly repeats.
const LONG: usize = 8 << 20;

/// Bytes of such a piece, which is a few pages.
const PIECE: usize = 4 << 20;

/// Name of the column of points that places have in Parquet only.
const GEOMETRY: &str = "geometry";

/// A table in its file.
pub struct Output {
    table: Table,
    writer: FileWriter<File>,
    /// Rows in the file so far.
    rows: usize,
    /// West, south, east and north of the points so far.
    bounds: Option<[f64; 4]>,
}

/// Longitude and latitude, where a row has them.
type Point = Option<(f64, f64)>;

impl Output {
    /// A table without rows.
    pub fn new(table: Table, file: File) -> PolarsResult<Self> {
        let options = WriteOptions {
            statistics: StatisticsOptions::full(),
            version: Version::V1,
            compression: CompressionOptions::Zstd(Some(ZstdLevel::try_new(ZSTD)?)),
            data_page_size: None,
        };
        let none = Rows::default();
        let width = codebook::columns(table).len() + usize::from(table == Table::Places);
        let columns = (0..width).map(|at| column(table, &none, &[], at));
        let columns = columns.collect::<PolarsResult<Vec<_>>>()?;
        let schema: Schema = columns.iter().map(|column| column.field().into_owned()).collect();
        let writer = FileWriter::try_new(file, schema.to_arrow(CompatLevel::newest()), options)?;
        Ok(Self { table, writer, rows: 0, bounds: None })
    }

    /// Writes a row group. No more than one column is held as the library wants it.
    pub fn write(&mut self, rows: &Rows) -> PolarsResult<()> {
        if rows.len() == 0 {
            return Ok(());
        }
        self.rows += rows.len();
        let points = &points(self.table, rows)?;
        self.bounds = points.iter().flatten().fold(self.bounds, widened);
        let (table, options) = (self.table, self.writer.options());
        let types = self.writer.parquet_schema().fields().to_vec();
        let schema = self.writer.schema();
        let encodings: Vec<_> =
            schema.iter_values().map(|field| get_dtype_encoding(&field.dtype)).collect();
        let columns = types.into_iter().zip(encodings).enumerate();
        let pages = columns.map(move |(at, (kind, encoding))| {
            let pages = if rows.text_bytes(at) < LONG {
                pages(&column(table, rows, points, at)?, kind, &encoding, options)?
            } else {
                let of_piece = move |piece: PolarsResult<Series>| {
                    piece.and_then(|piece| pages(&piece, kind.clone(), &[Encoding::Plain], options))
                };
                let pages = pieces(rows.column(at)?).map(of_piece);
                DynIter::new(pages.flat_map(|pages| pages.unwrap_or_else(failed)))
            };
            Ok(compressed(pages, options))
        });
        self.writer.write(rows.len() as u64, DynIter::new(pages))
    }

    /// Writes the footer, with what is only known now.
    pub fn end(&mut self) -> PolarsResult<()> {
        let schema = schema_to_metadata_key(self.writer.schema());
        self.writer.end(Some([vec![schema], self.metadata()].concat())).map(drop)
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
            "rows": self.rows,
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

type Pages<'r> = DynIter<'r, PolarsResult<Page>>;

/// The pages of a column, or of a piece of it.
fn pages(
    column: &Series,
    kind: ParquetType,
    encoding: &[Encoding],
    options: WriteOptions,
) -> PolarsResult<Pages<'static>> {
    let array = column.to_arrow(0, CompatLevel::newest());
    let leaves = array_to_columns(array, kind, options, encoding)?;
    // Nothing here is nested deeper than a list, which has one leaf as all others do.
    Ok(DynIter::new(leaves.into_iter().flatten()))
}

fn failed(error: PolarsError) -> Pages<'static> {
    DynIter::new(iter::once(Err(error)))
}

/// Pages, each compressed when it is asked for.
fn compressed(
    pages: Pages<'_>,
    options: WriteOptions,
) -> DynStreamingIterator<'_, CompressedPage, PolarsError> {
    let again = |error: PolarsError| ParquetError::InvalidParameter(error.to_string());
    let pages = pages.map(move |page| page.map_err(again));
    let pages = Compressor::new(pages, options.compression, Vec::new());
    DynStreamingIterator::new(pages.map_err(PolarsError::from))
}

/// A column with the type that the codebook gives it; behind those of places, their geometry.
fn column(table: Table, rows: &Rows, points: &[Point], at: usize) -> PolarsResult<Series> {
    match codebook::columns(table).get(at) {
        Some(column) => typed(column, rows.column(at)?),
        None => Ok(geometry(points)),
    }
}

/// A column of texts, piece by piece.
fn pieces(
    mut parts: impl Iterator<Item = io::Result<Cells>>,
) -> impl Iterator<Item = PolarsResult<Series>> {
    iter::from_fn(move || {
        let (mut bytes, mut piece) = (0, Vec::new());
        while bytes < PIECE
            && let Some(cells) = parts.next()
        {
            bytes += cells.as_ref().map_or(0, Cells::text_bytes);
            piece.push(cells);
        }
        if piece.is_empty() {
            return None;
        }
        let texts = texts(PlSmallStr::EMPTY, piece.into_iter());
        Some(texts.map(IntoSeries::into_series).map_err(PolarsError::from))
    })
}

/// A column of cells that come in parts.
fn typed(
    column: &codebook::Column,
    parts: impl Iterator<Item = io::Result<Cells>>,
) -> PolarsResult<Series> {
    let name = column.name.as_str().into();
    match &column.kind {
        Type::Str => Ok(texts(name, parts)?.into_series()),
        Type::Enum(words) => {
            let words = FrozenCategories::new(words.iter().map(String::as_str))?;
            let words = DataType::from_frozen_categories(words);
            texts(name, parts)?.into_series().strict_cast(&words)
        }
        Type::Int => Ok(Series::new(name, joined(parts, ints)?)),
        Type::Date => Series::new(name, joined(parts, ints)?).cast(&DataType::Date),
        Type::Num => Ok(Series::new(name, joined(parts, nums)?)),
        Type::Bool => Ok(Series::new(name, joined(parts, bools)?)),
        Type::List => {
            let mut builder = ListStringChunkedBuilder::new(name, 0, 0);
            for cells in parts {
                let Cells::List(items, ends) = cells? else { continue };
                for list in columns::lists(&ends) {
                    builder.append_values_iter(items.range(list).flatten());
                }
            }
            Ok(builder.finish().into_series())
        }
    }
}

/// The texts of all parts of a column.
fn texts(
    name: PlSmallStr,
    parts: impl Iterator<Item = io::Result<Cells>>,
) -> io::Result<StringChunked> {
    let mut builder = StringChunkedBuilder::new(name, 0);
    for cells in parts {
        cells?.texts().for_each(|text| builder.append_option(text));
    }
    Ok(builder.finish())
}

/// The cells of all parts of a column.
fn joined<T>(
    parts: impl Iterator<Item = io::Result<Cells>>,
    cells: fn(Cells) -> Vec<Option<T>>,
) -> io::Result<Vec<Option<T>>> {
    let mut all = Vec::new();
    for part in parts {
        all.extend(cells(part?));
    }
    Ok(all)
}

fn ints(cells: Cells) -> Vec<Option<i32>> {
    if let Cells::Int(cells) = cells { cells } else { Vec::new() }
}

fn nums(cells: Cells) -> Vec<Option<f64>> {
    if let Cells::Num(cells) = cells { cells } else { Vec::new() }
}

fn bools(cells: Cells) -> Vec<Option<bool>> {
    if let Cells::Bool(cells) = cells { cells } else { Vec::new() }
}

/// The bounds with a point taken in.
fn widened(bounds: Option<[f64; 4]>, &(lon, lat): &(f64, f64)) -> Option<[f64; 4]> {
    let [west, south, east, north] = bounds.unwrap_or([lon, lat, lon, lat]);
    Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)])
}

/// The points of places; other tables have none.
fn points(table: Table, rows: &Rows) -> io::Result<Vec<Point>> {
    if table != Table::Places {
        return Ok(Vec::new());
    }
    let described = codebook::columns(table).iter();
    let numbers = |name: &str| {
        let at = described.clone().position(|column| column.name == name);
        joined(rows.column(at.unwrap_or_default())?, nums)
    };
    Ok(numbers("lon")?.into_iter().zip(numbers("lat")?).map(|(lon, lat)| lon.zip(lat)).collect())
}

/// Points in well-known binary (OGC 06-103r4): byte order, type 1, x, y.
fn geometry(points: &[Point]) -> Series {
    let wkb = |(lon, lat): (f64, f64)| {
        let mut bytes = vec![1_u8];
        bytes.extend(1_u32.to_le_bytes());
        bytes.extend(lon.to_le_bytes());
        bytes.extend(lat.to_le_bytes());
        bytes
    };
    let points = points.iter().map(|point| point.map(wkb));
    BinaryChunked::from_iter_options(GEOMETRY.into(), points).into_series()
}
