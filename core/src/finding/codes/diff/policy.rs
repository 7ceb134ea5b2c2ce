//! Codes of entries that judge or accept changes.

use super::super::codes;

codes! {
    IGNORE_EXPIRED = "diff/policy/ignore_expired", Moderate,
        "an entry that ignores changes has expired",
        "the changes it accepted count again",
        "mend the change, or renew the entry with a reason";
    IGNORE_UNUSED = "diff/policy/ignore_unused", Low,
        "an entry ignores no change",
        "an entry without a change hides the next one of its kind",
        "remove the entry";
    IGNORE_WITHOUT_REASON = "diff/policy/ignore_without_reason", Moderate,
        "an entry that ignores changes has no reason, and ignores nothing",
        "nobody can tell later whether the change may still be ignored",
        "write down why the change is accepted";
    IGNORE_MALFORMED = "diff/policy/ignore_malformed", Moderate,
        "an inline entry cannot be read, and ignores nothing",
        "a misspelt entry silently has no effect",
        "write `meta-core: ignore CODE -- REASON`, or a list of objects with `code` and `reason`";
    UNKNOWN_CODE = "diff/policy/unknown_code", Moderate,
        "an entry names a code that does not exist",
        "the entry can never have an effect",
        "correct the code; `list_codes` lists them all";
    USE_UNKNOWN = "diff/policy/use_unknown", Low,
        "a consumer is registered for a part that neither version has",
        "changes that break the consumer are not told to it",
        "correct what it is said to use, or remove the entry";
}
