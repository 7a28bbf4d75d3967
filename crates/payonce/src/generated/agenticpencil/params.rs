//! The parameters of the operations of AgenticPencil.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.
