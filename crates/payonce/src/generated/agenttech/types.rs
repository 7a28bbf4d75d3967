//! The objects of AgentTech Pay.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.
