//! A third of the std's allocator, for a fifth more memory while a large response is read. Growing in place is left out:
//! it saves a copy here and there, and is a third of what remains.

#[global_allocator]
static ALLOCATOR: rlsf::GlobalTlsf<SmallCode> = rlsf::GlobalTlsf::new();

struct SmallCode;

impl rlsf::GlobalTlsfOptions for SmallCode {
    const ENABLE_REALLOCATION: bool = false;
}
