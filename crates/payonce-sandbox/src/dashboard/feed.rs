//! The live events: what changed since the last one.

use std::collections::HashMap;
use std::time::Duration;

use rust_decimal::Decimal;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};

use super::fault_text::describe;
use super::options::OpenEntries;
use crate::catalog::{ProviderId, operations};
use crate::clock::rfc3339;
use crate::ledger::Effect;
use crate::service::Account;
use crate::state::{Glance, Seen, World};

/// Changes that come faster are sent together.
const PAUSE: Duration = Duration::from_millis(40);
/// How often the journal is read, and a button that ended by itself is seen.
const TICK: Duration = Duration::from_secs(1);
/// A comment keeps the connection open, and shows that the client has gone.
const PING: Duration = Duration::from_secs(15);
/// The requests and effects of a new page.
const NEWEST: usize = 500;

/// What one page has received.
pub(crate) struct Feed<'a> {
    world: &'a World,
    token: &'a str,
    journal: Option<&'a dyn OpenEntries>,
    changes: Option<watch::Receiver<()>>,
    /// What the page knows; none before the first event.
    known: Option<Known>,
    pings_at: Instant,
    /// The journal as it was read last, and when to read it again.
    entries: Value,
    journal_at: Instant,
}

#[derive(Default)]
struct Known {
    resets: u64,
    changes: u64,
    effects: usize,
    /// The rest of the last event.
    rest: Value,
    journal: Value,
}

impl<'a> Feed<'a> {
    pub(super) fn new(world: &'a World, token: &'a str, journal: Option<&'a dyn OpenEntries>) -> Self {
        let now = Instant::now();
        let (entries, changes) = (Value::Null, world.changes());
        Self { world, token, journal, changes, known: None, pings_at: now + PING, entries, journal_at: now }
    }

    /// Waits for the next event, and returns its bytes.
    pub(crate) async fn next(&mut self) -> Vec<u8> {
        loop {
            if self.known.is_some() {
                let changed = async {
                    match &mut self.changes {
                        Some(changes) => _ = changes.changed().await,
                        None => std::future::pending().await,
                    }
                };
                if timeout(TICK, changed).await.is_ok() {
                    sleep(PAUSE).await;
                }
            }
            if let Some(changes) = &mut self.changes {
                changes.borrow_and_update();
            }
            if let Some(journal) = self.journal.filter(|_| self.journal_at <= Instant::now()) {
                self.journal_at = Instant::now() + TICK;
                self.entries = match journal.open_entries().await {
                    Ok(entries) => json!({"entries": entries}),
                    Err(problem) => json!({"problem": problem}),
                };
            }
            if let Some(event) = self.event() {
                self.pings_at = Instant::now() + PING;
                return format!("data: {event}\n\n").into_bytes();
            }
            if self.pings_at <= Instant::now() {
                self.pings_at = Instant::now() + PING;
                return b": still here\n\n".to_vec();
            }
        }
    }

    /// What the page does not know; `None` if it knows everything.
    fn event(&mut self) -> Option<Value> {
        let journal = self.entries.clone();
        let is_first = self.known.is_none();
        let mut known = self.known.take().unwrap_or_default();
        let event = self.world.glance(|glance| {
            let is_fresh = is_first || known.resets != glance.resets;
            if is_fresh {
                known = Known { resets: glance.resets, ..Known::default() };
            }
            let names = labels(glance);
            let seen = glance.observed.seen().filter(|seen| seen.changed > known.changes);
            let mut requests: Vec<Value> =
                seen.rev().take(NEWEST).filter_map(|seen| row(glance, seen)).collect();
            requests.reverse();
            let from = known.effects.max(glance.effects.len().saturating_sub(NEWEST));
            let new = glance.effects.iter().enumerate().skip(from);
            let effects: Vec<Value> =
                new.map(|(place, effect)| entry(glance, &names, place, effect)).collect();
            let rest = rest(glance);
            let is_news = is_fresh
                || !requests.is_empty()
                || !effects.is_empty()
                || rest != known.rest
                || journal != known.journal;
            let mut event = json!({
                "fresh": is_fresh,
                "requests": requests,
                "effects": effects,
                "journal": journal,
            });
            if let (Some(event), Value::Object(rest)) = (event.as_object_mut(), rest.clone()) {
                event.extend(rest);
                if is_first {
                    event.insert("token".to_owned(), self.token.into());
                    event.insert("operations".to_owned(), all_operations(self.world));
                }
            }
            known.changes = glance.observed.changes;
            known.effects = glance.effects.len();
            known.rest = rest;
            known.journal = journal;
            is_news.then_some(event)
        });
        self.known = Some(known);
        event.flatten()
    }
}

/// The operations that a button can be limited to.
fn all_operations(world: &World) -> Value {
    let built_in = ProviderId::ALL.iter().map(|id| (id.to_string(), json!(operations(*id))));
    let of_files = world.files().iter().filter(|file| !file.extends_built_in());
    let of_files = of_files.map(|file| (file.id().to_string(), json!(file.operations().collect::<Vec<_>>())));
    // A provider from a file is what this run is about.
    of_files.chain(built_in).collect::<serde_json::Map<_, _>>().into()
}

/// The verdict, the faults and the balances.
fn rest(glance: &Glance<'_>) -> Value {
    let pressed = glance.dice.pressed().iter().filter(|pressed| !pressed.has_ended(glance.now));
    let pressed: Vec<Value> = pressed
        .map(|pressed| {
            json!({
                "id": pressed.id,
                "button": pressed.button,
                "only": pressed.only.as_ref().map(|(_, operation)| operation),
                "until": pressed.until.map(rfc3339),
            })
        })
        .collect();
    let plan = glance.dice.plan();
    let rules: Vec<Value> = plan
        .rules
        .iter()
        .map(|rule| {
            let operation = rule.operation.as_deref().unwrap_or("every operation");
            let provider = rule.provider.map_or("every provider", ProviderId::as_str);
            json!({"of": format!("{provider} · {operation}"), "does": describe(&rule.fault)})
        })
        .collect();
    let accounts = glance.providers.accounts().into_iter().map(|(provider, account)| {
        let Account { label, balance, unit, note, can_top_up, .. } = account;
        json!({
            "provider": provider,
            "account": label,
            "balance": balance.map(|balance| balance.to_string()),
            "unit": unit,
            "note": note,
            "can_top_up": can_top_up,
        })
    });
    json!({
        "verdict": verdict(glance),
        "seed": plan.seed,
        "plan": plan,
        "rules": rules,
        "pressed": pressed,
        "accounts": accounts.collect::<Vec<_>>(),
    })
}

/// Whether every payment was charged once, as the ledger has it.
fn verdict(glance: &Glance<'_>) -> Value {
    let payments = &glance.observed.payments;
    let mut excess: Vec<(&str, Decimal)> = Vec::new();
    let mut repeated = 0;
    for (place, effect) in glance.effects.iter().enumerate() {
        if payments.of_effect(place).is_some_and(|(_, is_again)| is_again) {
            repeated += 1;
            match excess.iter_mut().find(|(unit, _)| *unit == effect.unit) {
                Some((_, sum)) => *sum = sum.saturating_add(effect.amount),
                None => excess.push((&effect.unit, effect.amount)),
            }
        }
    }
    let again = payments.all().iter().enumerate().filter(|(_, payment)| payment.is_paid_again());
    let again: Vec<usize> = again.map(|(place, _)| place).collect();
    let paid_once = match (glance.effects.is_empty(), again.is_empty()) {
        (true, _) => "nothing",
        (false, true) => "yes",
        (false, false) => "no",
    };
    let excess: Vec<String> = excess.iter().map(|(unit, sum)| format!("{sum} {unit}")).collect();
    json!({
        "paid_once": paid_once,
        "effects": glance.effects.len(),
        "payments": payments.all().len(),
        "repeated": repeated,
        "again": again,
        "excess": excess,
    })
}

/// The names of accounts that are keys.
pub(super) type Labels = HashMap<(ProviderId, String), String>;

pub(super) fn labels(glance: &Glance<'_>) -> Labels {
    let accounts = glance.providers.accounts().into_iter();
    accounts.map(|(provider, account)| ((provider, account.id), account.label)).collect()
}

/// The account of an effect. Two services name accounts by their keys.
pub(super) fn account_label<'a>(labels: &'a Labels, effect: &'a Effect) -> &'a str {
    let has_keys = matches!(effect.provider, ProviderId::AgentPay | ProviderId::AgenticPencil);
    let other = if has_keys { "a key" } else { &effect.account };
    labels.get(&(effect.provider, effect.account.clone())).map_or(other, String::as_str)
}

fn entry(glance: &Glance<'_>, labels: &Labels, place: usize, effect: &Effect) -> Value {
    let payment = glance.observed.payments.of_effect(place);
    let known = payment.and_then(|(payment, _)| glance.observed.payments.get(payment));
    let account = account_label(labels, effect);
    json!({
        "place": place,
        "at": effect.at,
        "provider": effect.provider,
        "operation": effect.operation,
        "account": account,
        "amount": effect.amount.to_string(),
        "unit": effect.unit,
        "name": known.and_then(|payment| payment.name.as_deref()),
        "reference": effect.reference,
        "payment": payment.map(|(payment, _)| payment),
        "again": payment.is_some_and(|(_, is_again)| is_again),
        "request": glance.observed.payments.request_of(place),
    })
}

fn row(glance: &Glance<'_>, seen: &Seen) -> Option<Value> {
    let record = glance.requests.get(seen.seq)?;
    let payments = &glance.observed.payments;
    let effects = payments.effects_of(seen.seq);
    let again = effects.iter().any(|place| payments.of_effect(*place).is_some_and(|(_, is_again)| is_again));
    Some(json!({
        "seq": record.seq,
        "at": record.at,
        "provider": record.provider,
        "operation": record.operation,
        "method": record.method,
        "path": record.path,
        "status": record.status,
        "ending": seen.ending.map(|ending| ending.as_str()),
        "faults": record.faults.iter().map(describe).collect::<Vec<_>>(),
        "effects": effects.len(),
        "again": again,
    }))
}
