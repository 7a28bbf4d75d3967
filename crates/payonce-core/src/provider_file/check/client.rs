//! What clients read: addresses, keys, options, limits, and where signals stand.

use crate::model::url::{Cleartext, checked_base_url};
use crate::provider_file::check::{Checker, is_forbidden, is_name, is_token};
use crate::provider_file::declare::{encoded, placeholders};
use crate::provider_file::problem::Seen;
use crate::provider_file::tree::Tree;

impl Checker<'_> {
    pub(super) fn client(&mut self) {
        let file = self.file;
        self.base_urls();
        self.variables(file.0.part("base_url_env").list());
        if let Some(name) = file.auth().and_then(|auth| auth.0.get("env")) {
            self.variables(std::slice::from_ref(name));
        }
        let mut names = Seen::default();
        for option in file.option() {
            let (name, at) = (option.name(), option.0.place("name"));
            if !is_name(name) {
                self.add(at, "must be lower-case letters, digits and `_`");
            }
            self.variables(option.0.part("env").list());
            if !names.insert(name.to_owned())
                || crate::spec::options::CLIENT.iter().any(|shared| shared.is(name))
            {
                self.add_of(at, name, "is an option of every client, or is there twice");
            }
        }
        if let Some(auth) = file.auth() {
            let header = auth.header();
            if is_forbidden(header) && !header.eq_ignore_ascii_case("authorization") {
                self.add_of(auth.0.place("header"), header, "is not a header field that can carry a key");
            }
            let at = auth.0.place("value");
            match placeholders(auth.value()) {
                None => self.add(at, "must end in the key in braces, such as \"Bearer {api_key}\""),
                Some((_, keys)) => {
                    for key in keys.into_iter().filter(|key| *key != "api_key") {
                        if !file.option().any(|option| option.name() == key && option.secret()) {
                            self.add_of(at, key, "is not an option with `secret = true`");
                        }
                    }
                }
            }
        }
        if let Some(limit) = file.rate_limit()
            && (limit.per_minute() == Some(0) || limit.plans().any(|(_, plan)| plan.per_minute() == 0))
        {
            self.add(limit.0.at, "a rate of 0 would never send; give the documented requests in a minute");
        }
    }

    /// Adds what no shell can name: it would never be set.
    fn variables(&mut self, names: &[Tree]) {
        for name in names {
            let text = name.as_text().unwrap_or_default();
            let is_first = |c: char| c.is_ascii_alphabetic() || c == '_';
            if !text.starts_with(is_first) || !text.chars().all(|c| is_first(c) || c.is_ascii_digit()) {
                self.add_of(
                    name.at,
                    text,
                    "is not the name of an environment variable, such as \"ACME_API_KEY\"",
                );
            }
        }
    }

    fn base_urls(&mut self) {
        let file = self.file;
        let options: Vec<&str> = file.option().map(|option| option.name()).collect();
        let by = file.base_url_by().table();
        let mut addresses: Vec<&Tree> = file.0.get("base_url").into_iter().collect();
        for entry in by {
            match file.option().find(|option| option.name() == entry.name) {
                None => self.unknown(entry.value.at, "an option", &entry.name, &options),
                Some(option) => {
                    let choices = option.choices();
                    for choice in entry.value.table() {
                        if !choices.contains(&choice.name.as_str()) {
                            self.unknown(choice.value.at, "a choice", &choice.name, &choices);
                        }
                    }
                }
            }
            addresses.extend(entry.value.table().iter().map(|choice| &choice.value));
        }
        if by.len() > 1 {
            self.add(file.0.place("base_url_by"), "only one option can choose the base URL");
        }
        for address in addresses {
            let url = address.as_text().unwrap_or_default();
            if let Err(wrong) = checked_base_url(url, Cleartext::ThisMachine { unless: None }) {
                let message = wrong.into_parts().1.to_string();
                self.add(address.at, &message);
            }
        }
        if !self.operations.is_empty() && file.base_url().is_none() {
            self.add(file.0.at, "`base_url` is missing: operations need an address");
        }
    }

    pub(super) fn read(&mut self) {
        let read = self.file.read();
        for name in ["code", "category", "message", "request_id"] {
            for place in read.0.part(name).list() {
                let text = place.as_text().unwrap_or_default();
                let is_header = text.strip_prefix("@header:").is_some_and(is_token) || is_encoded(text);
                // An escape of RFC 6901 is ~0 or ~1.
                let is_escaped = !text.replace("~0", "").replace("~1", "").contains('~');
                let is_pointer = text.starts_with('/') && text.len() > 1 && is_escaped;
                let is_member = name == "code" && !text.is_empty() && !text.contains(['/', '@', ' ']);
                if !is_header && !is_pointer && !is_member {
                    self.add_of(
                        place.at,
                        text,
                        "is not a place; write a pointer such as \"/error/code\" or \"@header:x-request-id\"",
                    );
                }
            }
        }
        for wait in read.retry_after() {
            if wait.pointer().is_some() == wait.header().is_some() {
                self.add(wait.0.at, "needs either `pointer` or `header`");
            }
        }
        for denied in read.denied_success() {
            if !denied.pointer().starts_with('/') && !is_encoded(denied.pointer()) {
                self.add(denied.0.place("pointer"), "must be a pointer such as \"/success\"");
            }
        }
        if read.transient().is_some_and(|header| !is_token(header)) {
            self.add(read.0.place("transient"), "must be the name of a header field");
        }
    }
}

/// Whether a text is a place in a header field that holds JSON in base64.
pub(super) fn is_encoded(text: &str) -> bool {
    encoded(text).is_some_and(|(name, pointer)| is_token(name) && pointer.len() > 1)
}
