//! "Did you mean": names that are similar to one that does not exist.

/// The minimum similarity of two names, from 0 to 1: the value that clap uses for options.
const ALIKE: f64 = 0.75;
/// The most suggestions.
const MOST: usize = 3;

/// `; did you mean "a" or "b"?`, or nothing if none of the names is similar.
#[must_use]
pub fn did_you_mean<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let given = given.to_ascii_lowercase();
    let mut alike: Vec<(f64, &str)> = known
        .into_iter()
        .map(|name| (likeness(&given, &name.to_ascii_lowercase()), name))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    alike.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
    alike.dedup_by_key(|(_, name)| *name);
    alike.truncate(MOST);
    let names: Vec<String> = alike.iter().map(|(_, name)| format!("\"{}\"", name.escape_debug())).collect();
    if names.is_empty() { String::new() } else { format!("; did you mean {}?", names.join(" or ")) }
}

/// The suggestion and what separates it from the next part of the message.
#[must_use]
pub fn separated(hint: &str) -> String {
    if hint.is_empty() { "; ".to_owned() } else { format!("{hint} ") }
}

/// A part of a name counts too: `send` for `payments.send`.
fn likeness<'a>(given: &'a str, name: &'a str) -> f64 {
    let last = |name: &'a str| name.rsplit(['.', '/']).next().unwrap_or(name);
    let part = if given.len() >= 3 && name.contains(given) { 0.8 } else { 0.0 };
    strsim::jaro_winkler(given, name).max(strsim::jaro_winkler(last(given), last(name)) * 0.95).max(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_similar_names_are_suggested() {
        let known = ["payments.send", "payments.list", "x402.pay", "agents.create"];
        assert_eq!(
            did_you_mean("payment.send", known),
            "; did you mean \"payments.send\" or \"payments.list\"?"
        );
        assert_eq!(did_you_mean("send", known), "; did you mean \"payments.send\"?");
        assert_eq!(did_you_mean("zzzz", known), "");
    }
}
