//! What the benchmarks run on: made-up platforms and graphs of any size, the same in every run.

pub mod graph;
pub mod inputs;
pub mod memory;
pub mod model;
pub mod platform;
pub mod random;
mod write;

pub use platform::{Platform, platform};
