//! Codes of changes of configuration and policies.

use super::super::codes;

codes! {
    ONLY_NOTATION_CHANGED = "diff/config/only_notation_changed", Info,
        "the text changed, and its data did not",
        "comments, white space, quotes, order of keys and anchors mean nothing to those who read the data",
        "nothing to do";
    VALUE_REWRITTEN = "diff/config/value_rewritten", Info,
        "a value is written in another way",
        "the value is the same amount, step or range as before",
        "nothing to do";
    DESCRIPTION_CHANGED = "diff/config/description_changed", Info,
        "a description, label or reason changed",
        "it is for people, and decides nothing",
        "nothing to do";
    OWNER_CHANGED = "diff/config/owner_changed", Info,
        "something has another owner",
        "what is decided stays the same, and other people answer for it",
        "tell the old and the new owner";
    KEY_ADDED = "diff/config/key_added", Info,
        "a key is new",
        "what reads the old keys still finds them",
        "nothing to do";
    REQUIRED_KEY_ADDED = "diff/config/required_key_added", High,
        "an input is new and required",
        "callers that do not hand it in fail",
        "give it a default, or make it optional until every caller hands it in";
    KEY_REMOVED = "diff/config/key_removed", High,
        "a key is gone",
        "what reads the key finds nothing, or a default that may differ",
        "keep the key until nothing reads it, or keep its name as an alias";
    KEY_RENAMED = "diff/config/key_renamed", High,
        "a key has another name",
        "what reads the old name finds nothing",
        "keep the old name as an alias until nothing reads it";
    TYPE_CHANGED = "diff/config/type_changed", High,
        "a value has another type",
        "what reads the value expects the old type",
        "add a key of the new type, and deprecate the old one";
    VALUE_CHANGED = "diff/config/value_changed", Moderate,
        "a value changed",
        "what depends on the value behaves differently; which way, its name does not tell",
        "review the change, and state the polarity of the field if it guards something";
    VERSION_CHANGED = "diff/config/version_changed", Moderate,
        "the version that a file states of itself changed",
        "readers may choose what they do by it",
        "check that every reader knows the version";
    MAJOR_VERSION_CHANGED = "diff/config/major_version_changed", High,
        "the major version that a file states of itself changed",
        "readers of the old version may refuse the file, or read it in another way",
        "upgrade the readers first";
    VERSION_RANGE_NARROWED = "diff/config/version_range_narrowed", High,
        "a range admits fewer versions",
        "versions that were admitted are refused now",
        "check what is in use before the range is narrowed";
    VERSION_RANGE_WIDENED = "diff/config/version_range_widened", Moderate,
        "a range admits more versions",
        "versions that nobody asked for before may come in",
        "review the versions that are admitted now";
    VERSION_RANGE_MOVED = "diff/config/version_range_moved", Moderate,
        "a range admits other versions",
        "some versions are refused now, and others are admitted",
        "check what is in use, and review the versions that are admitted now";
    LIST_MEMBER_ADDED = "diff/config/list_member_added", Moderate,
        "a value joined a list",
        "what the list is for, its name does not tell",
        "review the change, and state the polarity of the field if it guards something";
    LIST_MEMBER_REMOVED = "diff/config/list_member_removed", Moderate,
        "a value left a list",
        "what the list is for, its name does not tell",
        "review the change, and state the polarity of the field if it guards something";
    LIST_REORDERED = "diff/config/list_reordered", Moderate,
        "a list has another order",
        "where order counts, what comes first changed",
        "state whether the order of the list counts";
    ITEM_ADDED = "diff/config/item_added", Info,
        "an item is new in a list",
        "what uses the other items still finds them",
        "nothing to do";
    ITEM_REMOVED = "diff/config/item_removed", High,
        "an item is gone from a list",
        "what uses the item finds nothing",
        "keep the item until nothing uses it";
    ITEM_RENAMED = "diff/config/item_renamed", High,
        "an item has another name",
        "what names the item finds nothing",
        "keep the old name as an alias until nothing uses it";
    ITEM_MOVED = "diff/config/item_moved", Moderate,
        "an item of an ordered list has another place",
        "items take effect one after the other",
        "check that nothing relies on the old order";
    LIMIT_TIGHTENED = "diff/config/limit_tightened", High,
        "a limit restricts more",
        "what kept to the old limit may be refused now",
        "check what is in use against the new limit before it applies";
    LIMIT_LOOSENED = "diff/config/limit_loosened", Moderate,
        "a limit restricts less",
        "what was refused is admitted now",
        "have the new limit reviewed, and state the reason beside it";
    SWITCH_TIGHTENED = "diff/config/switch_tightened", High,
        "a switch restricts more",
        "what was admitted may be refused now",
        "check what is in use before the switch is turned";
    SWITCH_LOOSENED = "diff/config/switch_loosened", Moderate,
        "a switch restricts less",
        "what was refused may be admitted now",
        "have the change reviewed, and state the reason beside it";
    GUARD_ADDED = "diff/config/guard_added", High,
        "settings that guard something are new",
        "what was admitted may be refused now",
        "check what is in use against the new guard before it applies";
    GUARD_REMOVED = "diff/config/guard_removed", Moderate,
        "settings that guard something are gone",
        "what was refused may be admitted now",
        "have the removal reviewed, and state the reason";
    ALLOW_LIST_LENGTHENED = "diff/config/allow_list_lengthened", Moderate,
        "a value joined a list of what is allowed",
        "what was refused is admitted now",
        "have the entry reviewed, and state the reason beside the list";
    ALLOW_LIST_SHORTENED = "diff/config/allow_list_shortened", High,
        "a value left a list of what is allowed",
        "what was admitted is refused now",
        "check that nothing uses the entry before it is removed";
    DENY_LIST_LENGTHENED = "diff/config/deny_list_lengthened", High,
        "a value joined a list of what is denied or required",
        "what was admitted may be refused now",
        "check what the entry affects before it applies";
    DENY_LIST_SHORTENED = "diff/config/deny_list_shortened", Moderate,
        "a value left a list of what is denied or required",
        "what was refused may be admitted now",
        "have the removal reviewed, and state the reason beside the list";
    ACCESS_NARROWED = "diff/config/access_narrowed", High,
        "an access level is lower",
        "what was permitted is refused now",
        "check what uses the access before it is taken away";
    ACCESS_WIDENED = "diff/config/access_widened", Moderate,
        "an access level is higher",
        "more is permitted than before",
        "have the access reviewed, and state the reason beside it";
    RULE_ADDED = "diff/config/rule_added", Moderate,
        "a rule is new that only reports, or is switched off",
        "it refuses nothing, and may report what it meets",
        "check what it reports before it is enforced";
    RULE_REMOVED = "diff/config/rule_removed", Moderate,
        "a rule is gone that only reported, or was switched off",
        "what it met is not reported any more",
        "state why the rule is not needed any more";
    RESTRICTION_ADDED = "diff/config/restriction_added", High,
        "a rule is new that denies or requires",
        "what was admitted may be refused now",
        "let the rule report for a while before it is enforced";
    RESTRICTION_REMOVED = "diff/config/restriction_removed", Moderate,
        "a rule is gone that denied or required",
        "what was refused may be admitted now",
        "have the removal reviewed, and state the reason";
    PERMISSION_ADDED = "diff/config/permission_added", Moderate,
        "a rule is new that allows",
        "what was refused may be admitted now",
        "have the rule reviewed, and state the reason in it";
    PERMISSION_REMOVED = "diff/config/permission_removed", High,
        "a rule is gone that allowed",
        "what was admitted may be refused now",
        "check that nothing relies on the rule before it is removed";
    EFFECT_TIGHTENED = "diff/config/effect_tightened", High,
        "a rule does something stricter",
        "what it admitted or only reported is refused now",
        "check what the rule meets before it is enforced";
    EFFECT_LOOSENED = "diff/config/effect_loosened", Moderate,
        "a rule does something less strict",
        "what it refused is admitted now",
        "have the change reviewed, and state the reason in the rule";
    CONDITION_REWRITTEN = "diff/config/condition_rewritten", Info,
        "a condition says the same in other words",
        "the rule applies in the same situations",
        "nothing to do";
    CONDITION_TIGHTENED = "diff/config/condition_tightened", High,
        "when or where a rule applies changed so that it restricts more",
        "situations that were admitted are refused now",
        "check the situations that the rule covers now before it is enforced";
    CONDITION_LOOSENED = "diff/config/condition_loosened", Moderate,
        "when or where a rule applies changed so that it restricts less",
        "situations that were refused are admitted now",
        "have the change reviewed, and state the reason in the rule";
    CONDITION_CHANGED = "diff/config/condition_changed", Moderate,
        "a rule applies in other situations",
        "some situations may be refused now, and others admitted",
        "review which situations the rule covers now";
    SEVERITY_RAISED = "diff/config/severity_raised", High,
        "a severity is higher",
        "what was let through below a threshold may stop a release now",
        "check what is reported with the severity before it is raised";
    SEVERITY_LOWERED = "diff/config/severity_lowered", Moderate,
        "a severity is lower",
        "what stopped a release may be let through now",
        "have the change reviewed, and state the reason beside it";
    ENFORCEMENT_TIGHTENED = "diff/config/enforcement_tightened", High,
        "something is enforced more strictly",
        "what was only reported may be refused now",
        "clear what is reported before it is enforced";
    ENFORCEMENT_LOOSENED = "diff/config/enforcement_loosened", Moderate,
        "something is enforced less strictly",
        "what was refused may be only reported now",
        "have the change reviewed, and state the reason beside it";
    EXEMPTION_ADDED = "diff/config/exemption_added", Moderate,
        "an exemption is new",
        "what was refused is admitted where the exemption applies",
        "give the exemption a reason, an owner and an end";
    EXEMPTION_REMOVED = "diff/config/exemption_removed", High,
        "an exemption is gone",
        "what it let through is refused now",
        "check that what was exempt complies before the exemption is removed";
    EXPIRY_POSTPONED = "diff/config/expiry_postponed", High,
        "something ends later",
        "what it permits is permitted for longer, and what it restricts is restricted for longer",
        "have the new date reviewed, and state the reason beside it";
    EXPIRY_BROUGHT_FORWARD = "diff/config/expiry_brought_forward", High,
        "something ends earlier",
        "what it permits is refused sooner, and what it restricts is free sooner",
        "tell those who rely on the old date";
    DEFAULT_EFFECT_TIGHTENED = "diff/config/default_effect_tightened", High,
        "where no rule applies, less is admitted",
        "whatever no rule allows is refused now",
        "add rules for what is in use before the default changes";
    DEFAULT_EFFECT_LOOSENED = "diff/config/default_effect_loosened", High,
        "where no rule applies, more is admitted",
        "whatever no rule denies is admitted now",
        "keep the strict default, and add rules for what should be admitted";
    RULE_ORDER_TIGHTENED = "diff/config/rule_order_tightened", High,
        "a rule that restricts comes before one that permits and overlaps",
        "the first rule that applies decides, so that what was admitted is refused now",
        "check the situations in which both rules apply";
    RULE_ORDER_LOOSENED = "diff/config/rule_order_loosened", Moderate,
        "a rule that permits comes before one that restricts and overlaps",
        "the first rule that applies decides, so that what was refused is admitted now",
        "have the order reviewed, and state the reason in the rule";
    RULE_ORDER_CHANGED = "diff/config/rule_order_changed", Moderate,
        "a rule has another place, and may decide where another did",
        "the first rule that applies decides",
        "check the situations in which both rules apply";
    RULE_MOVED = "diff/config/rule_moved", Info,
        "a rule has another place, and decides the same",
        "it overlaps no rule with another effect that it moved past",
        "nothing to do";
    LOOSENED_WITHOUT_JUSTIFICATION = "diff/config/loosened_without_justification", Moderate,
        "a guard was loosened, and nothing says why",
        "those who review the change cannot tell a decision from an accident",
        "state a `reason`, a `ticket` or who approved it, or write a comment at the change";
}
