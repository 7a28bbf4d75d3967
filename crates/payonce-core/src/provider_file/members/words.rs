//! The words of provider files that payonce itself has other names for.

/// Words, each with its meaning in the core.
macro_rules! words {
    ($(#[doc = $doc:literal])+ $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name { $($variant),+ }

        impl $name {
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant),+];
            pub(crate) const WORDS: &'static [&'static str] = &[$($text),+];
        }
    };
}

words! {
    /// How bodies are written.
    BodyWord { Json = "json", Form = "form" }
}

words! {
    /// What a bare number of a wait counts.
    UnitWord { Seconds = "s", Milliseconds = "ms" }
}

words! {
    /// What a key has to look like.
    KeyWord { Text = "text", Uuid4 = "uuid4" }
}

words! {
    /// Where an argument goes.
    PlaceWord { Path = "path", Query = "query", Body = "body", WholeBody = "whole_body", Header = "header" }
}

words! {
    /// The type of an argument or of a field.
    TypeWord {
        Json = "json",
        Nothing = "nothing",
        String = "string",
        Id = "id",
        Name = "name",
        Amount = "amount",
        Integer = "integer",
        Number = "number",
        AmountNumber = "amount_number",
        Bool = "bool",
        Secret = "secret",
        Time = "time",
        Url = "url",
        JsonText = "json_text",
        Enum = "enum",
        List = "list",
        Map = "map",
        Object = "object",
    }
}
