//! Where the documents are on the web: the only place that decides it.

/// The documents in the repository. Links in errors lead here and not to the site: they are read where the code is, from its
/// first day, in forks, and without a deployment.
pub const DOCUMENTS: &str = "https://github.com/payonce/payonce/blob/main/docs";
/// The playground, which needs the site: the repository shows pages, and runs none.
pub const PLAYGROUND: &str = "https://payonce.github.io/payonce/playground/";

/// The section of a provider's error reference that a name of an error has, such as `policy_violation`.
#[must_use]
pub(crate) fn error_page(provider: &str, name: &str) -> String {
    // The headings of the page are lower-case in links.
    format!("{DOCUMENTS}/errors/{provider}.md#{}", name.to_ascii_lowercase())
}
