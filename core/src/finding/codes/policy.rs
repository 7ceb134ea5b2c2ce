//! Codes of what goes wrong with policies themselves. What policies find has their own identifiers.

use super::codes;

codes! {
    FAILED = "policy/failed", High,
        "a policy failed while it judged a subject, which counts as denied",
        "what the policy stands for was not checked",
        "mend the policy at the line that the evidence names, and add a test with such a subject";
    INVALID = "policy/invalid", High,
        "a policy cannot be used",
        "nothing of what the policy stands for is checked",
        "mend what the message names; the reference of policies tells what a policy can write";
    LIMIT_EXCEEDED = "policy/limit_exceeded", High,
        "a policy needed more than its limits allow, and the subject counts as denied",
        "what the policy stands for was not checked",
        "use a helper of the library in place of a loop, emit instead of collecting, or raise the limit";
    STOPPED = "policy/stopped", High,
        "a policy failed so often, or said so much, that it was not asked about the rest",
        "the rest was not checked",
        "mend the policy; its first failures stand beside this finding";
    TOO_MANY_FINDINGS = "policy/too_many_findings", High,
        "policies made more findings than the limit allows, and the rest was left out",
        "what was left out is not known",
        "narrow the policies, or raise the limit";
    UNDECIDED = "policy/undecided", Moderate,
        "a policy could not decide, because a fact that it reads is not stated",
        "what is not known cannot be called good",
        "state the fact, or tell in the header of the policy what a missing fact means";
}
