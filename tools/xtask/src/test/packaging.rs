//! The packages as a user gets them.

use crate::checkout::Checkout;
use crate::test::runners;
use crate::test::totals::Totals;
use crate::{build, dist, progress};

pub(super) fn run(checkout: &Checkout) -> anyhow::Result<Totals> {
    let folder = checkout.scratch("packages")?;
    // The development profile: what is tested is the packing, and it builds in a fraction of the time.
    let wheel =
        progress::step("packing a wheel", || dist::wheel(checkout, &dist::Build::Here("dev"), &folder))?;
    let sources = progress::step("packing the Python sources", || dist::sources(checkout, &folder))?;
    build::packed_addon(checkout, "dev")?;
    let npm = progress::step("packing the npm packages", || dist::NpmPackages::pack(checkout, &folder))?;
    let mut variables =
        vec![("PAYONCE_WHEEL", wheel), ("PAYONCE_SDIST", sources), ("PAYONCE_TARBALL", npm.main)];
    variables.extend(npm.addon.map(|addon| ("PAYONCE_ADDON_TARBALL", addon)));
    runners::pytest(checkout, "tests/packaging", &variables)
}
