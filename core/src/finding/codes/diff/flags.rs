//! Codes of changes of feature-flag manifests.

use super::super::codes;

codes! {
    FLAG_ADDED = "diff/flags/flag_added", Moderate,
        "a flag was added",
        "code may ask for it from now on",
        "add it switched off, and raise it step by step";
    FLAG_REMOVED = "diff/flags/flag_removed", High,
        "a flag was removed",
        "code that still asks for it gets its own fallback, which may differ from what was served",
        "remove the last use from the code first, or keep the flag until it expires";
    FLAG_RENAMED = "diff/flags/flag_renamed", High,
        "a flag has another key",
        "code asks for flags by their key",
        "keep the old key as an alias until no code asks for it";
    TYPE_CHANGED = "diff/flags/type_changed", High,
        "a flag has values of another type",
        "code that reads the old type gets its own fallback or an error",
        "add a flag of the new type, and remove the old one when nothing asks for it";
    VARIANT_ADDED = "diff/flags/variant_added", Moderate,
        "a variant was added",
        "nobody gets it until a rule or a rollout names it",
        "check that code knows what to do with it before somebody gets it";
    VARIANT_REMOVED = "diff/flags/variant_removed", High,
        "a variant was removed",
        "rules, prerequisites and code may name it",
        "send nobody to the variant first, and remove it when nothing names it";
    VARIANT_RENAMED = "diff/flags/variant_renamed", High,
        "a variant has another name",
        "prerequisites, experiments and code may name it",
        "keep the name, or rename it everywhere at once";
    VARIANT_TYPE_CHANGED = "diff/flags/variant_type_changed", High,
        "the value of a variant, or a part of it, has another type",
        "code that reads the old type gets its own fallback or an error",
        "add a flag of the new type, and remove the old one when nothing asks for it";
    VARIANT_VALUE_CHANGED = "diff/flags/variant_value_changed", Moderate,
        "a variant has another value",
        "everybody who gets the variant gets the new value at once",
        "add a variant with the new value, and roll it out step by step";
    VARIANT_MEMBER_ADDED = "diff/flags/variant_member_added", Moderate,
        "the value of a variant has a new part",
        "code that does not know the part passes over it",
        "check that code ignores what it does not know";
    VARIANT_MEMBER_REMOVED = "diff/flags/variant_member_removed", High,
        "the value of a variant lacks a part that it had",
        "code that reads the part finds nothing",
        "keep the part until no code reads it";
    VARIANT_UNSERVED = "diff/flags/variant_unserved", High,
        "a variant is given to nobody any more",
        "whoever had it is sent elsewhere, and an experiment loses an arm",
        "check that it was meant; remove the variant if it has served its time";
    FLAG_ENABLED = "diff/flags/flag_enabled", High,
        "a flag was switched on",
        "its rules and rollout decide from now on",
        "switch it on where it hurts least first, and watch";
    FLAG_DISABLED = "diff/flags/flag_disabled", High,
        "a flag was switched off",
        "everybody gets what is served while it is off",
        "check what that is, and that nobody relies on the other variants";
    DEFAULT_CHANGED = "diff/flags/default_changed", High,
        "another variant is served where no rule decides",
        "everybody whom no rule names gets the new variant at once",
        "roll the new variant out step by step";
    OFF_VARIANT_CHANGED = "diff/flags/off_variant_changed", High,
        "another variant is served while the flag is off",
        "switching off does something else than before",
        "check that the new variant is safe in an emergency";
    ROLLOUT_RAISED = "diff/flags/rollout_raised", Moderate,
        "a rollout reaches more users",
        "more users get what is new",
        "watch errors and load before the next step";
    ROLLOUT_LOWERED = "diff/flags/rollout_lowered", Moderate,
        "a rollout reaches fewer users",
        "users lose what they had",
        "check that they can go back, with the data they made meanwhile";
    ROLLOUT_CHANGED = "diff/flags/rollout_changed", Moderate,
        "users are shared out otherwise between variants",
        "some users switch between variants",
        "start an experiment anew when its shares change";
    BUCKETING_CHANGED = "diff/flags/bucketing_changed", High,
        "what decides who is in which bucket changed",
        "users are shuffled: more of them switch variants than the shares need",
        "keep key, salt and order of the buckets for as long as the rollout lasts";
    RULE_ADDED = "diff/flags/rule_added", Moderate,
        "a targeting rule was added",
        "those whom it fits get what it serves",
        "check whom it fits, and that no rule before it takes them";
    RULE_REMOVED = "diff/flags/rule_removed", Moderate,
        "a targeting rule was removed",
        "those whom it fitted get what later rules or the default serve",
        "check whom it fitted";
    RULE_MOVED = "diff/flags/rule_moved", Moderate,
        "a targeting rule stands elsewhere among the rules",
        "the first rule that fits decides",
        "keep the order, or make the rules exclude each other";
    RULE_CONDITION_CHANGED = "diff/flags/rule_condition_changed", Moderate,
        "a targeting rule fits others than before",
        "users come under the rule or fall out of it",
        "check whom it fits now";
    RULE_OUTCOME_CHANGED = "diff/flags/rule_outcome_changed", Moderate,
        "a targeting rule serves another variant",
        "those whom it fits switch at once",
        "check whom it fits, and roll out step by step";
    SEGMENT_ADDED = "diff/flags/segment_added", Moderate,
        "a segment was added",
        "nobody is affected until a rule uses it",
        "nothing needs to be done";
    SEGMENT_REMOVED = "diff/flags/segment_removed", High,
        "a segment was removed",
        "rules that use it fit nobody, or fail",
        "remove the rules that use it first";
    SEGMENT_CHANGED = "diff/flags/segment_changed", Moderate,
        "a segment has other members",
        "every flag whose rules use it serves others than before",
        "check each flag that uses it";
    PREREQUISITE_ADDED = "diff/flags/prerequisite_added", Moderate,
        "a flag depends on another flag",
        "whoever does not get the variant asked for there gets this flag switched off",
        "check that the other flag serves the variant to everybody concerned";
    PREREQUISITE_REMOVED = "diff/flags/prerequisite_removed", Moderate,
        "a flag does not depend on another flag any more",
        "it is served to users for whom it was off",
        "check that it works without the other flag";
    PREREQUISITE_CHANGED = "diff/flags/prerequisite_changed", Moderate,
        "a flag asks another flag for another variant",
        "it is on for others than before",
        "check which users get the variant asked for";
    PREREQUISITE_CYCLE = "diff/flags/prerequisite_cycle", High,
        "flags depend on each other in a circle",
        "none of them can be decided: they are off, or their own fallback is served",
        "remove one of the prerequisites";
    PREREQUISITE_MISSING = "diff/flags/prerequisite_missing", High,
        "a prerequisite names a flag that there is not",
        "the prerequisite is never met, so the flag is off for everybody",
        "name a flag of this manifest, or remove the prerequisite";
    WEIGHTS_INVALID = "diff/flags/weights_invalid", High,
        "the weights of a rollout do not add up",
        "some users fall into no bucket, or the manifest is refused",
        "make the weights add up to the whole";
    UNKNOWN_VARIANT = "diff/flags/unknown_variant", High,
        "a variant is named that the flag does not have",
        "whoever is sent to it gets the fallback of the code, or the manifest is refused",
        "name a variant of the flag, or add it";
    UNKNOWN_OPERATOR = "diff/flags/unknown_operator", High,
        "a targeting rule uses an operator that its notation does not have",
        "the rule fails or fits nobody",
        "use an operator of the notation";
    UNKNOWN_SEGMENT = "diff/flags/unknown_segment", High,
        "a targeting rule uses a segment that there is not",
        "the rule fits nobody, or fails",
        "name a segment of this manifest, or add it";
    EXPIRY_SHORTENED = "diff/flags/expiry_shortened", Moderate,
        "a flag expires earlier",
        "whoever relies on it has less time to move away",
        "tell the owners of the code that asks for it";
    EXPIRY_EXTENDED = "diff/flags/expiry_extended", Low,
        "a flag expires later",
        "it stays longer",
        "nothing needs to be done";
    ALIAS_ADDED = "diff/flags/alias_added", Low,
        "a flag has one more alias",
        "code may ask for it under this name too",
        "nothing needs to be done";
    ALIAS_REMOVED = "diff/flags/alias_removed", High,
        "a flag lacks an alias that it had",
        "code that asks for it under this name gets its own fallback",
        "keep the alias until no code asks for it";
    ENVIRONMENT_ADDED = "diff/flags/environment_added", Moderate,
        "a flag has settings of its own in one more environment",
        "the environment is served otherwise than before",
        "check what is served there";
    ENVIRONMENT_REMOVED = "diff/flags/environment_removed", High,
        "a flag has no settings of its own in an environment any more",
        "the environment gets the settings of the flag, or none",
        "check what is served there";
    ARCHIVED_CHANGED = "diff/flags/archived_changed", Moderate,
        "a flag was archived, or taken out of the archive",
        "tools hide archived flags, and some stop to serve them",
        "check that no code asks for a flag before it is archived";
    NOTES_CHANGED = "diff/flags/notes_changed", Info,
        "owner, description, tags or other notes changed",
        "the same is served to the same users",
        "nothing needs to be done";
    SETTING_CHANGED = "diff/flags/setting_changed", Moderate,
        "a setting changed that is not known here",
        "it may decide what is served",
        "look up what the setting means";
    REWRITTEN = "diff/flags/rewritten", Info,
        "the same is written otherwise",
        "the same is served to the same users",
        "nothing needs to be done";
}
