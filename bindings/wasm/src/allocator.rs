//! An allocator of a third of the size of the std's, and like it without a search that grows with the heap.

#[global_allocator]
static ALLOCATOR: rlsf::GlobalTlsf<SmallCode> = rlsf::GlobalTlsf::new();

struct SmallCode;

impl rlsf::GlobalTlsfOptions for SmallCode {
    const ENABLE_REALLOCATION: bool = false;
}
