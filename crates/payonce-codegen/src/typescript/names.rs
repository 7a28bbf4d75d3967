//! Names and comments as TypeScript writes them.

use payonce_core::CaseStyle;

/// `agent_id` as `agentId`.
pub(super) fn camel(name: &str) -> String {
    CaseStyle::Camel.spelled(name)
}

/// `payments.send` as `PaymentsSend`.
pub(super) fn pascal(name: &str) -> String {
    name.split(['.', '_'])
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_ascii_uppercase())
                .into_iter()
                .chain(letters)
                .collect::<String>()
        })
        .collect()
}

/// A text literal.
pub(super) fn quoted(text: &str) -> String {
    format!("{text:?}")
}

/// A TSDoc comment of these paragraphs; empty ones are left out, and nothing is written when all are.
pub(crate) fn comment(paragraphs: Vec<String>) -> String {
    let paragraphs: Vec<String> = paragraphs.into_iter().filter(|paragraph| !paragraph.is_empty()).collect();
    let mut lines: Vec<String> = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let tag_after_tag = paragraph.starts_with('@')
            && at
                .checked_sub(1)
                .and_then(|before| paragraphs.get(before))
                .is_some_and(|p| p.starts_with('@'));
        if at > 0 && !tag_after_tag {
            lines.push(String::new());
        }
        let paragraph = paragraph.replace("*/", "*\\/");
        match paragraph.split_once('\n') {
            // Lines of code stay as they are.
            Some((tag, code)) => lines.extend([tag].into_iter().chain(code.lines()).map(str::to_owned)),
            None => lines.extend(wrapped(&paragraph)),
        }
    }
    match lines.as_slice() {
        [] => String::new(),
        [line] => format!("/** {line} */\n"),
        lines => {
            let body: String =
                lines.iter().map(|line| format!(" * {line}").trim_end().to_owned() + "\n").collect();
            format!("/**\n{body} */\n")
        }
    }
}

/// Prettier leaves comments alone, so they are broken here.
fn wrapped(text: &str) -> Vec<String> {
    const WIDTH: usize = 100;
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(line) = lines.last_mut() else { break };
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

/// With a capital and a full stop.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    let rest: String = letters.collect();
    let stop = if text.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{}{rest}{stop}", first.to_uppercase())
}

/// The import of those names that the code uses; nothing if it uses none. `type` precedes the name of a type.
pub(crate) fn import(code: &str, module: &str, names: Vec<String>) -> String {
    let bare = |name: &str| name.trim_start_matches("type ").to_owned();
    let used: Vec<String> = names.into_iter().filter(|name| contains_word(code, &bare(name))).collect();
    if used.is_empty() {
        return String::new();
    }
    if used.iter().all(|name| name.starts_with("type ")) {
        let names: Vec<String> = used.iter().map(|name| bare(name)).collect();
        return format!("import type {{ {} }} from \"../{module}.js\";\n", names.join(", "));
    }
    format!("import {{ {} }} from \"../{module}.js\";\n", used.join(", "))
}

/// The import of what a client of a provider file uses from the package.
pub(crate) fn import_of_package(code: &str, names: Vec<String>) -> String {
    let used = names.into_iter().filter(|name| contains_word(code, name.trim_start_matches("type ")));
    let names: Vec<String> = used.chain(["Provider".to_owned()]).collect();
    format!("import {{ {} }} from \"payonce\";\n", names.join(", "))
}

fn contains_word(text: &str, word: &str) -> bool {
    let code = text.lines().filter(|line| !line.starts_with("/*") && !line.starts_with(" *"));
    code.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_')).any(|part| part == word)
}
