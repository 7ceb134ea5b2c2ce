//! Codes of files that came, went or moved between two trees.

use super::super::codes;

codes! {
    FILE_ADDED = "diff/tree/file_added", Info,
        "an artifact is new",
        "nobody has to use it",
        "nothing has to be done";
    FILE_REMOVED = "diff/tree/file_removed", High,
        "an artifact is gone",
        "whoever relies on it finds nothing",
        "keep the artifact until nobody relies on it, or tell those who do where to go";
    FILE_RENAMED = "diff/tree/file_renamed", Info,
        "an artifact has another name",
        "what it says is compared with what it said under the old name",
        "correct what refers to it by its name";
    FILE_UNREADABLE = "diff/tree/file_unreadable", High,
        "a file of the tree cannot be compared",
        "whether it changed in meaning is unknown",
        "mend the file at the place shown, or leave it out with `skip` in `diff.artifacts` of the rules file";
}
