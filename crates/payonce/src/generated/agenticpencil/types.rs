//! The objects of AgenticPencil.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.
