//! Codes of versions that do not tell what changed.

use super::super::codes;

codes! {
    NOT_BUMPED = "diff/version/not_bumped", Moderate,
        "the artifact changed and its version did not",
        "two artifacts with one version cannot be told apart",
        "raise the version by the step the message names";
    MAJOR_NOT_BUMPED = "diff/version/major_not_bumped", High,
        "a breaking change came without a new major version",
        "those who take every compatible version break",
        "publish a new major version, or take the breaking changes back";
    MINOR_NOT_BUMPED = "diff/version/minor_not_bumped", Moderate,
        "the version rose by less than the changes ask for",
        "those who pin a version miss what is new, or get what they did not expect",
        "raise the minor number";
    DECREASED = "diff/version/decreased", High,
        "the version after comes before the version before",
        "those who take the newest version keep the old one",
        "state a version above the one before";
    REMOVED = "diff/version/removed", Moderate,
        "the artifact does not state its version any more",
        "nobody can tell which version they have",
        "state the version";
    UNREADABLE = "diff/version/unreadable", Info,
        "a version is not one of Semantic Versioning",
        "whether the step fits the changes cannot be told",
        "state a version with three numbers, such as `1.4.0`";
}
