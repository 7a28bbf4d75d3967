//! What clients read: addresses, keys, options, limits, and where signals stand.

use std::collections::BTreeSet;

use crate::model::url::{Cleartext, checked_base_url};
use crate::provider_file::check::{Checker, FORBIDDEN_HEADERS, at_path, is_name, is_token};
use crate::provider_file::file::ReadEntry;
use crate::provider_file::problem::Step;

impl Checker<'_> {
    pub(super) fn client(&mut self) {
        let file = self.file;
        if let Some(timeout) = &file.timeout {
            self.time(timeout, at_path!["timeout"]);
        }
        let mut addresses: Vec<(Vec<Step>, &str)> = Vec::new();
        addresses.extend(file.base_url.as_deref().map(|url| (at_path!["base_url"], url)));
        for (option, urls) in &file.base_url_by {
            let choices = file.option.iter().find(|known| known.name == *option).map(|known| &known.choices);
            match choices {
                None => self.add(
                    at_path!["base_url_by", option],
                    self.unknown("an option", option, file.option.iter().map(|known| known.name.as_str())),
                ),
                Some(choices) => {
                    for choice in urls.keys().filter(|choice| !choices.contains(choice)) {
                        let message = self.unknown("a choice", choice, choices.iter().map(String::as_str));
                        self.add(at_path!["base_url_by", option, choice], message);
                    }
                }
            }
            addresses.extend(
                urls.iter().map(|(choice, url)| (at_path!["base_url_by", option, choice], url.as_str())),
            );
        }
        if file.base_url_by.len() > 1 {
            self.add(at_path!["base_url_by"], "only one option can choose the base URL");
        }
        for (path, url) in addresses {
            if let Err(wrong) = checked_base_url(url, Cleartext::ThisMachine { unless: None }) {
                self.add(path, wrong.into_parts().1.to_string());
            }
        }
        if !file.operation.is_empty() && file.base_url.is_none() {
            self.add(at_path![], "`base_url` is missing: operations need an address");
        }
        let mut names = BTreeSet::new();
        for (at, option) in file.option.iter().enumerate() {
            if !is_name(&option.name) {
                self.add(at_path!["option", at, "name"], "must be lower-case letters, digits and `_`");
            }
            if !names.insert(&option.name)
                || crate::spec::options::CLIENT.iter().any(|shared| shared.is(&option.name))
            {
                self.add(
                    at_path!["option", at, "name"],
                    format!("\"{}\" is an option of every client, or is there twice", option.name),
                );
            }
        }
        if let Some(auth) = &file.auth {
            let lower = auth.header.to_ascii_lowercase();
            if !is_token(&auth.header)
                || (lower != "authorization" && FORBIDDEN_HEADERS.contains(&lower.as_str()))
            {
                self.add(
                    at_path!["auth", "header"],
                    format!("\"{}\" is not a header field that can carry a key", auth.header),
                );
            }
            let keys = crate::provider_file::declare::placeholders(&auth.value);
            match keys {
                None => self.add(
                    at_path!["auth", "value"],
                    "must end in the key in braces, such as \"Bearer {api_key}\"",
                ),
                Some((_, keys)) => {
                    for key in keys.iter().filter(|key| **key != "api_key") {
                        if !file.option.iter().any(|option| option.name == **key && option.secret) {
                            self.add(
                                at_path!["auth", "value"],
                                format!("\"{key}\" is not an option with `secret = true`"),
                            );
                        }
                    }
                }
            }
        }
        if let Some(limit) = &file.rate_limit {
            self.wants_source(&limit.source, at_path!["rate_limit"]);
            let rates = limit.per_minute.into_iter().chain(limit.plans.values().map(|plan| plan.per_minute));
            if rates.into_iter().any(|rate| rate == 0) {
                self.add(
                    at_path!["rate_limit"],
                    "a rate of 0 would never send; give the documented requests in a minute",
                );
            }
        }
    }

    pub(super) fn read(&mut self, read: &ReadEntry) {
        let lists = [
            ("code", &read.code),
            ("category", &read.category),
            ("message", &read.message),
            ("request_id", &read.request_id),
        ];
        for (name, places) in lists {
            for (at, place) in places.iter().enumerate() {
                let is_header = place.strip_prefix("@header:").is_some_and(is_token);
                let is_pointer = place.starts_with('/') && place.len() > 1;
                let is_member = name == "code" && !place.is_empty() && !place.contains(['/', '@', ' ']);
                if !is_header && !is_pointer && !is_member {
                    self.add(
                        at_path!["read", name, at],
                        format!("\"{place}\" is not a place; write a pointer such as \"/error/code\" or \"@header:x-request-id\""),
                    );
                }
            }
        }
        for (at, wait) in read.retry_after.iter().enumerate() {
            if wait.pointer.is_some() == wait.header.is_some() {
                self.add(at_path!["read", "retry_after", at], "needs either `pointer` or `header`");
            }
        }
        for (at, denied) in read.denied_success.iter().enumerate() {
            if !denied.pointer.starts_with('/') {
                self.add(
                    at_path!["read", "denied_success", at, "pointer"],
                    "must be a pointer such as \"/success\"",
                );
            }
        }
        if read.transient.as_deref().is_some_and(|header| !is_token(header)) {
            self.add(at_path!["read", "transient"], "must be the name of a header field");
        }
    }
}
