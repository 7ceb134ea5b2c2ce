//! State machines as data: checked, run one step at a time, drawn.
//!
//! 1. `definition` is the document; `faults` finds what keeps it from being run, `lints` what is odd about it;
//! 2. `compile` makes a [`Machine`] of it;
//! 3. `run` takes a step: an event, or time that passes; `moves` leaves and enters states; `guard` judges conditions and says what would make them hold;
//! 4. `diagram` draws it.

mod check;
mod compile;
mod definition;
mod diagram;
mod exclusion;
mod faults;
mod guard;
mod lints;
mod moves;
mod operations;
mod position;
mod run;
mod vocabulary;

pub(crate) use check::load;
pub use check::{CheckMachineInput, MachineReport, check_machine};
pub use compile::Machine;
pub(crate) use compile::PREVIOUS;
pub use definition::{
    AllOf, AnyOf, EffectWith, FactGuard, Guard, GuardWith, MachineEffect, MachineState,
    MachineTransition, Names, NotOf, RaisedEvent, StateMachine,
};
pub use guard::{Crossing, GuardQuestion, Judgement, Said, World};
pub(crate) use operations::possible;
pub use operations::{
    AdvanceMachineInput, DiagramFormat, ListTransitionsInput, MachineStep, PossibleTransition,
    PossibleTransitions, RenderMachineInput, RenderedMachine, StepOutcome, advance_machine,
    list_transitions, render_machine,
};
pub use position::Position;
pub(crate) use run::{Answer, Run};
pub use run::{Candidate, Taken};
