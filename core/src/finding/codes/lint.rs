//! Codes of what can be told of a policy without running it.

use super::codes;

codes! {
    COLLECTS_VALUES = "lint/collects_values", Low,
        "a policy collects values in a loop in place of saying what it found",
        "each step that builds a container walks the whole of it, and one finding for many things can be neither accepted nor mended one by one",
        "say each with `deny`, `warn` or `info`, told apart with `about`; for one text of many use `join`";
    COLLIDING_DECISIONS = "lint/colliding_decisions", Moderate,
        "decisions about several things have the same fingerprint",
        "a waiver or a baseline for one of them accepts the others",
        "name what each is about with `about`";
    COPIED_CONTAINER = "lint/copied_container", Low,
        "`in` copies the container that it searches",
        "the copy costs more than the search, each time the policy is asked",
        "write `container.contains(value)`, or give the list as a parameter";
    HOOK_PARAMETERS = "lint/hook_parameters", High,
        "the parameters of a hook have the names of others",
        "the policy reads one thing as if it were another, and fails",
        "name the parameters as the reference of policies does";
    INVALID_SUPPRESSION = "lint/invalid_suppression", Moderate,
        "a comment that accepts findings of lints has no reason, or names no lint",
        "nobody can tell later whether the finding may be accepted still",
        "write `allow lint/<name>: <reason>` in a comment";
    MISSING_FIX = "lint/missing_fix", Low,
        "the header of a policy does not tell how to mend what it finds",
        "who is stopped by a finding has to ask somebody",
        "tell in the header under `fix` what to do";
    MISSING_TEST = "lint/missing_test", Low,
        "a policy has no test beside it",
        "nobody notices when the policy stops to find what it is for",
        "write a file of the name of the policy that ends in `.test.yaml`";
    MISSING_WHY = "lint/missing_why", Low,
        "the header of a policy does not tell why it matters",
        "a rule without a reason is kept for ever, or ignored",
        "tell in the header under `why` what happens otherwise";
    MIXED_COMPARISON = "lint/mixed_comparison", High,
        "values that have no order are compared",
        "the comparison is an error, and the policy decides nothing",
        "compare values of one type; `to_number` and `to_string` turn one into another";
    NUMBER_AS_KEY = "lint/number_as_key", Moderate,
        "only numbers in their messages tell decisions apart",
        "fingerprints leave numbers out, so that a waiver for one of them accepts the others",
        "name what each is about with `about`";
    OVERLAPPING_POLICIES = "lint/overlapping_policies", Moderate,
        "two policies say the same",
        "one problem is found twice, and has to be accepted twice",
        "keep one of them; what differs is a parameter";
    SHADOWED_NAME = "lint/shadowed_name", Moderate,
        "a name stands for two things",
        "who reads or changes the policy takes one for the other",
        "give one of them another name";
    UNDECLARED_PARAMETER = "lint/undeclared_parameter", High,
        "a policy reads a parameter that its header does not declare",
        "reading it is an error, and the policy decides nothing",
        "declare the parameter in the header, with its type and its default";
    UNKNOWN_FACT = "lint/unknown_fact", High,
        "a policy reads a fact that no document can state",
        "the policy never finds what it is for, or always fails",
        "write the fact as the reference of policies or the schema of manifests does";
    UNKNOWN_HOOK = "lint/unknown_hook", High,
        "a function has nearly the name of a hook, and nobody calls it",
        "the policy is never asked",
        "give the function the name of the hook";
    UNREACHABLE = "lint/unreachable", Moderate,
        "a part of a policy never runs",
        "what it should find is not found",
        "remove it, or mend the condition or the `return` before it";
    UNUSED_FUNCTION = "lint/unused_function", Low,
        "a function of a policy is never called",
        "who reads the policy takes it for something that is checked",
        "call the function or remove it";
    UNUSED_PARAMETER = "lint/unused_parameter", Moderate,
        "a policy does not read a parameter that its header declares",
        "who sets the parameter believes that something changes",
        "read the parameter or remove it from the header";
    UNUSED_SUPPRESSION = "lint/unused_suppression", Low,
        "a comment accepts a finding of a lint that is not there",
        "what it was written for is mended, and the next finding would be accepted unseen",
        "remove the comment";
}
