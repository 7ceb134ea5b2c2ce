//! Embedded governance rules engine.
#![forbid(unsafe_code)]

// 0 base
pub mod error;

pub use error::{Error, ErrorCode, Result};
