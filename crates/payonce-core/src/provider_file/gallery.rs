//! The provider files that come with payonce.

use super::problem::hint;
use super::{FileFormat, FileProblem, LoadedProvider, ProviderFileError, load};

/// A provider file that comes with payonce, in TOML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct GalleryFile {
    /// The id of the provider.
    pub id: &'static str,
    /// What messages call the file.
    pub name: &'static str,
    /// The text of the file.
    pub text: &'static str,
}

macro_rules! gallery {
    ($($id:literal),+) => {
        /// Every provider file that comes with payonce, by id.
        pub const GALLERY: &[GalleryFile] = &[$(GalleryFile {
            id: $id,
            name: concat!($id, ".toml"),
            text: include_str!(concat!("../../gallery/", $id, ".toml")),
        }),+];
    };
}

gallery!("acp", "coinbase_cdp", "mpp", "stripe", "x402_facilitator");

/// The file of this id that comes with payonce.
///
/// # Errors
/// There is none. The message has the nearest id, or all of them.
pub fn gallery_file(id: &str) -> Result<GalleryFile, ProviderFileError> {
    let found = GALLERY.iter().find(|file| file.id == id);
    found.copied().ok_or_else(|| {
        let ids: Vec<&str> = GALLERY.iter().map(|file| file.id).collect();
        let hint = hint(id, &ids, "these ids have one:");
        let message = format!("payonce comes with no provider file of this id{hint}");
        ProviderFileError { file: id.to_owned(), problems: vec![FileProblem { line: 1, column: 1, message }] }
    })
}

impl GalleryFile {
    /// Loads the provider.
    ///
    /// # Errors
    /// None: the tests load every file.
    pub fn load(&self) -> Result<LoadedProvider, ProviderFileError> {
        load(self.text, FileFormat::Toml, self.name)
    }
}
