//! Lifecycle: what may happen to something next, and what has to hold for it.
//!
//! State machines are documents that users extend or replace; one small interpreter runs them.

mod machine;
mod protocol;
mod shipped;

pub use machine::*;
pub use protocol::*;
pub use shipped::{ListMachinesInput, MachineList, ShippedMachine, list_machines, shipped_machine};
