//! What the benchmarks run on: made-up platforms and graphs of any size, the same in every run.

pub mod clock;
pub mod fleet;
pub mod graph;
pub mod inputs;
pub mod memory;
pub mod model;
pub mod platform;
pub mod random;
mod write;

pub use platform::{Platform, platform};

/// The allocator of the command line and of the Python and Node modules.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
