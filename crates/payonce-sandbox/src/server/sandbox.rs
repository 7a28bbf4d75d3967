//! Starts and stops the simulator.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

use super::exchange::{Shared, stopped};
use super::{control, h1, h2};
use crate::catalog::ProviderId;
use crate::clock::Clock;
use crate::dashboard::{self, Dashboard};
use crate::declared::ProviderFile;
use crate::faults::{FaultPlan, FaultPlanError};
use crate::ledger::LedgerReport;
use crate::providers::credentials;
use crate::service::{Envelope, Settings};
use crate::state::{RequestRecord, World};

/// The options of the simulator.
#[derive(Debug, Clone)]
pub struct Config {
    /// The port; 0 picks a free one.
    pub port: u16,
    /// The address to listen on; anything but loopback also needs [`Config::allow_remote`].
    pub host: IpAddr,
    /// Whether other machines may connect. They can read every request that arrived.
    pub allow_remote: bool,
    /// The faults at the start and after a reset.
    pub faults: FaultPlan,
    /// The source of the time.
    pub clock: Clock,
    /// Providers that the simulator plays beside its own five.
    pub providers: Vec<ProviderFile>,
    /// The dashboard, which needs a loopback address.
    pub dashboard: Option<Dashboard>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            port: 0,
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            allow_remote: false,
            faults: FaultPlan::none(),
            clock: Clock::system(),
            providers: Vec::new(),
            dashboard: None,
        }
    }
}

/// Why the simulator did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address is not loopback, and `allow_remote` is not set.
    #[error(
        "{host} is reachable from other machines; allow remote clients explicitly, or listen on 127.0.0.1"
    )]
    NotLoopback {
        /// The requested address.
        host: IpAddr,
    },
    /// Two files describe a provider with the same id.
    #[error("two provider files have the id \"{id}\"; the simulator can play one of them")]
    DuplicateProvider {
        /// The id.
        id: ProviderId,
    },
    /// The dashboard would be reachable from other machines.
    #[error("the dashboard is for this machine only; listen on 127.0.0.1 instead of {host}")]
    DashboardNotLoopback {
        /// The requested address.
        host: IpAddr,
    },
    /// The operating system has no random numbers for the token of the dashboard.
    #[error("the operating system has no random numbers: {0}")]
    Random(getrandom::Error),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}; choose another port, or 0 for any")]
    Listen {
        /// The requested address.
        address: SocketAddr,
        /// The error of the operating system.
        source: io::Error,
    },
}

/// A running simulator; it ends when it is dropped or shut down.
#[derive(Debug)]
pub struct Sandbox {
    shared: Arc<Shared>,
    url: String,
    address: SocketAddr,
    stop: watch::Sender<()>,
    acceptor: JoinHandle<()>,
}

impl Sandbox {
    /// Starts the simulator on the tokio runtime of the caller.
    ///
    /// # Errors
    ///
    /// The address is not loopback and remote clients are not allowed, two provider files have the same id, or the simulator
    /// cannot listen on the address.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        if !config.host.is_loopback() && !config.allow_remote {
            return Err(StartError::NotLoopback { host: config.host });
        }
        if config.dashboard.is_some() && !config.host.is_loopback() {
            return Err(StartError::DashboardNotLoopback { host: config.host });
        }
        let dashboard =
            config.dashboard.map(dashboard::Running::new).transpose().map_err(StartError::Random)?;
        let files: Vec<Arc<ProviderFile>> = config.providers.into_iter().map(Arc::new).collect();
        for (at, file) in files.iter().enumerate() {
            if files.iter().take(at).any(|earlier| earlier.id() == file.id()) {
                return Err(StartError::DuplicateProvider { id: file.id() });
            }
        }
        let wanted = SocketAddr::new(config.host, config.port);
        let failed = |source| StartError::Listen { address: wanted, source };
        let listener = TcpListener::bind(wanted).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let url = format!("http://{address}");
        let shared = Arc::new(Shared {
            announcement: announcement(&url, &files, dashboard.is_some()),
            world: World::new(config.clock, config.faults, files, dashboard.is_some()),
            address,
            dashboard,
        });
        let (stop, stopped) = watch::channel(());
        let acceptor = tokio::spawn(accept(listener, Arc::clone(&shared), stopped));
        Ok(Self { shared, url, address, stop, acceptor })
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address of the dashboard, if there is one.
    #[must_use]
    pub fn dashboard_url(&self) -> Option<&str> {
        self.shared.announcement.get("ui_url").and_then(Value::as_str)
    }

    /// The address that the server listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `{"url", "providers": {"<id>": {"base_url", ...credentials}}}`, all that a client needs to begin. With provider files,
    /// `env` has the environment variables that their clients read. With a dashboard, `ui_url` is its address.
    #[must_use]
    pub fn providers(&self) -> &Value {
        &self.shared.announcement
    }

    /// The base URL for a vendor's own SDK.
    #[must_use]
    pub fn base_url(&self, provider: ProviderId) -> String {
        format!("{}/{provider}", self.url)
    }

    /// Reads a fault plan from JSON. Its rules can name the providers of files and their operations.
    ///
    /// # Errors
    ///
    /// The text is not JSON, or a field is missing, unknown or out of range; the message names the field.
    pub fn read_faults(&self, text: &str) -> Result<FaultPlan, FaultPlanError> {
        FaultPlan::read(text, self.shared.world.files().iter().map(AsRef::as_ref))
    }

    /// Replaces all faults; their counters start anew.
    pub fn set_faults(&self, plan: FaultPlan) {
        self.shared.world.set_faults(plan);
    }

    /// Every effect that happened, and the totals.
    #[must_use]
    pub fn ledger(&self) -> LedgerReport {
        self.shared.world.ledger()
    }

    /// The requests that arrived, oldest first, without the credentials in them. Preflights and control requests are left
    /// out. The newest 32 MiB of them are kept; [`Sandbox::dropped_requests`] counts the others.
    #[must_use]
    pub fn requests(&self) -> Vec<RequestRecord> {
        self.shared.world.requests()
    }

    /// How many of the oldest requests the simulator has dropped.
    #[must_use]
    pub fn dropped_requests(&self) -> u64 {
        self.shared.world.dropped_requests()
    }

    /// How many effects are pending because a fault sent their responses first.
    #[must_use]
    pub fn late_effects(&self) -> usize {
        self.shared.world.late()
    }

    /// Puts money on an account: cents on an AgentPay user key, USDC into the wallet of an AgentWallex or AgentTech
    /// agent, credits on an AgenticPencil key. False when there is no such account.
    pub fn top_up(&self, provider: ProviderId, account: &str, amount: Decimal) -> bool {
        self.shared.world.top_up(provider, account, amount)
    }

    /// Which of its two published bodies AgenticPencil responds with; a request may choose for itself with the
    /// header `X-Sandbox-Envelope: docs` or `server`.
    pub fn set_agenticpencil_envelope(&self, envelope: Envelope) {
        let world = &self.shared.world;
        world.change(Settings { agenticpencil_envelope: envelope, ..world.settings() });
    }

    /// Whether AgenticPencil enforces its limit of requests per minute with 429. By default it does not.
    pub fn enforce_rate_limits(&self, enforce: bool) {
        let world = &self.shared.world;
        world.change(Settings { rate_limits: enforce, ..world.settings() });
    }

    /// Moves the clock of the services forward: what expires after this time has expired.
    pub fn advance(&self, by: Duration) {
        self.shared.world.advance(by);
    }

    /// Restores the start: balances, settings, ledger, requests, and the faults of the [`Config`]. The clock stays.
    pub fn reset(&self) {
        self.shared.world.reset();
    }

    /// Accepts no more connections, closes hanging and idle ones, and completes the responses in progress.
    pub async fn shutdown(self) {
        drop(self.stop);
        let _ = self.acceptor.await;
    }
}

fn announcement(url: &str, files: &[Arc<ProviderFile>], has_dashboard: bool) -> Value {
    let mut providers: Map<String, Value> = ProviderId::ALL
        .iter()
        .map(|id| {
            let mut options = Map::new();
            options.insert("base_url".to_owned(), json!(format!("{url}/{id}")));
            if let Value::Object(secrets) = credentials(*id) {
                options.extend(secrets);
            }
            (id.to_string(), Value::Object(options))
        })
        .collect();
    let mut variables = Map::new();
    for file in files.iter().filter(|file| !file.extends_built_in()) {
        let base_url = format!("{url}/{}", file.id());
        variables.extend(file.environment(&base_url).map(|(name, value)| (name.to_owned(), value.into())));
        let secrets = file.credentials().into_iter().map(|(name, value)| (name.to_owned(), value.into()));
        let base_url = std::iter::once(("base_url".to_owned(), base_url.clone().into()));
        providers.insert(file.id().to_string(), Value::Object(base_url.chain(secrets).collect()));
    }
    let mut announced = Map::from_iter([("url".to_owned(), json!(url))]);
    if has_dashboard {
        announced
            .insert("ui_url".to_owned(), json!(format!("{url}{}/{}/", control::PREFIX, dashboard::NAME)));
    }
    announced.insert("providers".to_owned(), providers.into());
    if !files.is_empty() {
        announced.insert("env".to_owned(), variables.into());
    }
    announced.into()
}

async fn accept(listener: TcpListener, shared: Arc<Shared>, mut stop: watch::Receiver<()>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(serve(stream, Arc::clone(&shared), stop.clone()));
                }
                // The process is probably out of file handles. An immediate retry would only use processor time.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
            Some(_) = connections.join_next() => {}
            changed = stop.changed() => if changed.is_err() { break },
        }
    }
    drop(listener);
    // A response in progress takes longer than this only if the client stopped reading.
    let _ = timeout(Duration::from_secs(5), async { while connections.join_next().await.is_some() {} }).await;
}

async fn serve(stream: TcpStream, shared: Arc<Shared>, mut stop: watch::Receiver<()>) {
    let is_h2 = tokio::select! {
        is_h2 = h2::begins_with_h2(&stream) => is_h2,
        () = stopped(&mut stop) => return,
    };
    if is_h2 {
        h2::serve(stream, shared, stop).await;
    } else {
        h1::serve(stream, shared, stop).await;
    }
}
