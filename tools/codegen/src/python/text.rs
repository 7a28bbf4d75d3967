//! Texts as Python source.

/// The width that the docstrings are filled to.
const WIDTH: usize = 108;

/// The docstring of a generated module.
pub(super) fn module_doc(first: &str) -> String {
    format!(
        "\"\"\"{first}\n\nWritten by `cargo xtask codegen` from the declarations of the core; edit those.\n\"\"\""
    )
}

/// In the order that the import sorter wants: classes, then functions.
pub(super) fn sorted(names: &[String]) -> Vec<String> {
    let mut names = names.to_vec();
    let is_function = |name: &str| name.starts_with(|first: char| first.is_lowercase());
    names.sort_by_key(|name| (is_function(name), name.to_lowercase(), name.clone()));
    names.dedup();
    names
}

/// A docstring from paragraphs that are filled already.
pub(super) fn docstring(indent: usize, paragraphs: &[String]) -> String {
    let pad = " ".repeat(indent);
    let text = paragraphs.join("\n\n");
    // A doubled backslash keeps the text; declarations hold none today.
    let text = text.replace('\\', "\\\\");
    let lines: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(at, line)| if at == 0 || line.is_empty() { line.to_owned() } else { format!("{pad}{line}") })
        .collect();
    if lines.len() == 1 {
        format!("{pad}\"\"\"{text}\"\"\"\n")
    } else {
        format!("{pad}\"\"\"{}\n{pad}\"\"\"\n", lines.join("\n"))
    }
}

/// A first line of a docstring of its own, and the rest as a paragraph.
pub(super) fn summary(text: &str) -> Vec<String> {
    match text.split_once(". ") {
        Some((first, rest)) if !rest.is_empty() => vec![fill(&format!("{first}."), 0, 0), fill(rest, 0, 0)],
        _ => vec![fill(text, 0, 0)],
    }
}

/// Fills a paragraph: `first` and `rest` are the indents of its lines.
pub(super) fn fill(text: &str, first: usize, rest: usize) -> String {
    let mut lines = Vec::new();
    let mut line = " ".repeat(first);
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::replace(&mut line, " ".repeat(rest)));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    lines.push(line);
    lines.join("\n")
}

/// Source without its docstrings, for looking which names it uses.
pub(super) fn without_docstrings(code: &str) -> String {
    code.split("\"\"\"").step_by(2).collect()
}

/// `payments` as `Payments`, `use_cases` as `UseCases`.
pub(super) fn class_name(path: &str) -> String {
    path.split(['.', '_'])
        .map(|part| {
            let mut letters = part.chars();
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect::<String>())
                .unwrap_or_default()
        })
        .collect()
}

/// A name as Python takes it: its own words get an underscore.
pub(super) fn identifier(name: &str) -> String {
    const WORDS: &[&str] = &[
        "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
        "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
        "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ];
    if WORDS.contains(&name) { format!("{name}_") } else { name.to_owned() }
}

/// The attribute of a field: `pay_to` for `payTo`.
pub(super) fn attribute(field: &str) -> String {
    let mut name = String::new();
    for letter in field.chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    identifier(&name)
}

/// `"a", "b"`
pub(super) fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")
}
