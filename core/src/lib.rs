//! Embedded governance rules engine.
#![forbid(unsafe_code)]

// 0 base
pub mod canonical;
pub mod document;
pub mod error;
pub mod finding;
mod name;
pub mod parallel;
mod present;
pub mod schema;
pub mod stats;
pub mod suggest;
pub mod time;
pub mod version;

// 1 model
pub mod catalog;
pub mod config;

// 2 relate
pub mod graph;

// 3 compare
pub mod diff;
pub mod drift;

// 4 judge
pub mod audit;
pub mod conflict;
pub mod quality;

// 5 decide
pub mod lifecycle;

// 6 compose
pub mod platform;

// 7 present
pub mod report;

// 8 surface
pub mod operations;

pub use error::{Error, ErrorCode, ErrorReport, Result};
pub use operations::call;

/// The examples of the front page are tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
