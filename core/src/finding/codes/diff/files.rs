//! Codes of artifacts that are made of several files.

use super::super::codes;

codes! {
    FILE_JOINED = "diff/files/file_joined", Info,
        "the artifact is made of one more file",
        "where parts stand means nothing; what they say is compared",
        "nothing has to be done";
    FILE_LEFT = "diff/files/file_left", Info,
        "the artifact is made of one file less",
        "where parts stand means nothing; what they say is compared",
        "nothing has to be done";
    FILE_MISSING = "diff/files/file_missing", Low,
        "the artifact refers to a file that was not supplied",
        "what changed in that file is unknown",
        "supply the file with both versions";
    UNUSED_PART_CHANGED = "diff/files/unused_part_changed", Info,
        "a file of the artifact differs where the artifact does not use it",
        "nobody who relies on the artifact meets the difference",
        "nothing has to be done";
}
