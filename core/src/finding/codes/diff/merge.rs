//! Codes of merged reports.

use super::super::codes;

codes! {
    REPLACED = "diff/merge/replaced", Moderate,
        "a part was removed in one step and came back otherwise in a later one",
        "the class is that of the steps; what differs inside of the part was compared by none of them",
        "compare the first version with the last one directly";
}
