//! Policies that are asked whether artifacts, projects and tasks may change their states.
//!
//! 1. `guard` asks the policies about one transition;
//! 2. `guarded` reads them beside the inputs of the core's operations, which stay what they are;
//! 3. `rows` are those operations, and the handle, with policies.

mod guard;
mod guarded;
mod rows;

pub use guard::PolicyGuard;
pub use guarded::{GuardInput, Guarded};
pub(crate) use rows::{handle, operation};
