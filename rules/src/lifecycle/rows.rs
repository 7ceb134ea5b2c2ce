//! The operations and the handle of a lifecycle, which read policies beside what the core reads.

use meta_core::lifecycle::{
    self as core, AdvanceLifecycleInput, AdvanceManyInput, BuildBlockingReportInput,
    CheckLifecycleInput, ExplainTransitionInput, ListAvailableInput, OpenLifecycleInput,
    ReplayLifecycleInput,
};
use meta_core::operations::{Handle, Operation, input_schema, open_lifecycle, write_report};

use super::Guarded;

/// Gives a row of the core policies, if it is one of these.
macro_rules! guarded {
    ($row:ident; $($name:ident, $input:ident;)*) => {
        match $row.name {
            $(stringify!($name) => Operation {
                input_schema: input_schema::<Guarded<$input>>,
                run: |value| {
                    let Guarded { mut input, beside } = Guarded::<$input>::read(value)?;
                    input.config.guard = beside.guard()?;
                    write_report(&core::$name(&input)?)
                },
                ..$row
            },)*
            _ => $row,
        }
    };
}

/// Returns an operation of the core as it is with policies. Without them it answers as the core does.
pub(crate) fn operation(row: Operation) -> Operation {
    guarded! { row;
        advance_lifecycle, AdvanceLifecycleInput;
        advance_many, AdvanceManyInput;
        build_blocking_report, BuildBlockingReportInput;
        check_lifecycle, CheckLifecycleInput;
        explain_transition, ExplainTransitionInput;
        list_available, ListAvailableInput;
        replay_lifecycle, ReplayLifecycleInput;
    }
}

/// Returns the handle of the core as it is with policies, which are compiled once.
pub(crate) const fn handle(row: &Handle) -> Handle {
    Handle {
        input_schema: input_schema::<Guarded<OpenLifecycleInput>>,
        open: |value| {
            let Guarded { mut input, beside } = Guarded::<OpenLifecycleInput>::read(value)?;
            input.config.guard = beside.guard()?;
            open_lifecycle(&input)
        },
        ..*row
    }
}
