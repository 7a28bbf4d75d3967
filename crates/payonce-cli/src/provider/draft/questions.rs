//! What a person has to decide: comments in the draft, and the list at its end.

use std::collections::BTreeMap;

use crate::output::{visible, wrapped};

/// Begins a line that represents a question. No line of a draft begins with it otherwise.
const MARK: char = '\u{1}';

/// The questions, each once.
#[derive(Default)]
pub(super) struct Questions {
    texts: Vec<String>,
}

impl Questions {
    /// A line that represents this question.
    pub(super) fn ask(&mut self, text: &str) -> String {
        let at = self.texts.iter().position(|known| known == text).unwrap_or_else(|| {
            self.texts.push(text.to_owned());
            self.texts.len().saturating_sub(1)
        });
        format!("{MARK}{at}\n")
    }
}

/// A text with its questions as comments.
pub(super) struct Rendered<'q> {
    questions: &'q Questions,
    pub(super) text: String,
    pub(super) lines: usize,
    /// The number of each question, and the lines where it stands.
    asked: BTreeMap<usize, (usize, Vec<usize>)>,
}

impl<'q> Rendered<'q> {
    pub(super) fn new(questions: &'q Questions) -> Self {
        Self { questions, text: String::new(), lines: 0, asked: BTreeMap::new() }
    }

    pub(super) fn push(&mut self, text: &str) {
        for line in text.lines() {
            let question = line.strip_prefix(MARK).and_then(|at| at.parse::<usize>().ok());
            let Some(at) = question else {
                self.line(line);
                continue;
            };
            let here = self.lines.saturating_add(1);
            let next = self.asked.len().saturating_add(1);
            let is_first = !self.asked.contains_key(&at);
            let (number, lines) = self.asked.entry(at).or_insert_with(|| (next, Vec::new()));
            lines.push(here);
            let number = *number;
            if is_first {
                let text = self.questions.texts.get(at).map(String::as_str).unwrap_or_default();
                for line in wrapped(&format!("TODO {number}: {text}"), "# ", 118).lines() {
                    self.line(line);
                }
            } else {
                self.line(&format!("# TODO {number}: as above."));
            }
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
        self.lines = self.lines.saturating_add(1);
    }

    /// Each question with its lines.
    pub(super) fn asked(&self) -> Vec<Asked> {
        let mut asked: Vec<Asked> = self
            .asked
            .iter()
            .map(|(at, (number, lines))| Asked {
                number: *number,
                lines: lines.clone(),
                text: self.questions.texts.get(*at).cloned().unwrap_or_default(),
            })
            .collect();
        asked.sort_by_key(|question| question.number);
        asked
    }
}

/// A question in the finished file.
pub(super) struct Asked {
    number: usize,
    lines: Vec<usize>,
    text: String,
}

impl Asked {
    /// The question with its places, for a terminal.
    pub(super) fn shown(&self, file: &str) -> String {
        let first = self.lines.first().copied().unwrap_or_default();
        let more = match self.lines.len() {
            0 | 1 => String::new(),
            count => format!(" and {} more", count.saturating_sub(1)),
        };
        format!("{:>3}. {file}:{first}{more}\n{}\n", self.number, wrapped(&visible(&self.text), "     ", 100))
    }
}
