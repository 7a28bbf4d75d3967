//! Bar charts as SVG: horizontal bars in groups, in the colours of the pictures in `docs/pictures`. The text of each bar is next to
//! it, so that nothing depends on colours.

use std::fmt::Write as _;

/// The width of a picture, and where its parts begin.
const WIDTH: f64 = 800.0;
const MARGIN: f64 = 20.0;
const BARS: f64 = 268.0;
/// About the width of a character, of a text of 12.5 pixels.
const CHARACTER: f64 = 7.2;
/// The gap between a bar and the text behind it.
const GAP: f64 = 8.0;
const BAR_HEIGHT: f64 = 18.0;
const ROW: f64 = 28.0;
const HEADING: f64 = 34.0;

/// The styles of a chart: a page that contains the picture itself needs them once.
pub const STYLE: &str = "\
.ink{fill:#14191a}.soft{fill:#51595b}.line{stroke:#c9d0ce;fill:none}\
text{font:14px system-ui,-apple-system,\"Segoe UI\",Roboto,Helvetica,Arial,sans-serif}.b{font-weight:650}.s{font-size:12.5px}\
.e{text-anchor:end}\
.c0{fill:#0b6e5f}.c1{fill:#8a9492}.c2{fill:#7cc4b6}.c3{fill:#c9d0ce}.c4{fill:#b7791f}.c5{fill:#b3261e}\
@media (prefers-color-scheme:dark){.ink{fill:#e9eeec}.soft{fill:#a3adab}.line{stroke:#3a4243}\
.c0{fill:#5cc8b4}.c1{fill:#8b9694}.c2{fill:#2f7d70}.c3{fill:#4a5354}.c4{fill:#e0a84a}.c5{fill:#ff8a80}}";

/// The colour of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// What the chart is about.
    Accent,
    /// What it is compared with.
    Plain,
    /// The lighter form of [`Colour::Accent`].
    AccentLight,
    /// The lighter form of [`Colour::Plain`].
    PlainLight,
    /// What a person has to look at.
    Warning,
    /// What must not happen.
    Wrong,
}

impl Colour {
    const fn class(self) -> &'static str {
        match self {
            Self::Accent => "c0",
            Self::Plain => "c1",
            Self::AccentLight => "c2",
            Self::PlainLight => "c3",
            Self::Warning => "c4",
            Self::Wrong => "c5",
        }
    }
}

/// A part of a bar.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its length, in the unit of its group.
    pub value: f64,
    /// Its colour.
    pub colour: Colour,
    /// Shown by a pointer that rests on it.
    pub title: String,
}

/// A bar.
#[derive(Debug, Clone)]
pub struct Bar {
    /// The text before it.
    pub label: String,
    /// Its parts, from left to right.
    pub parts: Vec<Part>,
    /// The text behind it.
    pub value: String,
}

/// Bars with the same scale. The longest one takes the whole width.
#[derive(Debug, Clone)]
pub struct Group {
    /// The text above the bars; it can be empty.
    pub title: String,
    /// The bars, from top to bottom.
    pub bars: Vec<Bar>,
}

/// A chart.
#[derive(Debug, Clone)]
pub struct Chart {
    /// The name of the picture.
    pub title: String,
    /// What it shows, for a reader who does not see it.
    pub description: String,
    /// What the colours mean; nothing if the bars say it.
    pub keys: Vec<(Colour, String)>,
    /// The groups, from top to bottom.
    pub groups: Vec<Group>,
}

impl Chart {
    /// The picture as a file of its own.
    #[must_use]
    pub fn file(&self) -> String {
        self.drawn("", &format!("  <style>{STYLE}</style>\n"))
    }

    /// The picture within a page that has [`STYLE`]. `id` is unique in the page.
    #[must_use]
    pub fn inline(&self, id: &str) -> String {
        self.drawn(id, "")
    }

    fn drawn(&self, id: &str, style: &str) -> String {
        let mut body = String::new();
        let mut y = MARGIN;
        if !self.keys.is_empty() {
            y = keys(&mut body, &self.keys, y);
        }
        let bars = self.groups.iter().flat_map(|group| &group.bars);
        let behind = bars.map(|bar| width_of(&bar.value)).fold(0.0, f64::max);
        let room = WIDTH - MARGIN - BARS - GAP - behind;
        for group in &self.groups {
            if !group.title.is_empty() {
                let _ = writeln!(
                    body,
                    "  <text class=\"ink b\" x=\"{MARGIN}\" y=\"{}\">{}</text>",
                    y + 16.0,
                    escaped(&group.title)
                );
                y += HEADING - 6.0;
            }
            let longest = group.bars.iter().map(Bar::length).fold(0.0, f64::max);
            for bar in &group.bars {
                bar.draw(&mut body, y, room / longest.max(f64::MIN_POSITIVE));
                y += ROW;
            }
            y += ROW / 2.0;
        }
        let height = y.ceil();
        let (title, description) = (escaped(&self.title), escaped(&self.description));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
             role=\"img\" aria-labelledby=\"t{id} d{id}\">\n  <title id=\"t{id}\">{title}</title>\n  \
             <desc id=\"d{id}\">{description}</desc>\n{style}{body}</svg>\n"
        )
    }
}

impl Bar {
    fn length(&self) -> f64 {
        self.parts.iter().map(|part| part.value).sum()
    }

    fn draw(&self, body: &mut String, y: f64, scale: f64) {
        let text = y + BAR_HEIGHT / 2.0 + 5.0;
        let _ = writeln!(
            body,
            "  <text class=\"ink s e\" x=\"{}\" y=\"{text:.1}\">{}</text>",
            BARS - 10.0,
            escaped(&self.label)
        );
        let mut x = BARS;
        for Part { value, colour, title } in &self.parts {
            let width = value * scale;
            if width <= 0.0 {
                continue;
            }
            // What is there has to be visible.
            let shown = width.max(1.0);
            let _ = writeln!(
                body,
                "  <rect class=\"{}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{shown:.1}\" height=\"{BAR_HEIGHT}\"><title>{}</title></rect>",
                colour.class(),
                escaped(title)
            );
            x += shown;
        }
        let _ = writeln!(
            body,
            "  <text class=\"soft s\" x=\"{:.1}\" y=\"{text:.1}\">{}</text>",
            x + GAP,
            escaped(&self.value)
        );
    }
}

/// Draws what the colours mean, and returns where the bars begin.
fn keys(body: &mut String, keys: &[(Colour, String)], top: f64) -> f64 {
    let (mut x, mut y) = (MARGIN, top);
    for (colour, text) in keys {
        let width = 40.0 + width_of(text);
        if x + width > WIDTH - MARGIN && x > MARGIN {
            x = MARGIN;
            y += 24.0;
        }
        let _ = writeln!(
            body,
            "  <rect class=\"{}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"14\" height=\"14\"/><text class=\"ink s\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            colour.class(),
            x + 20.0,
            y + 12.0,
            escaped(text)
        );
        x += width;
    }
    y + 34.0
}

fn width_of(text: &str) -> f64 {
    CHARACTER * text.chars().count() as f64
}

/// The text in an element or a quoted attribute of XML.
#[must_use]
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart() -> Chart {
        let part = |value, colour| Part { value, colour, title: "a <part>".to_owned() };
        Chart {
            title: "R&D".to_owned(),
            description: "two bars".to_owned(),
            keys: vec![(Colour::Accent, "ours".to_owned())],
            groups: vec![Group {
                title: String::new(),
                bars: vec![
                    Bar {
                        label: "a".to_owned(),
                        parts: vec![part(1.0, Colour::Accent), part(0.0, Colour::Wrong)],
                        value: "1".to_owned(),
                    },
                    Bar {
                        label: "b".to_owned(),
                        parts: vec![part(4.0, Colour::Plain)],
                        value: "4".to_owned(),
                    },
                ],
            }],
        }
    }

    #[test]
    fn lengths_are_in_proportion_to_the_longest_bar() {
        let drawn = chart().file();
        let whole = WIDTH - MARGIN - BARS - GAP - CHARACTER;
        assert!(drawn.contains(&format!("width=\"{whole:.1}\"")), "{drawn}");
        assert!(drawn.contains(&format!("width=\"{:.1}\"", whole / 4.0)), "{drawn}");
    }

    #[test]
    fn a_part_without_length_is_not_drawn() {
        assert!(!chart().inline("x").contains("c5"));
    }

    #[test]
    fn texts_are_escaped() {
        let drawn = chart().file();
        assert!(drawn.contains("R&amp;D") && drawn.contains("a &lt;part&gt;"), "{drawn}");
    }
}
