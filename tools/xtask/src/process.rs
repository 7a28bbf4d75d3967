//! Running other programs: each with a time limit, and quiet unless it fails.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::checkout::Checkout;

const DEFAULT_LIMIT: Duration = Duration::from_secs(15 * 60);
const LINES_SHOWN_ON_FAILURE: usize = 60;

/// A program to run, with everything that it needs to know.
pub(crate) struct Command {
    program: OsString,
    command: std::process::Command,
    limit: Duration,
}

/// What a program wrote, and how it ended.
pub(crate) struct Output {
    pub(crate) success: bool,
    pub(crate) lines: Vec<String>,
}

impl Command {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let program = program.as_ref().to_owned();
        let command = std::process::Command::new(&program);
        Self { program, command, limit: DEFAULT_LIMIT }
    }

    /// The cargo that runs this program, so that a toolchain chosen with `cargo +name` is kept.
    pub(crate) fn cargo(checkout: &Checkout) -> Self {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Self::new(cargo).dir(checkout.root())
    }

    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    pub(crate) fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.command.args(arguments);
        self
    }

    pub(crate) fn dir(mut self, folder: impl AsRef<Path>) -> Self {
        self.command.current_dir(folder);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn envs(mut self, variables: &[(&str, String)]) -> Self {
        self.command.envs(variables.iter().map(|(name, value)| (name, value)));
        self
    }

    pub(crate) fn env_remove(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    pub(crate) fn limit_seconds(mut self, seconds: u64) -> Self {
        self.limit = Duration::from_secs(seconds);
        self
    }

    /// Whether the program is there and ends well; its output is dropped.
    pub(crate) fn succeeds(mut self) -> bool {
        self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.spawn().and_then(|mut child| self.wait(&mut child)).is_ok_and(|status| status.success())
    }

    /// The first line that the program prints.
    pub(crate) fn first_line(mut self) -> anyhow::Result<String> {
        self.command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = self.spawn()?;
        let mut text = String::new();
        child.stdout.take().context("read the program's output")?.read_to_string(&mut text)?;
        let status = self.wait(&mut child)?;
        if !status.success() {
            bail!("{} ended with {status}", self.name());
        }
        Ok(text.lines().next().unwrap_or_default().trim().to_owned())
    }

    /// Keeps the output in a log file and shows its end when the program fails.
    pub(crate) fn quietly(mut self, checkout: &Checkout, log: &str) -> anyhow::Result<()> {
        let path = checkout.scratch("logs")?.join(format!("{log}.log"));
        let file = File::create(&path).with_context(|| format!("create {}", path.display()))?;
        self.command.stdin(Stdio::null()).stderr(file.try_clone()?).stdout(file);
        let mut child = self.spawn()?;
        let ended = self.wait(&mut child);
        if ended.as_ref().is_ok_and(ExitStatus::success) {
            return Ok(());
        }
        println!();
        let text = String::from_utf8_lossy(&std::fs::read(&path)?).into_owned();
        let lines: Vec<&str> = text.lines().collect();
        for line in lines.iter().skip(lines.len().saturating_sub(LINES_SHOWN_ON_FAILURE)) {
            println!("    {line}");
        }
        let status = ended?;
        bail!(
            "{} ended with {status}; all it wrote is in {}",
            self.name(),
            checkout.relative(&path).display()
        )
    }

    /// Writes the output into a file, and returns whether the program succeeded.
    pub(crate) fn logged(mut self, path: &Path) -> anyhow::Result<bool> {
        let file = File::create(path).with_context(|| format!("create {}", path.display()))?;
        self.command.stdin(Stdio::null()).stderr(file.try_clone()?).stdout(file);
        let mut child = self.spawn()?;
        Ok(self.wait(&mut child)?.success())
    }

    /// Shows the output as it comes and keeps it too, for a test runner whose totals are read afterwards.
    pub(crate) fn shown(mut self) -> anyhow::Result<Output> {
        self.command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.spawn()?;
        let (sender, receiver) = mpsc::channel::<String>();
        if let Some(stdout) = child.stdout.take() {
            forward(stdout, sender.clone());
        }
        if let Some(stderr) = child.stderr.take() {
            forward(stderr, sender);
        }
        let printer = thread::spawn(move || {
            receiver.iter().inspect(|line| println!("{line}")).collect::<Vec<String>>()
        });
        let status = self.wait(&mut child)?;
        let lines = printer.join().ok().context("collect the program's output")?;
        Ok(Output { success: status.success(), lines })
    }

    /// What the program makes of the text, both through pipes.
    pub(crate) fn filter(mut self, input: String) -> anyhow::Result<String> {
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.spawn()?;
        let mut stdin = child.stdin.take().context("write to the program")?;
        let writer = thread::spawn(move || stdin.write_all(input.as_bytes()));
        let stderr = child.stderr.take().map(|pipe| thread::spawn(move || read_all(pipe)));
        let text = child.stdout.take().map(read_all).context("read the program's output")?;
        writer.join().ok().context("write to the program")??;
        let status = self.wait(&mut child)?;
        if !status.success() {
            let reason = stderr.and_then(|reader| reader.join().ok()).unwrap_or_default();
            bail!("{} ended with {status}: {}", self.name(), reason.trim());
        }
        Ok(text)
    }

    /// Leaves the terminal to the program.
    pub(crate) fn attached(mut self) -> anyhow::Result<()> {
        let mut child = self.spawn()?;
        let status = self.wait(&mut child)?;
        if !status.success() {
            bail!("{} ended with {status}", self.name());
        }
        Ok(())
    }

    fn spawn(&mut self) -> anyhow::Result<Child> {
        let name = self.name();
        self.command.spawn().with_context(|| format!("start {name}: is it installed and on the PATH?"))
    }

    fn wait(&self, child: &mut Child) -> anyhow::Result<ExitStatus> {
        let deadline = Instant::now() + self.limit;
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(status);
            }
            if Instant::now() > deadline {
                end(child)?;
                bail!("{} did not end within {} s and was stopped", self.name(), self.limit.as_secs());
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn name(&self) -> String {
        let program = PathBuf::from(&self.program);
        program.file_name().unwrap_or(&self.program).to_string_lossy().into_owned()
    }
}

/// A test runner that is asked politely first stops the browser and the simulator that it started.
fn end(child: &mut Child) -> anyhow::Result<()> {
    if cfg!(unix)
        && std::process::Command::new("kill")
            .arg(child.id().to_string())
            .status()
            .is_ok_and(|sent| sent.success())
    {
        let deadline = Instant::now() + Duration::from_secs(5);
        while Instant::now() < deadline {
            if child.try_wait()?.is_some() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
    child.kill()?;
    child.wait()?;
    Ok(())
}

fn read_all(mut from: impl Read) -> String {
    let mut text = String::new();
    // The text ends where it cannot be read; the exit status shows whether that matters.
    from.read_to_string(&mut text).ok();
    text
}

fn forward(from: impl Read + Send + 'static, to: mpsc::Sender<String>) {
    thread::spawn(move || {
        for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
            let text = String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned();
            if to.send(text).is_err() {
                break;
            }
        }
    });
}
