//! Closed lists of words, as the columns of tables hold them.

/// One of a closed list.
pub trait Word {
    /// The word that tables and TEI use.
    fn word(self) -> &'static str;
}

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

        impl $crate::model::words::Word for $name {
            fn word(self) -> &'static str {
                self.name()
            }
        }
    };
}
