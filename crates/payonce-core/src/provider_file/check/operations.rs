//! What holds of operations and their arguments.

use crate::provider_file::check::{Checker, is_forbidden, is_name};
use crate::provider_file::members::{OperationRow, Pages, ParamRow, PlaceWord, TypeWord};
use crate::provider_file::problem::Seen;

impl<'a> Checker<'a> {
    pub(super) fn operations(&mut self) {
        self.objects();
        let mut names = Seen::default();
        for operation in self.file.operation() {
            if !names.insert(operation.name().to_owned()) {
                self.twice(operation.0.place("name"), operation.name());
            }
            self.operation(operation);
        }
    }

    fn operation(&mut self, operation: OperationRow<'a>) {
        let row = operation.0;
        let parts: Vec<&str> = operation.name().split('.').collect();
        if parts.len() > 5 || !parts.iter().all(|part| is_name(part)) {
            self.add(
                row.place("name"),
                "must be lower-case words with dots between them, such as \"payments.send\"",
            );
        }
        let path = operation.path();
        if !stays_below(path) {
            self.add(
                row.place("path"),
                "must be a path below the base URL, such as \"/payments/{id}\", without `..`, `//`, `?` and escapes",
            );
        }
        for name in path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)) {
            self.wants_argument(operation, name, "path");
        }
        for (name, param) in operation.params() {
            self.param(operation, name, param);
        }
        for group in operation.exactly_one().list() {
            for name in group.list() {
                self.wants_argument(operation, name.as_text().unwrap_or_default(), "exactly_one");
            }
        }
        if let Some(name) = operation.named_by() {
            self.wants_argument(operation, name, "named_by");
        }
        if let Some(returns) = operation.returns() {
            self.ty(returns, row.place("returns"));
        }
        if let Some(state) = operation.state() {
            self.state(state, None);
            if operation.returns().is_some() {
                self.add(
                    row.place("state"),
                    "has no place beside `returns`; write the state into the object",
                );
            }
        }
        match operation.pages() {
            None => {}
            Some(Pages::Numbered(pages)) => {
                self.wants_argument(operation, pages.page(), "pages");
                self.wants_argument(operation, pages.size(), "pages");
            }
            Some(Pages::Cursor(pages)) => self.wants_argument(operation, pages.argument(), "pages"),
            Some(Pages::After(pages)) => self.wants_argument(operation, pages.argument(), "pages"),
        }
        self.fields_of_pages(operation);
        self.safety(operation);
    }

    /// Adds that `pages` names a field that the declared page does not have: no page would ever show an item.
    fn fields_of_pages(&mut self, operation: OperationRow<'a>) {
        let Some(pages) = operation.pages().filter(|_| operation.inside().is_none()) else { return };
        let page = operation.returns().and_then(|returns| returns.object());
        let Some((name, object)) = self.file.object().find(|(name, _)| Some(*name) == page) else { return };
        let (items, next) = match pages {
            Pages::Numbered(pages) => ((pages.items(), pages.0.place("items")), None),
            Pages::Cursor(pages) => {
                let next = pages.next().map(|next| (next, pages.0.place("next")));
                ((pages.items(), pages.0.place("items")), next)
            }
            Pages::After(pages) => ((pages.items(), pages.0.place("items")), None),
        };
        let fields = object.0.part("fields").table();
        let fields: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        for (field, at) in [Some(items), next].into_iter().flatten() {
            if !fields.contains(&field) {
                self.unknown(at, &format!("a field of the object {name}"), field, &fields);
            }
        }
    }

    /// Adds that a member names an argument that the operation does not have.
    #[inline(never)]
    fn wants_argument(&mut self, operation: OperationRow<'a>, name: &str, member: &str) {
        if operation.param(name).is_none() {
            self.unknown_argument(operation, name, operation.0.place(member));
        }
    }

    pub(super) fn unknown_argument(&mut self, operation: OperationRow<'a>, name: &str, at: usize) {
        let known: Vec<&str> = operation.params().map(|(name, _)| name).collect();
        self.unknown(at, "an argument", name, &known);
    }

    fn param(&mut self, operation: OperationRow<'a>, name: &str, param: ParamRow<'a>) {
        let at = param.0.at;
        if !is_name(name) || crate::spec::options::CALL.iter().any(|shared| shared.is(name)) {
            self.add_of(at, name, "is not a name for an argument, or is an option of every call");
        }
        self.ty(param.ty(), at);
        let in_path = operation.path().contains(&format!("{{{name}}}"));
        if param.place().is_some_and(|place| (place == PlaceWord::Path) != in_path) {
            self.add(at, "is in the path if the path has its name in braces, and only then");
        }
        if in_path && !matches!(param.ty().word(), TypeWord::Id | TypeWord::Name) {
            self.add(at, "is in the path; its type must be \"id\" or \"name\"");
        }
        if param.place() == Some(PlaceWord::Header) {
            let wire = param.wire().unwrap_or(name).to_ascii_lowercase();
            if is_forbidden(&wire) {
                self.add_of(at, &wire, "is not a header field that an argument can have");
            }
        }
    }
}

/// Whether a path cannot lead away from the base URL, whatever its arguments are.
fn stays_below(path: &str) -> bool {
    let bare = path.replace(['{', '}'], "");
    let leaves = bare.split('/').any(|segment| segment.starts_with('.')) || bare.contains("//");
    let odd =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '\\' | '%' | '@' | ':');
    path.starts_with('/')
        && !leaves
        && path.matches('{').count() == path.matches('}').count()
        && !bare.contains(odd)
}
