//! The parameters of the operations of Pay-i.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.
