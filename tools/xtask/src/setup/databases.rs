//! PostgreSQL and Redis for the tests of the journal: servers of this run alone, on private ports, whose data is thrown away.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::OnceLock;

use anyhow::Context as _;

use super::system::Requirement;
use crate::process::Command;
use crate::progress;

const DATABASES: Requirement = Requirement {
    purpose: "PostgreSQL and Redis for the tests of the journal",
    packages: &["postgresql", "redis-server"],
};

/// Where the suites find the servers; without a variable, a suite skips what needs its server and says so.
static VARIABLES: OnceLock<Vec<(&'static str, String)>> = OnceLock::new();

/// The environment of the suites.
pub(crate) fn variables() -> &'static [(&'static str, String)] {
    VARIABLES.get().map_or(&[], Vec::as_slice)
}

/// The servers of this run. They end with it.
pub(crate) struct Databases {
    postgres: Option<PathBuf>,
    redis: Option<Child>,
    folder: PathBuf,
}

impl Databases {
    /// Starts what is installed. The other servers' suites are skipped, for this reason.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let folder = std::env::temp_dir().join(format!("payonce-databases-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        // The account of the database server has to write in it.
        allow_everyone(&folder)?;
        let mut databases = Self { postgres: None, redis: None, folder };
        let mut variables = Vec::new();
        if let Some(tools) = postgres_tools() {
            let port = free_port()?;
            databases.start_postgres(&tools, port)?;
            variables
                .push(("PAYONCE_TEST_POSTGRES", format!("postgresql://payonce@127.0.0.1:{port}/postgres")));
        }
        if let Some(server) = on_path("redis-server") {
            let port = free_port()?;
            databases.start_redis(&server, port)?;
            variables.push(("PAYONCE_TEST_REDIS", format!("redis://127.0.0.1:{port}")));
        }
        if let Some(missing) = lacks() {
            progress::note(&format!(
                "{:#}\nuntil then, the tests of the journal that need them are skipped",
                missing.missing()
            ));
        }
        let _ = VARIABLES.set(variables);
        Ok(databases)
    }

    fn start_postgres(&mut self, tools: &Path, port: u16) -> anyhow::Result<()> {
        let data = self.folder.join("postgres");
        as_server(tools.join("initdb"))
            .args(["--no-sync", "--username=payonce", "--auth=trust", "--encoding=UTF8", "-D"])
            .arg(&data)
            .first_line()
            .context("make a PostgreSQL cluster")?;
        self.postgres = Some(tools.to_owned());
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200"
        );
        let started = as_server(tools.join("pg_ctl"))
            .arg("-D")
            .arg(&data)
            .arg("-l")
            .arg(self.folder.join("postgres.log"))
            .args(["-w", "-o", &options, "start"])
            .succeeds();
        anyhow::ensure!(
            started,
            "PostgreSQL does not start; see {}",
            self.folder.join("postgres.log").display()
        );
        Ok(())
    }

    fn start_redis(&mut self, server: &Path, port: u16) -> anyhow::Result<()> {
        let child = std::process::Command::new(server)
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--appendonly", "yes", "--save", ""])
            .arg("--dir")
            .arg(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("start Redis")?;
        self.redis = Some(child);
        for _ in 0..200 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(());
            }
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
        anyhow::bail!("Redis does not answer on port {port}")
    }
}

impl Drop for Databases {
    fn drop(&mut self) {
        if let Some(tools) = &self.postgres {
            as_server(tools.join("pg_ctl"))
                .arg("-D")
                .arg(self.folder.join("postgres"))
                .args(["-m", "immediate", "stop"])
                .succeeds();
        }
        if let Some(redis) = &mut self.redis {
            let _ = redis.kill();
            let _ = redis.wait();
        }
        // What is left behind in a temporary folder fails no test.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// What the system lacks for it.
pub(super) fn lacks() -> Option<Requirement> {
    (postgres_tools().is_none() || on_path("redis-server").is_none()).then_some(DATABASES)
}

/// The folder of `initdb` and `pg_ctl`. Debian keeps them out of the PATH, in a folder for each version.
fn postgres_tools() -> Option<PathBuf> {
    if let Some(initdb) = on_path("initdb") {
        return initdb.parent().map(Path::to_owned);
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut folders: Vec<PathBuf> = versions.flatten().map(|version| version.path().join("bin")).collect();
    folders.retain(|folder| folder.join("initdb").is_file());
    folders.sort();
    folders.pop()
}

fn on_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|candidate| candidate.is_file())
}

/// PostgreSQL refuses to run as root, so that root starts it as the account that its package made.
fn as_server(program: PathBuf) -> Command {
    let is_root = Command::new("id").arg("-u").first_line().is_ok_and(|user| user == "0");
    if is_root {
        Command::new("runuser").args(["-u", "postgres", "--"]).arg(program).dir(std::env::temp_dir())
    } else {
        Command::new(program)
    }
}

#[cfg(unix)]
fn allow_everyone(folder: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o777))?;
    Ok(())
}

#[cfg(not(unix))]
fn allow_everyone(_: &Path) -> anyhow::Result<()> {
    Ok(())
}

fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
