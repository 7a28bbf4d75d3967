//! Three worker processes, a queue that delivers twice, and one worker that is killed: a pasted loop and payonce with its
//! journal.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ffi::{OsStr, OsString};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use comfy_table::{CellAlignment, Table, presets};
use payonce::journal::{JournalAnswer, JournalRow, JournalStore, Sqlite, StoreFuture};
use payonce::{CallOptions, Provider, UntypedClient};
use payonce_sandbox::{Fault, FaultPlan, ProviderId, Rule, Sandbox, When};
use serde_json::{Value, json};

use super::pasted_loop::Program;
use super::start;
use crate::failure::Failure;
use crate::output::{heading, print, trimmed};
use crate::standard_streams::stdin;

const INVOICES: usize = 12;
const WORKERS: usize = 3;
/// The worker that has this invoice is killed after the money has moved.
const KILLED: usize = 5;
/// How long a response takes: time enough to kill the worker that waits for it.
const DELAY_MS: u64 = 200;
const TIMEOUT: Duration = Duration::from_secs(2);
/// So much later `journal.run()` settles what the killed worker left.
const LATER_MS: u64 = 60_000;
const SEND: &str = "payments.send";

fn failed(problem: impl std::fmt::Display) -> Failure {
    Failure::Run(format!("the demo failed: {problem}"))
}

fn invoice(number: usize) -> String {
    format!("invoice {number:02}")
}

/// The reports of one side.
#[derive(Debug, Default)]
pub(super) struct Tally {
    deliveries: usize,
    killed: usize,
    charges: usize,
    double: usize,
    missing: usize,
    /// The invoices that a worker did not confirm.
    again: Vec<usize>,
    /// What the journal had of the killed worker, before and after `run()`.
    found: Option<(String, String)>,
}

/// The jobs, and what became of them.
#[derive(Default)]
struct Queue {
    waiting: VecDeque<usize>,
    at_work: usize,
    tally: Tally,
}

pub(super) async fn pasted_loop(itself: &[OsString]) -> Result<Tally, Failure> {
    let sandbox = start().await?;
    let tally = work(&sandbox, None, itself)?;
    sandbox.shutdown().await;
    Ok(tally)
}

pub(super) async fn payonce(itself: &[OsString]) -> Result<Tally, Failure> {
    let folder = std::env::temp_dir().join(format!("payonce-demo-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let sandbox = start().await?;
    let tally = with_journal(&sandbox, &folder.join("payments.db"), itself).await;
    // What is left behind in a temporary folder does no harm.
    let _ = std::fs::remove_dir_all(&folder);
    sandbox.shutdown().await;
    tally
}

async fn with_journal(sandbox: &Sandbox, file: &Path, itself: &[OsString]) -> Result<Tally, Failure> {
    let first = work(sandbox, Some(file), itself)?;
    let store = Sqlite::open(file).map_err(|failure| failed(failure.0))?;
    let client = client(&settings(sandbox, None))?.with_journal(Arc::new(Later(store)));
    let journal = client.journal().map_err(failed)?;
    let state = async || -> Result<String, Failure> {
        let entries = journal.get(&invoice(KILLED)).await.map_err(failed)?;
        let outcome = |entry: &payonce::journal::JournalEntry| {
            entry.outcome.map_or(String::new(), |outcome| format!(", {outcome}"))
        };
        Ok(entries
            .first()
            .map_or("no entry".to_owned(), |entry| format!("{}{}", entry.state, outcome(entry))))
    };
    let before = state().await?;
    journal.run().await.map_err(failed)?;
    let found = Some((before, state().await?));
    // The queue delivers again what was not confirmed; the ledger shows whether that pays again.
    for number in &first.again {
        pay(&client, &invoice(*number)).await;
    }
    let charges = counted(sandbox);
    Ok(Tally { found, ..first.with(&charges) })
}

impl Tally {
    fn with(self, charges: &BTreeMap<String, usize>) -> Self {
        Self {
            charges: charges.values().sum(),
            double: charges.values().filter(|count| **count > 1).count(),
            missing: INVOICES - charges.len(),
            ..self
        }
    }
}

/// The charges of each invoice.
fn counted(sandbox: &Sandbox) -> BTreeMap<String, usize> {
    let mut charges = BTreeMap::new();
    for effect in sandbox.ledger().effects.iter().filter(|effect| effect.operation == SEND) {
        let memo = effect.reference.as_deref().unwrap_or_default();
        // payonce appends its reference to the caller's memo.
        let invoice = memo.split_once(" [").map_or(memo, |(invoice, _)| invoice);
        *charges.entry(invoice.to_owned()).or_default() += 1;
    }
    charges
}

/// A store whose clock is later.
struct Later(Sqlite);

fn later(future: StoreFuture<'_>) -> StoreFuture<'_> {
    Box::pin(async {
        let answer = future.await?;
        Ok(JournalAnswer { now_ms: answer.now_ms.saturating_add(LATER_MS), ..answer })
    })
}

impl JournalStore for Later {
    fn claim(&self, row: JournalRow) -> StoreFuture<'_> {
        later(self.0.claim(row))
    }
    fn update(&self, row: JournalRow, if_generation: u64) -> StoreFuture<'_> {
        later(self.0.update(row, if_generation))
    }
    fn get(&self, id: String) -> StoreFuture<'_> {
        later(self.0.get(id))
    }
    fn list(&self, unsettled_only: bool, after: Option<String>, limit: u64) -> StoreFuture<'_> {
        later(self.0.list(unsettled_only, after, limit))
    }
}

/// What a worker has to know.
fn settings(sandbox: &Sandbox, journal: Option<&Path>) -> Value {
    let text = |name: &str| sandbox.providers().pointer(&format!("/providers/agentwallex/{name}")).cloned();
    json!({"base_url": text("base_url"), "api_key": text("api_key"), "journal": journal})
}

fn client(settings: &Value) -> Result<UntypedClient, Failure> {
    let mut options = settings.as_object().cloned().unwrap_or_default();
    options.insert("retry".to_owned(), json!({"base_delay": 0.01, "deadline": TIMEOUT.as_secs()}));
    UntypedClient::open(Provider::AGENTWALLEX, &options).map_err(failed)
}

/// Has three workers pay every invoice, each delivered twice.
fn work(sandbox: &Sandbox, journal: Option<&Path>, itself: &[OsString]) -> Result<Tally, Failure> {
    let slow = Rule::new(Fault::Delay { ms: DELAY_MS, when: When::After }).on(ProviderId::AgentWallex, SEND);
    sandbox.set_faults(FaultPlan::new(0, [slow]));
    let settings = settings(sandbox, journal).to_string();
    let (program, before) =
        itself.split_first().ok_or_else(|| failed("the path of this program is not known"))?;
    let twice = (1..=INVOICES).chain(1..=INVOICES).collect();
    let queue = Mutex::new(Queue { waiting: twice, ..Queue::default() });
    tokio::task::block_in_place(|| {
        std::thread::scope(|scope| {
            let slots: Vec<_> = (0..WORKERS)
                .map(|_| {
                    scope
                        .spawn(|| Slot { program, before, settings: &settings, sandbox, queue: &queue }.run())
                })
                .collect();
            slots
                .into_iter()
                .try_for_each(|slot| slot.join().map_err(|_| failed("a worker's thread ended"))?)
        })
    })?;
    let queue = queue.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(queue.tally.with(&counted(sandbox)))
}

/// A place for a worker: when it is killed, the next one takes its place.
struct Slot<'a> {
    program: &'a OsStr,
    /// The arguments before the command's own.
    before: &'a [OsString],
    settings: &'a str,
    sandbox: &'a Sandbox,
    queue: &'a Mutex<Queue>,
}

struct Process {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Slot<'_> {
    fn queue<T>(&self, change: impl FnOnce(&mut Queue) -> T) -> T {
        change(&mut self.queue.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn run(&self) -> Result<(), Failure> {
        let mut process = self.start()?;
        loop {
            let taken = self.queue(|queue| {
                let number = queue.waiting.pop_front();
                queue.tally.deliveries += usize::from(number.is_some());
                queue.at_work += usize::from(number.is_some());
                (number, queue.tally.killed == 0, queue.at_work)
            });
            let (number, nobody_killed) = match taken {
                (Some(number), nobody_killed, _) => (number, nobody_killed),
                (None, _, 0) => break,
                // The job of a worker that is killed comes back.
                (None, _, _) => {
                    std::thread::sleep(Duration::from_millis(5));
                    continue;
                }
            };
            writeln!(process.stdin, "{number}")?;
            let is_killed = number == KILLED && nobody_killed;
            let is_paid = if is_killed {
                self.kill_when_paid(&mut process)?;
                process = self.start()?;
                false
            } else {
                let mut line = String::new();
                process.stdout.read_line(&mut line)?;
                line.trim() == "paid"
            };
            self.queue(|queue| {
                queue.at_work -= 1;
                queue.tally.killed += usize::from(is_killed);
                if is_killed {
                    queue.waiting.push_back(number);
                } else if !is_paid {
                    queue.tally.again.push(number);
                }
            });
        }
        drop(process.stdin);
        process.child.wait()?;
        Ok(())
    }

    fn start(&self) -> Result<Process, Failure> {
        let mut command = Command::new(self.program);
        command
            .args(self.before)
            .args(["demo", "--worker", self.settings])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command.spawn()?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(stdin), Some(stdout)) => Ok(Process { child, stdin, stdout: BufReader::new(stdout) }),
            _ => Err(failed("a worker has no input or output")),
        }
    }

    /// The money has moved, and the worker waits for the response.
    fn kill_when_paid(&self, process: &mut Process) -> Result<(), Failure> {
        let began = Instant::now();
        while !counted(self.sandbox).contains_key(&invoice(KILLED)) {
            if began.elapsed() > TIMEOUT * 5 {
                return Err(failed("a worker did not pay"));
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        process.child.kill()?;
        process.child.wait()?;
        Ok(())
    }
}

/// A worker process: reads the number of an invoice, pays it, and says whether it did.
pub(super) async fn worker(settings: &str) -> Result<(), Failure> {
    let settings: Value = serde_json::from_str(settings).map_err(failed)?;
    let text = |name: &str| settings.get(name).and_then(Value::as_str).unwrap_or_default();
    let client = client(&settings)?;
    let program = Program::at(text("base_url"), text("api_key"), TIMEOUT, Duration::from_millis(10))?;
    let has_journal = settings.get("journal").is_some_and(Value::is_string);
    // A program without a journal remembers what it has paid itself.
    let mut paid = BTreeSet::new();
    for line in stdin().lines() {
        let invoice = invoice(line?.trim().parse().map_err(failed)?);
        let is_paid = if has_journal {
            pay(&client, &invoice).await
        } else {
            paid.contains(&invoice) || program.pay("1.00", &invoice).await
        };
        if is_paid {
            paid.insert(invoice);
        }
        print(if is_paid { "paid\n" } else { "not paid\n" })?;
    }
    Ok(())
}

/// Pays with payonce, under the invoice's number as its key.
async fn pay(client: &UntypedClient, invoice: &str) -> bool {
    let payment = json!({
        "agent_id": "agent_abc123", "to": "0xRecipientAddress", "amount": "1.00", "token": "USDC",
        "chain": "eip155:8453", "memo": invoice,
    });
    let payment = payment.as_object().cloned().unwrap_or_default();
    let options = CallOptions::new().idempotency_key(invoice);
    client.call::<Value>(SEND, &payment, options).await.is_ok()
}

pub(super) fn intro() -> String {
    format!(
        "{}\n\
         A queue delivers each invoice twice. One worker is killed (SIGKILL) after the money has moved, while it waits for the\n\
         response. Left: a pasted loop; each worker remembers what it has paid. Right: payonce with journal=\"payments.db\" and\n\
         the invoice's number as the key.\n",
        heading(&format!("6. {INVOICES} invoices, {WORKERS} worker processes, one killed"))
    )
}

pub(super) fn report(by_loop: &Tally, by_payonce: &Tally) -> String {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN).set_header(["counted by the ledger", "pasted loop", "payonce"]);
    let mut row = |label: &str, of: &dyn Fn(&Tally) -> usize| {
        table.add_row([label.to_owned(), of(by_loop).to_string(), of(by_payonce).to_string()]);
    };
    row("invoices", &|_| INVOICES);
    row("deliveries", &|tally| tally.deliveries);
    row("workers killed", &|tally| tally.killed);
    row("charges", &|tally| tally.charges);
    row("invoices charged twice or more", &|tally| tally.double);
    row("invoices never charged", &|tally| tally.missing);
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let (before, after) = by_payonce.found.clone().unwrap_or_default();
    format!(
        "{}\n\
         The killed worker left {} in the journal as: {before}. With the journal's clock set a minute on, journal.run()\n\
         asked AgentWallex, without sending a payment: {after}.\n",
        trimmed(&table),
        invoice(KILLED)
    )
}
