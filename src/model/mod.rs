//! The values that stages pass to one another: no rules, no I/O.

/// An enum of the words that a table column may hold.
macro_rules! words {
    ($(#[$doc:meta])* pub enum $name:ident {
        $($(#[$word_doc:meta])* $variant:ident = $word:literal,)*
    }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        pub enum $name {
            $($(#[$word_doc])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// The word that tables and TEI use.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// The one that a word stands for, if any.
            pub fn of_name(name: &str) -> Option<Self> {
                match name {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        impl From<$name> for $crate::model::table::Cell<'_> {
            fn from(value: $name) -> Self {
                Self::Str(value.name().into())
            }
        }
    };
}

pub mod cleaned;
pub mod corpus;
pub mod date;
pub mod diag;
pub mod document;
pub mod entity;
pub mod gloss;
pub mod layout;
pub mod mention;
pub mod name;
pub mod nesting;
pub mod outline;
pub mod record;
pub mod span;
pub mod table;
