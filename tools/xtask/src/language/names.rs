//! The names of tests as texts: a test name is a statement, so that the words to avoid apply to it as well.

use std::path::Path;

/// Where names are read: a folder, and the extension of its files.
pub(super) const PLACES: &[(&str, &str)] = &[
    ("bindings", "rs"),
    ("crates", "rs"),
    ("fuzz", "rs"),
    ("js/test", "ts"),
    ("python/tests", "py"),
    ("tests", "py"),
    ("tools", "rs"),
];

/// The names in a file that other files do not call, with their lines: functions of Rust tests, tests of Python, and
/// titles in TypeScript. A name has blanks in place of its underscores.
pub(super) fn of(file: &Path, text: &str) -> Vec<(usize, String)> {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("rs") => functions("fn ", text, lines_before_tests(file, text)),
        Some("py") => functions("def test_", text, 0),
        Some("ts") => titles(text),
        _ => Vec::new(),
    }
}

fn lines_before_tests(file: &Path, text: &str) -> usize {
    let is_test =
        file.components().any(|part| ["tests", "tests.rs"].iter().any(|name| part.as_os_str() == *name));
    if is_test { 0 } else { text.lines().take_while(|line| line.trim() != "#[cfg(test)]").count() }
}

fn functions(keyword: &str, text: &str, skipped: usize) -> Vec<(usize, String)> {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut names = Vec::new();
    for (number, line) in text.lines().enumerate().skip(skipped) {
        let Some((before, after)) = line.split_once(keyword) else { continue };
        let name = after.split(|letter| !is_name(letter)).next().unwrap_or_default();
        if !before.ends_with(is_name) && !name.is_empty() {
            names.push((number + 1, name.replace('_', " ")));
        }
    }
    names
}

/// The first arguments of `test`, `it` and `describe`, where they are literals.
fn titles(text: &str) -> Vec<(usize, String)> {
    let mut titles = Vec::new();
    for call in ["test(", "it(", "describe("] {
        let mut line = 1;
        let mut parts = text.split(call).peekable();
        while let Some(before) = parts.next() {
            line += before.matches('\n').count();
            let is_method =
                before.ends_with(|letter: char| letter.is_alphanumeric() || "_.".contains(letter));
            let mut argument = parts.peek().unwrap_or(&"").trim_start().chars();
            let quote = argument.next().filter(|first| !is_method && "\"'`".contains(*first));
            if let Some(title) = quote.and_then(|quote| argument.as_str().split(quote).next()) {
                titles.push((line, title.to_owned()));
            }
        }
    }
    titles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(file: &str, text: &str) -> Vec<(usize, String)> {
        of(Path::new(file), text)
    }

    #[test]
    fn every_function_of_a_rust_test_is_read() {
        let text = "fn helper() {}\n#[test]\nasync fn a_key_is_kept() {}";
        let expected = vec![(1, "helper".to_owned()), (3, "a key is kept".to_owned())];
        assert_eq!(names("crates/a/tests/it/b.rs", text), expected);
        assert_eq!(names("crates/a/src/b/tests.rs", text), expected);
        assert_eq!(names("crates/a/src/b.rs", text), vec![]);
    }

    #[test]
    fn the_functions_of_a_rust_file_are_read_from_its_tests_on() {
        let text = "fn is_no_name() {}\n#[cfg(test)]\nmod tests {\n    fn a_name() {}\n}";
        assert_eq!(names("crates/a/src/b.rs", text), vec![(4, "a name".to_owned())]);
    }

    #[test]
    fn tests_of_python_are_read() {
        let text = "def helper(): ...\nasync def test_a_key_is_kept() -> None:";
        assert_eq!(names("python/tests/test_a.py", text), vec![(2, "a key is kept".to_owned())]);
    }

    #[test]
    fn titles_of_typescript_are_read_across_lines() {
        let text =
            "test(`${name}: one`, () => {});\n  describe(\n    \"two\",\n  it('three', RE.test(\"four\"";
        let expected =
            [(1, "${name}: one"), (4, "three"), (2, "two")].map(|(line, title)| (line, title.to_owned()));
        assert_eq!(names("js/test/a.test.ts", text), expected);
    }
}
