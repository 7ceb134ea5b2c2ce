//! Policies of meta-core: small Rhai scripts over its documents and reports.
//!
//! 1. `policy` reads and compiles policies, `pack` what a team sets for them;
//! 2. `facts` are what scripts see, `library` what they can ask, `decision` what they say;
//! 3. `engine` runs scripts within limits;
//! 4. `evaluate` asks every policy about every subject and reports;
//! 5. `platform` lets policies have their say in the checks of the core,
//!    and `lifecycle` in what may change its state;
//! 6. `effect` tells what a change of policies does;
//! 7. `lint` tells what is wrong, or probably not meant, without asking;
//! 8. `observe` watches policies decide;
//! 9. `testing` holds what policies say against what their tests expect, and `explain` tells why they say it.
#![forbid(unsafe_code)]

mod decision;
pub mod effect;
mod engine;
mod evaluate;
mod explain;
mod facts;
mod library;
pub mod lifecycle;
mod lint;
mod observe;
pub mod operations;
mod pack;
pub mod platform;
pub mod policy;
mod reference;
mod shipped;
mod testing;

pub use decision::Outcome;
pub use engine::{Clock, Deadline, Limits, with_clock};
pub use evaluate::*;
pub use explain::*;
pub use lint::{LintPoliciesInput, LintReport, lint_policies};
pub use operations::call;
pub use pack::*;
pub use reference::{HookReference, MemberReference, Reference, TypeReference, reference};
pub use shipped::{
    ListPoliciesInput, ShippedPolicies, list_policies, shipped_packs, shipped_policies,
};
pub use testing::*;
