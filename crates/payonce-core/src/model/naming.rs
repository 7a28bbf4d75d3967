//! How names are spelled: snake_case on the wire, in Python and in Rust, camelCase in TypeScript.

/// How a language spells the names of arguments and fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CaseStyle {
    /// `agent_id`, as on the wire.
    #[default]
    Snake,
    /// `agentId`.
    Camel,
}

impl CaseStyle {
    /// A name of ours as the language spells it.
    #[must_use]
    pub fn spelled(self, name: &str) -> String {
        to_case(name, self)
    }
}

/// A name of ours as the caller's language spells it.
pub(crate) fn to_case(name: &str, style: CaseStyle) -> String {
    match style {
        CaseStyle::Snake => name.to_owned(),
        CaseStyle::Camel => camel_case(name),
    }
}

/// `agent_id` as `agentId`.
pub(crate) fn camel_case(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let mut upper = false;
    for c in name.chars() {
        if c == '_' && !camel.is_empty() {
            upper = true;
        } else if upper {
            camel.push(c.to_ascii_uppercase());
            upper = false;
        } else {
            camel.push(c);
        }
    }
    camel
}

/// `agentId` as `agent_id`; a name that is in snake_case already stays.
pub(crate) fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}
