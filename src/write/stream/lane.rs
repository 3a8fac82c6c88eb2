//! A column of a stream that holds the rows of one table.

use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Float64Builder, Int32Builder, ListBuilder, StringBuilder,
};
use arrow_array::{ArrayRef, StructArray};
use arrow_schema::{ArrowError, DataType, Field, Fields};

use crate::model::table::Cell;
use crate::write::codebook::Type;

/// A column of a stream while its rows come in; what is left out is null.
pub struct Lane {
    /// Its name.
    pub name: &'static str,
    fields: Fields,
    columns: Vec<Column>,
    /// Which rows of the stream are its own.
    own: Vec<bool>,
    /// Whether it is its only column, and no structure around it.
    is_bare: bool,
}

impl Lane {
    /// A structure of columns.
    pub fn new<'c>(name: &'static str, columns: impl Iterator<Item = (&'c str, &'c Type)>) -> Self {
        let field = |(name, kind)| (Field::new(name, data_type(kind), true), Column::new(kind));
        let (fields, columns): (Vec<Field>, Vec<Column>) = columns.map(field).unzip();
        Self { name, fields: fields.into(), columns, own: Vec::new(), is_bare: false }
    }

    /// A column of text.
    pub fn bare(name: &'static str) -> Self {
        Self { is_bare: true, ..Self::new(name, [(name, &Type::Str)].into_iter()) }
    }

    /// What the schema says of it.
    pub fn field(&self) -> Field {
        let kind =
            if self.is_bare { DataType::Utf8 } else { DataType::Struct(self.fields.clone()) };
        Field::new(self.name, kind, true)
    }

    /// Takes its next row, which has this number in the stream.
    pub fn push<'a>(&mut self, number: usize, cells: impl Iterator<Item = Cell<'a>>) {
        self.skip_to(number);
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.push(&cell);
        }
        self.own.push(true);
    }

    /// The rows so far, which are this many in the stream; none remain.
    pub fn finish(&mut self, rows: usize) -> Result<ArrayRef, ArrowError> {
        self.skip_to(rows);
        let own = std::mem::take(&mut self.own);
        let mut arrays: Vec<ArrayRef> = self.columns.iter_mut().map(Column::finish).collect();
        if self.is_bare {
            return arrays.pop().ok_or_else(|| ArrowError::SchemaError("no column".to_owned()));
        }
        Ok(Arc::new(StructArray::try_new(self.fields.clone(), arrays, Some(own.into()))?))
    }

    /// Rows of other tables are gone past all at once.
    fn skip_to(&mut self, number: usize) {
        let others = number.saturating_sub(self.own.len());
        if others > 0 {
            self.columns.iter_mut().for_each(|column| column.skip(others));
            self.own.resize(number, false);
        }
    }
}

fn data_type(kind: &Type) -> DataType {
    match kind {
        Type::Str | Type::Enum(_) => DataType::Utf8,
        Type::Int => DataType::Int32,
        Type::Num => DataType::Float64,
        Type::Date => DataType::Date32,
        Type::Bool => DataType::Boolean,
        Type::List => DataType::new_list(DataType::Utf8, true),
    }
}

enum Column {
    Text(StringBuilder),
    Int(Int32Builder),
    Num(Float64Builder),
    Date(Date32Builder),
    Bool(BooleanBuilder),
    List(ListBuilder<StringBuilder>),
}

/// Does the same with the builder of every type of column.
macro_rules! each {
    ($column:expr, $builder:ident => $act:expr) => {
        match $column {
            Column::Text($builder) => $act,
            Column::Int($builder) => $act,
            Column::Num($builder) => $act,
            Column::Date($builder) => $act,
            Column::Bool($builder) => $act,
            Column::List($builder) => $act,
        }
    };
}

impl Column {
    fn new(kind: &Type) -> Self {
        match kind {
            Type::Str | Type::Enum(_) => Self::Text(StringBuilder::new()),
            Type::Int => Self::Int(Int32Builder::new()),
            Type::Num => Self::Num(Float64Builder::new()),
            Type::Date => Self::Date(Date32Builder::new()),
            Type::Bool => Self::Bool(BooleanBuilder::new()),
            Type::List => Self::List(ListBuilder::new(StringBuilder::new())),
        }
    }

    fn push(&mut self, cell: &Cell<'_>) {
        match (self, cell) {
            (Self::Text(builder), Cell::Str(text)) => builder.append_value(text),
            (Self::Int(builder), Cell::Int(number)) => builder.append_value(*number),
            (Self::Num(builder), Cell::Num(number)) => builder.append_value(*number),
            (Self::Date(builder), Cell::Date(day)) => builder.append_value(day.since_epoch()),
            (Self::Bool(builder), Cell::Bool(yes)) => builder.append_value(*yes),
            (Self::List(builder), Cell::List(list)) => {
                builder.append_value(list.iter().map(|item| Some(*item)));
            }
            (column, _) => column.skip(1),
        }
    }

    fn skip(&mut self, rows: usize) {
        each!(self, builder => builder.append_nulls(rows));
    }

    fn finish(&mut self) -> ArrayRef {
        each!(self, builder => Arc::new(builder.finish()))
    }
}
