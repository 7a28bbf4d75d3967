//! The service: what it remembers, and what it does with a request.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::arguments::Arguments;
use super::effects::{amount_of, kind_of};
use super::keys::{self, Decision, Keys};
use super::lists;
use super::objects::{
    Object, Objects, Wished, echoed, id_member, new_id, set_state, set_times, time_like, wished,
};
use crate::clock::rfc3339;
use crate::declared::{
    Example, Keyed, Operation, ProviderFile, Reconcilable, Responses, Role, Safety, Segment, place,
};
use crate::http::{Request, Response};
use crate::ledger::Entry;
use crate::service::{Call, Desk, kept_memo};

/// The time until a pending object becomes final.
const PENDING: SignedDuration = SignedDuration::from_secs(2);
const MINUTE: SignedDuration = SignedDuration::from_secs(60);

/// A service that a file describes.
#[derive(Debug)]
pub(crate) struct Service {
    file: Arc<ProviderFile>,
    keys: Keys,
    objects: Objects,
    /// The last request of each idempotent operation and address, with its response.
    last: BTreeMap<String, (String, Response)>,
    /// The times of the requests of the last minute.
    recent: VecDeque<Timestamp>,
}

/// One call on its way through the service.
struct Work<'a, 'b> {
    call: &'a Call<'a>,
    operation: &'a Operation,
    arguments: Arguments,
    desk: &'a mut Desk<'b>,
    key: Option<String>,
    responses: Responses<'a>,
}

impl Service {
    pub(crate) fn new(file: Arc<ProviderFile>) -> Self {
        Self {
            file,
            keys: Keys::default(),
            objects: Objects::default(),
            last: BTreeMap::new(),
            recent: VecDeque::new(),
        }
    }

    pub(crate) fn credential(&self) -> Option<&str> {
        self.file.credential()
    }

    pub(crate) fn respond(&mut self, call: &Call<'_>, desk: &mut Desk<'_>) -> Response {
        let file = Arc::clone(&self.file);
        let responses = Responses::of(&file, call.operation);
        let error = call.wish.as_deref().and_then(|code| responses.with_code(code));
        let Some(operation) = file.operation(call.operation) else {
            return error
                .unwrap_or_else(|| responses.invalid(404, "no operation of the file has this address"));
        };
        if operation.authenticated && !file.admits(|name| call.request.header(name)) {
            return responses.refusal(401);
        }
        if desk.settings.rate_limits && self.is_limited(desk.now) {
            return responses.refusal(429);
        }
        if let Some(error) = error {
            return error;
        }
        let segments: Vec<String> = call.path.iter().map(|segment| (*segment).to_owned()).collect();
        let path = operation.matched(&call.request.method, &segments).unwrap_or_default();
        let arguments = match Arguments::read(operation, call.request, path, file.is_form()) {
            Ok(arguments) => arguments,
            Err(problem) => return responses.invalid(400, &problem),
        };
        let work = Work { call, operation, arguments, desk, key: None, responses };
        match &operation.safety {
            Safety::Keyed(keyed) => self.respond_keyed(keyed, work),
            Safety::Idempotent => self.respond_idempotent(work),
            Safety::Read | Safety::Unkeyed | Safety::Reconcilable(_) => self.perform(work),
        }
    }

    /// Whether the requests of the last minute are as many as the file permits.
    fn is_limited(&mut self, now: Timestamp) -> bool {
        let Some(most) = self.file.per_minute() else { return false };
        while self.recent.front().is_some_and(|at| now.duration_since(*at) >= MINUTE) {
            self.recent.pop_front();
        }
        if self.recent.len() >= most {
            return true;
        }
        self.recent.push_back(now);
        false
    }

    fn respond_keyed(&mut self, keyed: &Keyed, mut work: Work<'_, '_>) -> Response {
        let request = work.call.request;
        let Some(key) = keys::key_of(work.operation, keyed, request, &work.arguments) else {
            return work.responses.key_missing().unwrap_or_else(|| self.perform(work));
        };
        if let Some(problem) = keys::problem(keyed, &key) {
            return work.responses.invalid(400, &problem);
        }
        let now = work.desk.now;
        let (responses, number) = (work.responses, work.call.number);
        match self.keys.decide(keyed, &key, request, number, now) {
            Decision::Replay(response) => response,
            Decision::Conflict => responses.key_conflict(keyed.in_flight.as_deref()),
            Decision::InFlight => responses.in_flight(keyed.in_flight.as_deref()),
            Decision::Perform => {
                work.key = Some(key.clone());
                let response = self.perform(work);
                // What was refused before it began can be sent again under its key.
                if response.status < 300 {
                    self.keys.remember(&key, (request, number), now, &response);
                }
                response
            }
        }
    }

    fn respond_idempotent(&mut self, work: Work<'_, '_>) -> Response {
        let request = work.call.request;
        let address = format!("{} {}", request.method, request.path());
        let content = keys::content(request);
        if let Some((last, response)) = self.last.get(&address)
            && *last == content
        {
            return response.clone();
        }
        let response = self.perform(work);
        if response.status < 300 {
            self.last.insert(address, (content, response.clone()));
        }
        response
    }

    /// Marks the key of a request whose response takes time, so that another request with the key arrives while it runs.
    pub(crate) fn begin(
        &mut self,
        operation: &str,
        request: &Request,
        path: &[String],
        number: u64,
        now: Timestamp,
    ) {
        if let Some(key) = self.key_of(operation, request, path) {
            self.keys.begin(&key, request, number, now);
        }
    }

    /// The request with this number does not run any more.
    pub(crate) fn end(&mut self, number: u64) {
        self.keys.end(number);
    }

    /// The call took effect, and the service answers it with this 5xx all the same.
    pub(crate) fn failed(
        &mut self,
        operation: &str,
        request: &Request,
        path: &[String],
        response: &Response,
    ) {
        let after = self.file.operation(operation).and_then(keys::declared).map(|keyed| keyed.after_5xx);
        if let (Some(after), Some(key)) = (after, self.key_of(operation, request, path)) {
            self.keys.failed(after, &key, request, response);
        }
    }

    fn key_of(&self, operation: &str, request: &Request, path: &[String]) -> Option<String> {
        let operation = self.file.operation(operation)?;
        let keyed = keys::declared(operation)?;
        let path = operation.matched(&request.method, path)?;
        let arguments = Arguments::read(operation, request, path, self.file.is_form()).ok()?;
        keys::key_of(operation, keyed, request, &arguments)
    }

    fn perform(&mut self, work: Work<'_, '_>) -> Response {
        let file = Arc::clone(&self.file);
        let all = file.declared();
        match work.operation.role(all) {
            Role::Fixed => work.example(),
            Role::List => self.list(&work),
            Role::Get => self.get(&work, all),
            Role::Create => self.create(work, None),
            Role::Update => self.update(work, all),
            Role::Delete => self.delete(work),
            Role::Act(at) => self.act(work, at),
        }
    }

    fn list(&mut self, work: &Work<'_, '_>) -> Response {
        let objects = self.objects.of(&work.path_until(usize::MAX), work.desk.now);
        let example = work.responses.success().and_then(|example| example.body.as_ref());
        let page = lists::page(work.operation, &work.arguments, objects, &work.call.faults.view, example);
        Response::json(work.status(), &page)
    }

    fn get(&mut self, work: &Work<'_, '_>, all: &[Operation]) -> Response {
        let (collection, id) = work.named(work.operation.path.len().saturating_sub(1));
        if let Some(object) = self.objects.find(&collection, &id, work.desk.now) {
            return work.shown(object.body.clone());
        }
        let own = work.operation.path.split_last().map_or(&[][..], |(_, before)| before);
        let is_filled = all.iter().any(|other| {
            other.creates_in(own)
                || other.state.as_ref().and_then(|state| state.look.as_deref()) == Some(work.operation.name)
        });
        if is_filled {
            return work.responses.refusal(404);
        }
        // No operation of the file creates such objects, so that each id has one.
        let mut body = work.member_of_example();
        if let (Some(members), Some(name)) = (body.as_object_mut(), work.id_member()) {
            members.insert(name, id.into());
        }
        work.shown(body)
    }

    fn create(&mut self, mut work: Work<'_, '_>, given_id: Option<(String, String)>) -> Response {
        let now = work.desk.now;
        let wished = work.wished();
        let mut body = work.member_of_example();
        if !body.is_object() {
            body = json!({});
        }
        let id_member = work.id_member();
        let id = match &given_id {
            Some((_, id)) => id.clone(),
            None => {
                let example = id_member.as_ref().and_then(|name| body.get(name)).and_then(Value::as_str);
                let number = work.desk.ids.next("");
                new_id(example, &kind_of(work.operation), &number, &work.desk.ids.hex(32))
            }
        };
        let collection = match given_id {
            Some((collection, _)) => collection,
            None => work.path_until(usize::MAX),
        };
        let reference = work.reference();
        if let Value::Object(members) = &mut body {
            set_times(members, now);
            let pointer = work.operation.state.as_ref().map(|state| state.pointer.trim_start_matches('/'));
            let kept = [id_member.as_deref().unwrap_or_default(), pointer.unwrap_or_default()];
            echoed(members, &work.arguments.body, work.operation.fields.as_deref(), &kept);
            if let Some(name) = id_member {
                members.insert(name, id.clone().into());
            }
        }
        if let Some(state) = &work.operation.state {
            set_state(&mut body, state, wished.as_ref());
        }
        if let Some(found) = work.reconcilable() {
            work.show_reference(found, &mut body, reference.as_deref(), now);
        }
        if !wished.as_ref().is_some_and(|wished| wished.fails) {
            let members = work.arguments.body.clone();
            work.record(&members, reference.as_deref().unwrap_or(&id));
        }
        let collections = std::iter::once(collection).chain(self.other_collections(work.operation)).collect();
        let becomes = work.becomes(wished.as_ref());
        let response = work.shown(body.clone());
        self.objects.add(Object { collections, id, body, born: now, becomes });
        response
    }

    fn update(&mut self, work: Work<'_, '_>, all: &[Operation]) -> Response {
        let (collection, id) = work.named(work.operation.path.len().saturating_sub(1));
        let is_there = self.objects.find(&collection, &id, work.desk.now).is_some();
        let own = work.operation.path.split_last().map_or(&[][..], |(_, before)| before);
        let is_posted = all.iter().any(|other| other.method == "POST" && other.creates_in(own));
        match (is_there, work.operation.method.as_str()) {
            (true, _) => self.change(work, &collection, &id),
            (false, "PUT") if !is_posted => self.create(work, Some((collection, id))),
            (false, _) => work.responses.refusal(404),
        }
    }

    fn act(&mut self, work: Work<'_, '_>, at: usize) -> Response {
        let (collection, id) = work.named(at);
        if self.objects.find(&collection, &id, work.desk.now).is_none() {
            return work.responses.refusal(404);
        }
        self.change(work, &collection, &id)
    }

    /// Gives an object the members of the example, and those of the request.
    fn change(&mut self, mut work: Work<'_, '_>, collection: &str, id: &str) -> Response {
        let now = work.desk.now;
        let wished = work.wished();
        let becomes = work.becomes(wished.as_ref());
        let example = work.member_of_example();
        let id_member = work.id_member().unwrap_or_default();
        let state = work.operation.state.clone();
        let Some(object) = self.objects.find(collection, id, now) else { return work.responses.refusal(404) };
        if let Value::Object(members) = &mut object.body {
            // The example names the state that the operation leads to; the rest of the object stays.
            let pointer = state.as_ref().map_or("status", |state| state.pointer.trim_start_matches('/'));
            let fresh = example.as_object().cloned().unwrap_or_default();
            for (name, value) in fresh {
                if name == pointer || !members.contains_key(&name) {
                    members.insert(name, value);
                }
            }
            let kept = [id_member.as_str(), pointer];
            echoed(members, &work.arguments.body, work.operation.fields.as_deref(), &kept);
        }
        if let Some(state) = &state {
            set_state(&mut object.body, state, wished.as_ref());
        }
        object.becomes = becomes;
        let body = object.body.clone();
        if !wished.is_some_and(|wished| wished.fails) {
            let members = body.as_object().cloned().unwrap_or_default();
            work.record(&members, id);
        }
        work.shown(body)
    }

    fn delete(&mut self, mut work: Work<'_, '_>) -> Response {
        let (collection, id) = work.named(work.operation.path.len().saturating_sub(1));
        if !self.objects.remove(&collection, &id) {
            return work.responses.refusal(404);
        }
        work.record(&Map::new(), &id);
        work.example()
    }

    /// The collections without arguments in which other operations look for what this one creates.
    fn other_collections(&self, operation: &Operation) -> Vec<String> {
        let looked = operation.state.as_ref().and_then(|state| state.look.as_deref());
        let listed = match &operation.safety {
            Safety::Reconcilable(found) => Some(found.list.as_str()),
            _ => None,
        };
        let path_of = |name: &str| {
            let path = &self.file.operation(name)?.path;
            let own = match path.split_last() {
                Some((last, before)) if last.is_argument() => before,
                _ => path,
            };
            let texts: Option<Vec<&str>> = own
                .iter()
                .map(|part| match part {
                    Segment::Text(text) => Some(text.as_str()),
                    Segment::Argument { .. } => None,
                })
                .collect();
            texts.map(|texts| texts.join("/"))
        };
        looked.into_iter().chain(listed).filter_map(path_of).collect()
    }
}

impl Work<'_, '_> {
    /// The segments of the request before this place.
    fn path_until(&self, end: usize) -> String {
        let path = self.call.path.iter().take(end).copied();
        path.collect::<Vec<_>>().join("/")
    }

    /// The collection and the id of the object that the segment at this place names.
    fn named(&self, at: usize) -> (String, String) {
        let name = match self.operation.path.get(at) {
            Some(Segment::Argument { name, .. }) => name.as_str(),
            _ => "",
        };
        (self.path_until(at), self.arguments.in_path(name).unwrap_or_default().to_owned())
    }

    /// The member that holds the id of an object, if the object shows it.
    fn id_member(&self) -> Option<String> {
        match &self.operation.state {
            Some(state) => Some(state.id().to_owned()),
            None => {
                let example = self.member_of_example();
                id_member(example.as_object().unwrap_or(&Map::new())).map(str::to_owned)
            }
        }
    }

    fn status(&self) -> u16 {
        self.responses.success().map_or(200, |example| example.status)
    }

    /// The response of the example, unchanged.
    fn example(&self) -> Response {
        match self.responses.success() {
            Some(Example { body: Some(body), status, .. }) => Response::json(*status, body),
            Some(Example { status, .. }) => Response::empty(*status),
            None => Response::json(200, &json!({})),
        }
    }

    /// The object in the example of this operation.
    fn member_of_example(&self) -> Value {
        let body =
            self.responses.success().and_then(|example| example.body.clone()).unwrap_or_else(|| json!({}));
        match &self.operation.inside {
            Some(inside) => body.get(inside).cloned().unwrap_or_else(|| json!({})),
            None => body,
        }
    }

    /// The response that shows this object.
    fn shown(&self, object: Value) -> Response {
        let body = match &self.operation.inside {
            Some(inside) => {
                let mut body =
                    self.responses.success().and_then(|example| example.body.clone()).unwrap_or_default();
                place(&mut body, &format!("/{inside}"), object);
                body
            }
            None => object,
        };
        Response::json(self.status(), &body)
    }

    fn wished(&self) -> Option<Wished> {
        wished(self.operation.state.as_ref()?, self.call.wish.as_deref()?)
    }

    fn becomes(&self, wished: Option<&Wished>) -> Option<(Timestamp, String, Value)> {
        let pointer = self.operation.state.as_ref()?.pointer.clone();
        let then = wished?.then.clone()?;
        Some((self.desk.now.checked_add(PENDING).ok()?, pointer, then.into()))
    }

    fn reconcilable(&self) -> Option<&Reconcilable> {
        match &self.operation.safety {
            Safety::Reconcilable(found) => Some(found),
            _ => None,
        }
    }

    /// The reference that payonce looks for.
    fn reference(&self) -> Option<String> {
        let body = Value::Object(self.arguments.body.clone());
        body.pointer(&self.reconcilable()?.reference)?.as_str().map(str::to_owned)
    }

    /// Puts the reference and the time into an object, where the list shows them.
    fn show_reference(
        &self,
        found: &Reconcilable,
        body: &mut Value,
        reference: Option<&str>,
        now: Timestamp,
    ) {
        let fault = self.call.faults.memo;
        let shown = reference.and_then(|reference| kept_memo(reference, fault));
        let is_renamed = matches!(fault, Some((crate::faults::MemoChange::Rename, _)));
        if is_renamed {
            place(body, &found.found_at, Value::Null);
            place(body, "/note", shown.into());
        } else {
            place(body, &found.found_at, shown.into());
        }
        let other = body.pointer(&found.time_at).cloned();
        let time = other.map_or_else(|| rfc3339(now).into(), |other| time_like(&other, now));
        place(body, &found.time_at, time);
    }

    fn record(&mut self, members: &Map<String, Value>, reference: &str) {
        let (amount, unit) = amount_of(self.operation, members);
        let account = ["customer", "account", "agent_id", "from", "payer"]
            .iter()
            .find_map(|name| members.get(*name).and_then(Value::as_str))
            .unwrap_or("default");
        self.desk.record(&Entry {
            account,
            amount,
            unit: &unit,
            key: self.key.as_deref(),
            reference: Some(reference),
        });
    }
}
