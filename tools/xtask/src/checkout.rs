//! Where things are.

use std::env::consts::{DLL_PREFIX, DLL_SUFFIX, EXE_SUFFIX};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

pub(crate) struct Checkout {
    root: PathBuf,
}

impl Checkout {
    pub(crate) fn find() -> anyhow::Result<Self> {
        // The folder that this was compiled in, not the current one: `cargo xtask` works from any folder below.
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here.ancestors().nth(2).context("find the checkout above tools/xtask")?;
        Ok(Self { root: root.to_owned() })
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.path("target"), |folder| self.root.join(folder))
    }

    /// A folder of our own inside `target`: stamps, logs, reports.
    pub(crate) fn scratch(&self, name: &str) -> anyhow::Result<PathBuf> {
        let folder = self.target().join("xtask").join(name);
        std::fs::create_dir_all(&folder).with_context(|| format!("create {}", folder.display()))?;
        Ok(folder)
    }

    /// A program of the Python environment inside the checkout.
    pub(crate) fn venv(&self, program: &str) -> PathBuf {
        let folder = if cfg!(windows) { ".venv/Scripts" } else { ".venv/bin" };
        self.path(folder).join(format!("{program}{EXE_SUFFIX}"))
    }

    /// The `payonce` command as the development build leaves it.
    pub(crate) fn command(&self) -> PathBuf {
        self.target().join("debug").join(format!("payonce{EXE_SUFFIX}"))
    }

    /// The program that plays the HTTP side of the shared cases.
    pub(crate) fn vector_server(&self) -> PathBuf {
        self.target().join("debug").join(format!("vector-server{EXE_SUFFIX}"))
    }

    /// The program that breaks the simulated providers under load, as the tests use it.
    pub(crate) fn chaos(&self) -> PathBuf {
        self.target().join("debug").join(format!("chaos{EXE_SUFFIX}"))
    }

    /// The same program for the long run.
    pub(crate) fn fast_chaos(&self) -> PathBuf {
        self.target().join("chaos").join(format!("chaos{EXE_SUFFIX}"))
    }

    /// A dynamic library as cargo names it.
    pub(crate) fn library(&self, profile: &str, name: &str) -> PathBuf {
        self.target().join(profile).join(library_name(name))
    }

    pub(crate) fn relative<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }
}

pub(crate) fn library_name(name: &str) -> String {
    format!("{DLL_PREFIX}{name}{DLL_SUFFIX}")
}
