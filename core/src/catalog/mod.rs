//! The service catalog: which services there are, and what each says of itself.

mod types;

pub use types::*;
