//! Problems of waivers and baselines.

super::codes! {
    EXPIRED = "exception/expired", Moderate,
        "a waiver or baseline entry has expired",
        "the finding it accepted counts again",
        "mend the finding, or renew the entry with a reason";
    UNUSED = "exception/unused", Low,
        "a waiver or baseline entry accepts nothing",
        "an entry without a finding hides the next one of its kind",
        "remove the entry";
    UNKNOWN_CODE = "exception/unknown_code", Moderate,
        "an entry names a code that does not exist",
        "the entry can never have an effect",
        "correct the code; `list_codes` lists them all";
}
