//! Provider files for the simulator.

use payonce_core::FileFormat;
use payonce_sandbox::ProviderFile;

/// Reads a provider file for the simulator. payonce checks it first, as it does for a client. `format` is `toml` or `json`; by
/// default it is that of the name.
///
/// # Errors
/// Every problem of the file, each with its line and column.
pub fn provider_file(text: &str, format: Option<&str>, name: &str) -> Result<ProviderFile, String> {
    let format = match format {
        Some("json") => FileFormat::Json,
        Some(_) => FileFormat::Toml,
        None => FileFormat::of(name),
    };
    payonce_core::provider_file::load(text, format, name).map_err(|wrong| wrong.to_string())?;
    let read = match format {
        FileFormat::Json => ProviderFile::from_json(text),
        FileFormat::Toml => ProviderFile::from_toml(text),
    };
    read.map_err(|wrong| format!("{name}: {wrong}"))
}
