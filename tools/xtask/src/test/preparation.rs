//! What the suites need before they can run: done when the first suite asks, once, and told again when it failed.

use std::cell::OnceCell;

use anyhow::anyhow;

use crate::build::{self, Addons};
use crate::checkout::Checkout;
use crate::test::Suite;
use crate::{chaos, setup, site};

pub(super) struct Preparation<'a> {
    checkout: &'a Checkout,
    addons: Addons,
    /// Whether a suite of this run needs the npm package.
    has_npm_package: bool,
    native: Step,
    npm: Step,
    package: Step,
    python: Step,
}

type Step = OnceCell<Result<(), String>>;

impl<'a> Preparation<'a> {
    pub(super) fn new(checkout: &'a Checkout, suites: &[Suite]) -> Self {
        let python = suites.iter().any(|suite| {
            matches!(suite, Suite::Python | Suite::Integrations | Suite::Docs | Suite::Chaos | Suite::Site)
        });
        let node = suites.iter().any(|suite| uses_npm_package(*suite) && *suite != Suite::Browser);
        let addons = match (suites.contains(&Suite::Rust), python, node) {
            (true, _, _) => Addons::Workspace,
            (false, true, true) => Addons::Both,
            (false, true, false) => Addons::Python,
            (false, false, true) => Addons::Node,
            (false, false, false) => Addons::None,
        };
        Self {
            checkout,
            addons,
            has_npm_package: suites.iter().any(|suite| uses_npm_package(*suite)),
            native: Step::new(),
            npm: Step::new(),
            package: Step::new(),
            python: Step::new(),
        }
    }

    pub(super) fn of(&self, suite: Suite) -> anyhow::Result<()> {
        let checkout = self.checkout;
        if matches!(suite, Suite::Python | Suite::Packaging | Suite::Docs | Suite::Chaos | Suite::Site) {
            once(&self.python, || setup::python(checkout))?;
        }
        if matches!(suite, Suite::Integrations) {
            setup::python_frameworks(checkout)?;
        }
        // Some tests of Python settle what Node began. They are skipped where only Python is tested, and not in a whole run.
        let with_package = uses_npm_package(suite) || (suite == Suite::Python && self.has_npm_package);
        if with_package {
            once(&self.npm, || setup::node(checkout))?;
        }
        // The Rust tests start the command too.
        once(&self.native, || build::native(checkout, self.addons))?;
        if matches!(suite, Suite::Chaos) && self.addons != Addons::Workspace {
            chaos::build(checkout)?;
        }
        if matches!(suite, Suite::Docs) && self.addons != Addons::Workspace {
            build::examples(checkout)?;
        }
        if with_package {
            once(&self.package, || {
                let toolchain = setup::wasm(checkout)?;
                build::wasm(checkout, &toolchain)?;
                build::javascript(checkout)?;
                build::javascript_tests(checkout)
            })?;
        }
        if matches!(suite, Suite::Site) {
            site::dashboard(checkout, true)?;
            site::pages(checkout)?;
            site::tests(checkout)?;
        }
        if matches!(suite, Suite::Browser | Suite::Bundlers | Suite::Site) {
            setup::chromium()?;
        }
        Ok(())
    }
}

fn uses_npm_package(suite: Suite) -> bool {
    use Suite::{Browser, Bundlers, Chaos, Docs, Node, Packaging, Runtimes, Site};
    // The tests of the dashboard run the tests that it writes.
    matches!(suite, Node | Browser | Packaging | Runtimes | Bundlers | Docs | Chaos | Site)
}

fn once(step: &Step, work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    let done = step.get_or_init(|| work().map_err(|error| format!("{error:#}")));
    done.clone().map_err(|error| anyhow!(error))
}
