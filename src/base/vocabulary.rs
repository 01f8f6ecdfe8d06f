//! Vocabularies: the words that a value may have in files, each written once.
//!
//! In come names with their words, out goes an enum that knows all of them. What has to repeat a
//! vocabulary (a reader, a list of needed texts) takes it from there. A vocabulary never says
//! anything about anybody.

/// Makes an enum of a vocabulary, with each value's word in files.
macro_rules! words {
    (
        $(#[$about:meta])*
        $vis:vis $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)* }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// Every value with its word in files.
            $vis const WORDS: &[(&'static str, Self)] = &[$(($word, Self::$variant),)*];

            /// The word in files.
            $vis const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}
pub(crate) use words;
