//! One machine, one step: what hosts ask.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::check::load;
use super::compile::{Machine, Trigger};
use super::diagram;
use super::guard::{GuardQuestion, Judgement, Said, World};
use super::position::Position;
use super::run::{Answer, Candidate, Run, Taken};
use crate::document::Source;
use crate::error::{Error, Result};
use crate::time::Timestamp;

/// What `advance_machine` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvanceMachineInput {
    /// The state machine.
    pub machine: Source,
    /// Where it is. Absent: it begins.
    #[serde(default)]
    pub position: Option<Position>,
    /// What happens. Absent: time passes, and what is due by `now`, or happens by itself with these facts, happens.
    #[serde(default)]
    pub event: Option<String>,
    /// What its conditions read.
    #[serde(default)]
    pub facts: Value,
    /// Guards by name, each with whether it holds. What is not named is not known, and does not pass.
    #[serde(default)]
    pub guards: BTreeMap<String, bool>,
    /// The time of the step; not before that of the position.
    pub now: Timestamp,
}

/// What has come of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepOutcome {
    /// Transitions were taken.
    Advanced,
    /// The event was refused: no transition for it has guards that hold.
    Denied,
    /// Time has passed, and nothing was due.
    Unchanged,
}

/// What `advance_machine` returns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MachineStep {
    /// What has come of it.
    pub outcome: StepOutcome,
    /// Where the machine is now. What was due has happened even when the event is denied.
    pub position: Position,
    /// The transitions that were taken, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken: Vec<Taken>,
    /// Of a denied event: the transitions for it, each with what its guards say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub denied: Vec<Candidate>,
    /// Events that effects have raised and nothing answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unanswered: Vec<String>,
    /// SHA-256 of the definition of the machine, in hexadecimal.
    pub machine_digest: String,
}

/// Takes one step of a state machine: an event, or time that passes.
///
/// What was due between the time of the position and `now` happens first, each at the instant it was due; so it makes
/// no difference how often somebody looks.
///
/// # Errors
/// `illegal_transition` when nothing answers the event in this state, with what is possible; `clock_regression` when
/// `now` lies before the position; `policy_invalid` when the machine cannot be run; `input_invalid` when the position
/// is none of it; `limit_exceeded` when it does not come to rest.
///
/// # Examples
/// ```
/// use meta_core::document::Source;
/// use meta_core::lifecycle::{AdvanceMachineInput, advance_machine};
///
/// let machine = "name: door\ninitial: shut\nstates: { open: {}, shut: {} }\n\
///                transitions: [{ event: open, from: shut, to: open, guards: [{ fact: /locked, equals: false }] }]\n";
/// let input = AdvanceMachineInput {
///     machine: Source::text(machine),
///     position: None,
///     event: Some("open".into()),
///     facts: serde_json::json!({ "locked": false }),
///     guards: Default::default(),
///     now: "2026-01-01T00:00:00Z".parse()?,
/// };
/// assert_eq!(advance_machine(&input)?.position.state, "open");
/// # Ok::<(), meta_core::Error>(())
/// ```
pub fn advance_machine(input: &AdvanceMachineInput) -> Result<MachineStep> {
    let (_, machine) = load(&input.machine).map_err(|error| error.within("/machine"))?;
    let stated = Stated { facts: &input.facts, guards: &input.guards };
    let mut run = started(&machine, &stated, input.position.as_ref(), input.now)?;
    let denied = match &input.event {
        None => {
            run.rest()?;
            Vec::new()
        }
        Some(event) => match run.event(event)? {
            Answer::Taken => Vec::new(),
            Answer::Denied(candidates) => candidates,
        },
    };
    let outcome = match (denied.is_empty(), run.taken.is_empty()) {
        (false, _) => StepOutcome::Denied,
        (true, true) => StepOutcome::Unchanged,
        (true, false) => StepOutcome::Advanced,
    };
    Ok(MachineStep {
        outcome,
        position: run.position,
        taken: run.taken,
        denied,
        unanswered: run.unanswered,
        machine_digest: machine.digest().to_owned(),
    })
}

fn started<'a>(
    machine: &'a Machine,
    world: &'a dyn World,
    position: Option<&Position>,
    now: Timestamp,
) -> Result<Run<'a>> {
    match position {
        None => Run::begin(machine, world, now),
        Some(position) => Run::resume(machine, world, position.clone(), now).map_err(|error| {
            if error.path().is_empty() { error.at("/now") } else { error.within("/position") }
        }),
    }
}

/// Facts and guards as a caller states them.
struct Stated<'a> {
    facts: &'a Value,
    guards: &'a BTreeMap<String, bool>,
}

impl World for Stated<'_> {
    fn guard(&self, asked: &GuardQuestion<'_>) -> Said {
        let name = asked.name;
        let holds = self.guards.get(name).copied();
        let needs = match holds {
            Some(true) => None,
            Some(false) => Some(format!("that `{name}` holds")),
            None => Some(format!("to be told whether `{name}` holds")),
        };
        Said { holds, value: None, needs }
    }

    fn fact(&self, pointer: &str) -> Option<&Value> {
        self.facts.pointer(pointer)
    }
}

/// What `list_transitions` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListTransitionsInput {
    /// The state machine.
    pub machine: Source,
    /// Where it is. Absent: where it is when it has begun.
    #[serde(default)]
    pub position: Option<Position>,
    /// What its conditions read.
    #[serde(default)]
    pub facts: Value,
    /// Guards by name, each with whether it holds. What is not named is not known, and does not pass.
    #[serde(default)]
    pub guards: BTreeMap<String, bool>,
    /// The time it is asked about; not before that of the position.
    pub now: Timestamp,
}

/// What `list_transitions` returns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PossibleTransitions {
    /// Where the machine is at `now`, after what was due.
    pub position: Position,
    /// What may happen there, by event, in the order in which the transitions of an event are tried.
    pub transitions: Vec<PossibleTransition>,
}

/// A transition from where a machine is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PossibleTransition {
    /// The event it answers. Absent: it is taken by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// When it is due. Absent when it does not wait for time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Its number in the definition, from 0.
    pub transition: usize,
    /// The state it enters. Absent: it leaves none, or nothing is remembered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Whether its event would take it now: its guards hold, and those of no earlier transition for the event do.
    pub allowed: bool,
    /// Its guards, each with whether it holds now and what would make it hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guards: Vec<Judgement>,
}

/// Lists what may happen to a machine where it is, each with its guards, whether they hold, and what would make them.
///
/// # Errors
/// As [`advance_machine`], but for `illegal_transition`.
pub fn list_transitions(input: &ListTransitionsInput) -> Result<PossibleTransitions> {
    let (_, machine) = load(&input.machine).map_err(|error| error.within("/machine"))?;
    let stated = Stated { facts: &input.facts, guards: &input.guards };
    let mut run = started(&machine, &stated, input.position.as_ref(), input.now)?;
    run.rest()?;
    let transitions = possible(&machine, &run);
    Ok(PossibleTransitions { position: run.position, transitions })
}

/// Lists what may happen where a machine is.
pub(crate) fn possible(machine: &Machine, run: &Run<'_>) -> Vec<PossibleTransition> {
    let mut transitions = Vec::new();
    for event in machine.events_from(&run.position.state) {
        let mut is_open = true;
        for Candidate { transition, to, guards } in run.candidates(event) {
            let allowed = is_open && guards.iter().all(Judgement::passes);
            is_open &= !allowed;
            let event = Some(event.to_owned());
            transitions.push(PossibleTransition {
                event,
                due: None,
                transition,
                to,
                allowed,
                guards,
            });
        }
    }
    transitions.extend(by_themselves(machine, run));
    transitions
}

fn by_themselves(machine: &Machine, run: &Run<'_>) -> Vec<PossibleTransition> {
    let tried = machine.tried(&run.position.state, |trigger| !matches!(trigger, Trigger::Event(_)));
    let listed = tried.map(|(from, index, edge)| {
        let due = match edge.trigger {
            Trigger::After(seconds) => run
                .position
                .entered(from.unwrap_or(&run.position.state))
                .and_then(|entered| entered.plus_seconds(seconds)),
            _ => None,
        };
        let Candidate { transition, to, guards } = run.candidate(index, edge, run.position.now);
        PossibleTransition { event: None, due, transition, to, allowed: false, guards }
    });
    listed.collect()
}

/// A language of pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DiagramFormat {
    /// A state diagram of Mermaid, which GitHub and GitLab draw in Markdown.
    #[default]
    Mermaid,
    /// The language of Graphviz, which draws SVG.
    Dot,
}

/// What `render_machine` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenderMachineInput {
    /// The state machine.
    pub machine: Source,
    /// A state to mark. Absent: none.
    #[serde(default)]
    pub current: Option<String>,
    /// The language.
    #[serde(default)]
    pub format: DiagramFormat,
}

/// What `render_machine` returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenderedMachine {
    /// The picture, in the language that was asked for.
    pub text: String,
}

/// Draws a state machine as a Mermaid diagram or in the language of Graphviz.
///
/// # Errors
/// `policy_invalid` when the machine cannot be run, `input_invalid` when it has no state `current`.
pub fn render_machine(input: &RenderMachineInput) -> Result<RenderedMachine> {
    let (definition, machine) = load(&input.machine).map_err(|error| error.within("/machine"))?;
    let current = input.current.as_deref();
    if let Some(name) = current.filter(|name| !machine.is_leaf(name)) {
        let message =
            format!("the machine `{}` has no state `{name}` without others inside", machine.name());
        return Err(Error::invalid("/current", message));
    }
    let text = match input.format {
        DiagramFormat::Mermaid => diagram::mermaid(&definition, current),
        DiagramFormat::Dot => diagram::dot(&definition, current),
    };
    Ok(RenderedMachine { text })
}
