//! The objects of Pay-i.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.
