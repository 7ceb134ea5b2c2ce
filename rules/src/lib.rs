//! Policies of meta-core: small Rhai scripts over its documents and reports.
//!
//! 1. `policy` reads and compiles policies, `pack` what a team sets for them;
//! 2. `facts` are what scripts see, `library` what they can ask, `decision` what they say;
//! 3. `engine` runs scripts within limits;
//! 4. `evaluate` asks every policy about every subject and reports;
//! 5. `observe` watches policies decide;
//! 6. `testing` holds what policies say against what their tests expect, and `explain` tells why they say it.
#![forbid(unsafe_code)]

mod decision;
mod engine;
mod evaluate;
mod explain;
mod facts;
mod library;
mod observe;
pub mod operations;
mod pack;
pub mod policy;
mod reference;
mod shipped;
mod testing;

pub use decision::Outcome;
pub use engine::{Deadline, Limits};
pub use evaluate::*;
pub use explain::*;
pub use operations::call;
pub use pack::*;
pub use reference::{HookReference, MemberReference, Reference, TypeReference, reference};
pub use shipped::{
    ListPoliciesInput, ShippedPolicies, list_policies, shipped_packs, shipped_policies,
};
pub use testing::*;
