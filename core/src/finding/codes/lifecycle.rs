//! State machines, and what moves through them.

super::codes! {
    UNKNOWN_STATE = "lifecycle/unknown_state", Critical,
        "a state machine names a state that it does not have",
        "what leads there leads nowhere, so the machine is not run",
        "correct the name, or add the state";
    MISPLACED_STATE = "lifecycle/misplaced_state", Critical,
        "a state stands inside of itself, or has states inside without a first one among them",
        "nobody can tell where something is that enters it, so the machine is not run",
        "correct `parent`, or name one of the states inside as `initial`";
    UNUSABLE_NAME = "lifecycle/unusable_name", Critical,
        "a name of a state machine is empty, too long, has control characters or means something else",
        "it could not be told apart from what it looks like, so the machine is not run",
        "use a name of 1 to 256 bytes without control characters, other than `*` and `previous`";
    AMBIGUOUS_TRIGGER = "lifecycle/ambiguous_trigger", Critical,
        "a transition waits for an event and for time at once, or for a time that cannot be waited for",
        "nobody can tell when it is taken, so the machine is not run",
        "write two transitions, or a time of a second or more";
    NOTHING_REMEMBERED = "lifecycle/nothing_remembered", Critical,
        "a transition goes to `previous` from a state that remembers none",
        "there is nowhere to go, so the machine is not run",
        "write `remembers: true` at the state, or name the state to go to";
    UNKNOWN_GUARD = "lifecycle/unknown_guard", Critical,
        "a transition has a guard that nothing knows",
        "it can never hold, so the machine is not run",
        "correct the name, or declare the guard";
    EMPTY_GUARD = "lifecycle/empty_guard", High,
        "a guard compares a fact with nothing, or has no conditions inside",
        "`any` of nothing never holds, `all` of nothing always does, and a fact alone says nothing",
        "say what has to hold, or remove it";
    UNKNOWN_EFFECT = "lifecycle/unknown_effect", Critical,
        "a state machine has an effect that nothing knows",
        "what it stands for would not be done, so the machine is not run",
        "correct the name, or declare the effect";
    UNANSWERED_EVENT = "lifecycle/unanswered_event", High,
        "an effect raises an event that no transition answers",
        "nothing comes of it",
        "correct the name, or add the transition";
    UNREACHABLE_STATE = "lifecycle/unreachable_state", Moderate,
        "no way leads to a state",
        "it is never entered: it is left over, or a transition is missing",
        "remove it, or add the transition that leads there";
    DEAD_END = "lifecycle/dead_end", Moderate,
        "nothing leads out of a state that is not final",
        "whatever enters it stays there for ever, unfinished",
        "write `final: true`, or add the transition that leads out";
    ENDLESS_STATE = "lifecycle/endless_state", Low,
        "no final state can be reached from a state, though the machine has some",
        "whatever enters it is never finished",
        "add a way to a final state";
    EXIT_FROM_FINAL = "lifecycle/exit_from_final", High,
        "a transition leaves a final state",
        "it is never taken",
        "remove it, or `final`";
    SHADOWED_TRANSITION = "lifecycle/shadowed_transition", High,
        "an earlier transition without guards answers the same event",
        "this one is never taken",
        "put it first, or give the earlier one guards";
    OVERLAPPING_TRANSITIONS = "lifecycle/overlapping_transitions", Low,
        "guards of two transitions for one event may hold at once",
        "then the one that is written first is taken, which its readers may not see",
        "make the guards exclude each other, such as `not` of the earlier one";
    ENDLESS_LOOP = "lifecycle/endless_loop", Critical,
        "transitions without event and guards go in a circle",
        "the machine never comes to rest, so it is not run",
        "give one of them an event or a guard";
    LOOSENED_POLICY = "lifecycle/loosened_policy", Moderate,
        "a policy states something looser than one above it",
        "it has no effect: a policy below can only tighten, and who wrote it may believe otherwise",
        "remove it, or change the policy above";
}
