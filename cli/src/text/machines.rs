//! State machines, for people.

use meta_core::lifecycle::MachineList;

use super::table::table;

/// Returns the list of the machines that come along.
pub(crate) fn list(list: &MachineList) -> String {
    let rows = list.machines.iter().map(|machine| {
        let description = machine.definition.description.clone().unwrap_or_default();
        vec![machine.name.clone(), machine.version.to_string(), description]
    });
    table("State machines", &["name", "version", "what it is for"], rows.collect())
}
