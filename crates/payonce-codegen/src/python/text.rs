//! Texts as Python source.

/// The width that the docstrings are filled to.
const WIDTH: usize = 108;

/// In the order that the import sorter wants: classes, then functions.
pub(crate) fn sorted(mut names: Vec<String>) -> Vec<String> {
    let is_function = |name: &str| name.starts_with(|first: char| first.is_lowercase());
    names.sort_by_key(|name| (is_function(name), name.to_lowercase(), name.clone()));
    names.dedup();
    names
}

/// In the order that the linter wants in `__all__`, where case counts.
pub(crate) fn sorted_all(mut names: Vec<String>) -> Vec<String> {
    names.sort_by_key(|name| (name.starts_with(|first: char| first.is_lowercase()), name.clone()));
    names
}

/// A docstring of these paragraphs.
pub(crate) fn docstring(paragraphs: Vec<String>, indent: usize) -> String {
    let pad = " ".repeat(indent);
    let text = paragraphs.into_iter().map(|text| fill(&text, None, None)).collect::<Vec<_>>().join("\n\n");
    let lines: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(at, line)| if at == 0 || line.is_empty() { line.to_owned() } else { format!("{pad}{line}") })
        .collect();
    if lines.len() == 1 {
        // A quotation mark at the end would be one of four.
        let end = if text.ends_with('"') { " " } else { "" };
        format!("{pad}\"\"\"{text}{end}\"\"\"")
    } else {
        format!("{pad}\"\"\"{}\n{pad}\"\"\"", lines.join("\n"))
    }
}

/// A first line of a docstring of its own, and the rest as a paragraph.
pub(super) fn summary(text: &str) -> Vec<String> {
    match text.split_once(". ") {
        Some((first, rest)) if !rest.is_empty() => vec![format!("{first}."), rest.to_owned()],
        _ => vec![text.to_owned()],
    }
}

/// Fills a paragraph of a docstring: `first` and `rest` are the indents of its lines, nothing by default.
pub(crate) fn fill(text: &str, first: Option<usize>, rest: Option<usize>) -> String {
    // A doubled backslash keeps the text; declarations hold none today.
    let text = text.replace('\\', "\\\\");
    let mut lines = Vec::new();
    let mut line = " ".repeat(first.unwrap_or_default());
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::replace(&mut line, " ".repeat(rest.unwrap_or_default())));
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
pub(crate) fn without_docstrings(code: &str) -> String {
    code.split("\"\"\"").step_by(2).collect()
}

/// Those of the words that the source uses.
pub(crate) fn words(code: &str, words: Vec<String>) -> Vec<String> {
    words.into_iter().filter(|word| contains_word(code, word)).collect()
}

/// The names whose sign occurs in the source, of pairs of both.
pub(crate) fn used(code: &str, signs: Vec<Vec<String>>) -> Vec<String> {
    let mut names: Vec<String> = signs
        .into_iter()
        .filter(|pair| pair.get(1).is_some_and(|sign| code.contains(sign)))
        .filter_map(|pair| pair.into_iter().next())
        .collect();
    names.dedup();
    names
}

fn contains_word(text: &str, word: &str) -> bool {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_');
    text.match_indices(word).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
        edge(before) && edge(after)
    })
}

/// `payments` as `Payments`, `use_cases` as `UseCases`.
pub(crate) fn class_name(path: &str) -> String {
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

/// A name as an argument of a method, whose own names get an underscore.
pub(super) fn argument(name: &str) -> String {
    if matches!(name, "self" | "request" | "options") { format!("{name}_") } else { identifier(name) }
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
