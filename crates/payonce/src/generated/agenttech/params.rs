//! The parameters of the operations of AgentTech Pay.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.
