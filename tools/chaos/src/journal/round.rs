//! One round: a simulator, a store, a queue, and the processes that work on it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use payonce::Outcome;
use payonce::journal::JournalState;
use payonce_sandbox::{Config, FaultPlan, Sandbox};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::task::JoinSet;

use super::jobs::{self, Job};
use super::report::Row;
use super::worker::{Guarded, Settings};
use super::{AFTERWARDS_MS, Guard, LEASE_MS, Language, Plan, Worker};
use crate::lock;
use crate::orders::name_of;

/// How often the queue delivers a job before it gives up; the end of the round delivers it once more.
const MAX_DELIVERIES: u32 = 10;
const AFTER_FAILURE: Duration = Duration::from_millis(40);
const HOUR_MS: i64 = 60 * 60 * 1_000;
/// A worker that says nothing for so long is broken.
const LIMIT: Duration = Duration::from_secs(60);
/// Longer than any effect that is late.
const LATE: Duration = Duration::from_millis(500);

/// The queue, and what happened to its workers.
#[derive(Default)]
struct Queue {
    waiting: VecDeque<usize>,
    deliveries: BTreeMap<usize, u32>,
    at_work: usize,
    reported_done: BTreeSet<usize>,
    row: Row,
}

impl Queue {
    /// Every job twice or three times: the copies close to each other, so that two workers meet, or far apart.
    fn new(jobs: usize, dice: &mut fastrand::Rng) -> Self {
        let mut waiting = Vec::new();
        for number in 0..jobs {
            for _ in 0..dice.usize(2..4) {
                let apart = if dice.u32(0..3) == 0 { dice.usize(0..jobs * 2) } else { dice.usize(0..4) };
                waiting.push((number * 2 + apart, number));
            }
        }
        waiting.sort_by_key(|(place, _)| *place);
        Self { waiting: waiting.into_iter().map(|(_, number)| number).collect(), ..Self::default() }
    }

    fn take(&mut self) -> Option<usize> {
        let number = self.waiting.pop_front()?;
        *self.deliveries.entry(number).or_default() += 1;
        self.row.deliveries += 1;
        self.at_work += 1;
        Some(number)
    }

    /// The job was not confirmed.
    fn again(&mut self, number: usize) {
        if self.deliveries.get(&number).is_none_or(|count| *count < MAX_DELIVERIES) {
            self.waiting.push_back(number);
        }
    }
}

/// A file that is removed with its folder.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left behind in a temporary folder does no harm.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(super) async fn play(plan: &Plan, seed: u64, jobs: usize, guard: Guard) -> anyhow::Result<Row> {
    let began = Instant::now();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let run = format!("{seed}_{}_{}", guard.as_str(), now.as_nanos());
    let folder = std::env::temp_dir().join(format!("payonce-chaos-{run}"));
    std::fs::create_dir_all(&folder).context("make a folder for the round")?;
    let scratch = Scratch(folder);
    let file = scratch.0.join("payments.db").to_string_lossy().into_owned();
    let store = plan.store.clone().filter(|_| guard == Guard::Journal).unwrap_or(file);
    jobs::prepare(&store).await?;
    let sandbox = Sandbox::start(Config::default()).await.context("start the simulator")?;
    sandbox.set_faults(jobs::faults(seed));
    let (wallet, pay) = jobs::addresses(&sandbox);
    let settings = Settings {
        has_journal: guard == Guard::Journal,
        store,
        wallet,
        pay,
        run,
        skew_ms: 0,
        sweeps: false,
        seed: None,
        lease_ms: LEASE_MS,
        timeout_s: jobs::TIMEOUT_S,
    };
    let programs = match guard {
        Guard::Journal => plan.workers.clone(),
        Guard::Ttl => vec![Worker::rust(plan.program.clone())],
    };
    let mut dice = fastrand::Rng::with_seed(seed);
    let queue = Arc::new(Mutex::new(Queue::new(jobs, &mut dice)));
    let mut workers = JoinSet::new();
    for _ in 0..dice.usize(2..9) {
        let mut worker = Slot {
            programs: programs.clone(),
            settings: settings.clone(),
            dice: dice.fork(),
            queue: Arc::clone(&queue),
        };
        workers.spawn(async move { worker.work().await });
    }
    while let Some(worker) = workers.join_next().await {
        worker??;
    }
    tokio::time::sleep(LATE).await;
    sandbox.set_faults(FaultPlan::none());
    let mut row = std::mem::take(&mut lock(&queue).row);
    let done = std::mem::take(&mut lock(&queue).reported_done);
    judge(&sandbox, &settings, jobs, &done, &mut row).await?;
    let _ = tokio::time::timeout(Duration::from_secs(2), sandbox.shutdown()).await;
    row.rounds = 1;
    row.time = began.elapsed();
    Ok(row)
}

/// Settles what is left, delivers every job a last time, and compares the store with the ledger.
async fn judge(
    sandbox: &Sandbox,
    settings: &Settings,
    jobs: usize,
    reported_done: &BTreeSet<usize>,
    row: &mut Row,
) -> anyhow::Result<()> {
    let guarded = Guarded::open(&Settings { skew_ms: AFTERWARDS_MS, ..settings.clone() }, None).await?;
    guarded.sweep().await?;
    for number in 0..jobs {
        guarded.work(&Job::new(&settings.run, number)).await;
    }
    guarded.sweep().await?;
    let mut effects: BTreeMap<String, u64> = BTreeMap::new();
    for effect in &sandbox.ledger().effects {
        if let Some(name) = name_of(effect) {
            *effects.entry(name).or_default() += 1;
        }
    }
    for number in 0..jobs {
        let job = Job::new(&settings.run, number);
        let charges = effects.get(&job.name).copied().unwrap_or(0);
        row.jobs += 1;
        row.charges += charges;
        row.charged_twice += u64::from(charges > 1);
        row.imagined += u64::from(charges == 0 && reported_done.contains(&number));
        let (is_done, is_open) = match &guarded {
            Guarded::Ttl(_, claims) => (claims.is_done(&job.key)?, false),
            Guarded::Journal(payer) => {
                let entries = payer.journal(&job)?.get(&job.key).await?;
                let entry = entries.first();
                let is_settled = entry.is_some_and(|entry| entry.state == JournalState::Settled);
                let outcome = entry.and_then(|entry| entry.outcome);
                row.left += u64::from(!is_settled && !entry.is_some_and(|entry| entry.is_open()));
                (is_settled && outcome == Some(Outcome::Applied), entry.is_some_and(|entry| entry.is_open()))
            }
        };
        row.open += u64::from(is_open);
        row.open_charged += u64::from(is_open && charges > 0);
        row.lost += u64::from(charges > 0 && !is_done && !is_open);
        row.imagined += u64::from(charges == 0 && is_done && !reported_done.contains(&number));
        row.paid += u64::from(charges > 0 && is_done);
    }
    Ok(())
}

/// A place for a worker process: when one dies, the next one takes its place.
struct Slot {
    programs: Vec<Worker>,
    settings: Settings,
    dice: fastrand::Rng,
    queue: Arc<Mutex<Queue>>,
}

struct Process {
    language: Language,
    child: Child,
    stdin: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    failures: u64,
}

/// What the parent does to a worker while it has a job.
enum Blow {
    Kill,
    Pause,
}

impl Slot {
    async fn work(&mut self) -> anyhow::Result<()> {
        let mut process = None;
        loop {
            let taken = lock(&self.queue).take();
            let Some(number) = taken else {
                // A job that another worker has may come back.
                if lock(&self.queue).at_work == 0 {
                    return Ok(());
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
                continue;
            };
            let mut running = match process.take() {
                Some(running) => running,
                None => self.start()?,
            };
            let ended = tokio::time::timeout(LIMIT, self.deliver(&mut running, number)).await;
            lock(&self.queue).at_work -= 1;
            if ended.context("a worker said nothing")?? {
                process = Some(running);
            } else {
                lock(&self.queue).row.killed += 1;
                running.child.wait().await?;
            }
        }
    }

    fn start(&mut self) -> anyhow::Result<Process> {
        let skew_ms = match self.dice.u32(0..4) {
            0 => -HOUR_MS,
            1 => HOUR_MS,
            _ => 0,
        };
        let (sweeps, seed) = (self.dice.u32(0..3) == 0, Some(self.dice.u64(..)));
        let settings = Settings { skew_ms, sweeps, seed, ..self.settings.clone() };
        let place = self.dice.usize(0..self.programs.len());
        let worker = self.programs.get(place).context("no worker is built")?;
        let mut child = Command::new(&worker.program)
            .arg(worker.script)
            .arg(serde_json::to_string(&settings)?)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("start {}", worker.program.display()))?;
        let stdin = child.stdin.take().context("write to the worker")?;
        let lines = BufReader::new(child.stdout.take().context("read from the worker")?).lines();
        Ok(Process { language: worker.language, child, stdin, lines, failures: 0 })
    }

    /// Gives the worker a job, and returns whether the worker still lives afterwards.
    async fn deliver(&mut self, process: &mut Process, number: usize) -> anyhow::Result<bool> {
        let blow = match self.dice.u32(0..100) {
            0..5 => Some(Blow::Kill),
            5..7 => Some(Blow::Pause),
            _ => None,
        };
        let mut blow = blow.map(|blow| (blow, Duration::from_millis(self.dice.u64(0..80))));
        // A worker that died between two jobs has its pipe closed.
        let job = Job::new(&self.settings.run, number);
        let line = json!({
            "job": number, "operation": job.operation, "key": job.key, "arguments": job.arguments(),
        });
        let _ = process.stdin.write_all(format!("{line}\n").as_bytes()).await;
        loop {
            let line = match blow.take() {
                None => process.lines.next_line().await?,
                Some((strike, wait)) => match tokio::time::timeout(wait, process.lines.next_line()).await {
                    Ok(line) => line?,
                    Err(_) => {
                        match strike {
                            Blow::Kill => process.child.start_kill()?,
                            Blow::Pause => self.pause(process, number, true).await?,
                        }
                        continue;
                    }
                },
            };
            let Some(line) = line else {
                // The queue did not hear that the job was done.
                lock(&self.queue).again(number);
                return Ok(false);
            };
            let line: Value = serde_json::from_str(&line).with_context(|| format!("read {line}"))?;
            if line.get("pauses").is_some() {
                self.pause(process, number, false).await?;
                continue;
            }
            if !self.heard(process, number, &line) {
                // A worker whose store is down does not go through the whole queue in the meantime.
                tokio::time::sleep(AFTER_FAILURE).await;
            }
            return Ok(true);
        }
    }

    /// Whether the worker has done the job. If it has not, the queue delivers it again.
    fn heard(&self, process: &mut Process, number: usize, line: &Value) -> bool {
        let mut queue = lock(&self.queue);
        let failures = line.get("failures").and_then(Value::as_u64).unwrap_or_default();
        queue.row.failures += failures.saturating_sub(process.failures);
        process.failures = failures;
        let is_done = line.get("done") == Some(&Value::Bool(true));
        match process.language {
            Language::Rust => {}
            Language::Python => queue.row.by_python += 1,
            Language::Node => queue.row.by_node += 1,
        }
        if is_done {
            queue.reported_done.insert(number);
        } else {
            queue.again(number);
        }
        is_done
    }

    /// The worker stands still past the end of its lease, while the queue gives its job to another one.
    async fn pause(&mut self, process: &Process, number: usize, stops_it: bool) -> anyhow::Result<()> {
        signal(process, stops_it, true)?;
        {
            let mut queue = lock(&self.queue);
            queue.row.paused += 1;
            queue.waiting.push_front(number);
        }
        tokio::time::sleep(Duration::from_millis(self.dice.u64(1_200..2_000))).await;
        signal(process, true, false)
    }
}

/// Stops the worker, or lets it go on. One that stops itself has only to be waited for.
#[cfg(unix)]
fn signal(process: &Process, sends: bool, stops: bool) -> anyhow::Result<()> {
    use rustix::process::{Pid, Signal, kill_process};
    let id = process.child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
    if let Some(id) = id.filter(|_| sends) {
        kill_process(id, if stops { Signal::STOP } else { Signal::CONT }).context("signal the worker")?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn signal(_process: &Process, _sends: bool, _stops: bool) -> anyhow::Result<()> {
    Ok(())
}
