//! What holds of the safety of an operation.

use crate::provider_file::check::{Checker, is_forbidden, member_of};
use crate::provider_file::members::{
    KeyWord, Keyed, OperationRow, Pages, PlaceWord, Reconcilable, Safety, TypeWord,
};
use crate::spec::operation::Method;

impl<'a> Checker<'a> {
    pub(super) fn safety(&mut self, operation: OperationRow<'a>) {
        let at = operation.0.place("safety");
        match (operation.safety(), operation.method()) {
            (Safety::Read, Method::Put | Method::Delete) => {
                self.add(at, "a PUT or DELETE changes something; write \"idempotent\" or \"unkeyed\"");
            }
            (Safety::Read, _) => {}
            (_, Method::Get) => self.add(at, "a GET only reads; write \"read\""),
            (Safety::Idempotent, Method::Post) if operation.because().trim().is_empty() => self.add(
                at,
                "a POST is not idempotent by itself; say why a second one changes nothing in `because`, or write \"unkeyed\"",
            ),
            (Safety::Idempotent | Safety::Unkeyed, _) => {}
            (Safety::Keyed(keyed), _) => self.keyed(operation, keyed, at),
            (Safety::Reconcilable(found), _) => self.reconcilable(operation, found),
        }
    }

    fn keyed(&mut self, operation: OperationRow<'a>, keyed: Keyed<'a>, at: usize) {
        let place = |name: &str| keyed.0.place(name);
        match (keyed.header(), keyed.argument()) {
            (Some(header), None) => {
                let carries_key =
                    self.file.auth().is_some_and(|auth| auth.header().eq_ignore_ascii_case(header));
                let is_argument = operation.params().any(|(name, param)| {
                    param.place() == Some(PlaceWord::Header)
                        && param.wire().unwrap_or(name).eq_ignore_ascii_case(header)
                });
                if is_forbidden(header) || carries_key || is_argument {
                    self.add_of(
                        place("header"),
                        header,
                        "is not a header field that can carry an idempotency key",
                    );
                }
            }
            (None, Some(argument)) => match operation.param(argument) {
                None => self.unknown_argument(operation, argument, place("argument")),
                Some(param) => {
                    let is_text =
                        matches!(param.ty().word(), TypeWord::String | TypeWord::Id | TypeWord::Name);
                    if !is_text || param.place() == Some(PlaceWord::WholeBody) {
                        self.add(
                            place("argument"),
                            "must be an argument that is sent as a text: type \"string\", \"id\" or \"name\"",
                        );
                    }
                }
            },
            _ => self.add(at, "`keyed` needs either `header` or `argument`: where the key goes"),
        }
        if keyed.window().is_none() {
            self.add(
                at,
                "`keyed` has no `window`: how long the provider remembers a key, such as \"24h\". If it does not say, the key \
                 proves nothing; write safety = \"unkeyed\"",
            );
        }
        if keyed.max_length().is_some_and(|most| most < 36) && keyed.format() == KeyWord::Text {
            self.add(place("max_length"), "must be at least 36, so that the digest of a longer key fits");
        }
        if let Some(code) = keyed.in_flight()
            && !self.file.code().any(|row| row.code().eq_ignore_ascii_case(code))
        {
            let known: Vec<&str> = self.file.code().map(|row| row.code()).collect();
            self.unknown(place("in_flight"), "a code", code, &known);
        }
    }

    fn reconcilable(&mut self, operation: OperationRow<'a>, found: Reconcilable<'a>) {
        let place = |name: &str| found.0.place(name);
        let is_argument =
            |member: &str| operation.params().any(|(name, param)| param.wire().unwrap_or(name) == member);
        if !member_of(found.reference()).is_some_and(is_argument) {
            self.add(
                place("reference"),
                "must point to an argument in the body that the provider stores and lists, such as \"/memo\"",
            );
        }
        for (name, pointer) in [("found_at", found.found_at()), ("time_at", found.time_at())] {
            if member_of(pointer).is_none() {
                self.add(place(name), "must point to a member of an item, such as \"/memo\"");
            }
        }
        match self.file.operation().find(|list| list.name() == found.list()) {
            None => {
                let known = self.operations.clone();
                self.unknown(place("list"), "an operation", found.list(), &known);
            }
            Some(list) if !matches!(list.pages(), Some(Pages::Numbered(_))) => self.add(
                place("list"),
                "must be an operation with numbered pages: the search has to see the whole list",
            ),
            Some(list) => {
                for name in found.by() {
                    if list.param(name).is_none() || operation.param(name).is_none() {
                        self.add_of(place("by"), name, "is not an argument of both operations");
                    }
                }
            }
        }
    }
}
