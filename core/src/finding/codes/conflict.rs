//! What is wrong between the artifacts of several actors.

super::codes! {
    BLOCKED_DEPENDENCY = "conflict/blocked_dependency", High,
        "an active artifact depends on one that is blocked",
        "what is active never depends on what is not: it waits until the other goes on",
        "settle the conflicts that block the dependency";
    CYCLE = "conflict/cycle", Critical,
        "artifacts depend on each other in a circle",
        "none of them can be finished before the others are",
        "remove one of the dependencies of the circle";
    MISSING_DEPENDENCY = "conflict/missing_dependency", High,
        "an artifact depends on one that is not there",
        "it is built on something nobody has made, or that was put away",
        "correct the name, declare what is missing, or drop the dependency";
    PARALLEL_WRITE = "conflict/parallel_write", High,
        "several actors have open drafts of one artifact",
        "only one of the drafts can become the next version: the work of the others is lost",
        "merge the drafts, or let one win";
    PATH_CASE = "conflict/path_case", Low,
        "artifacts write paths that differ in case only",
        "on file systems that do not tell case apart, one overwrites the other",
        "spell the path in one way, or rename one";
    PATH_INVALID = "conflict/path_invalid", High,
        "a path is no plain path inside of the project",
        "it can lead out of the project, or mean different files on different systems",
        "write a relative path with `/` between plain names";
    PATH_PREFIX = "conflict/path_prefix", High,
        "an artifact writes a file where another needs a folder of that name",
        "a file and a folder cannot have the same path: one of the two cannot be written",
        "move the file, or what is in the folder";
    PATH_SAME = "conflict/path_same", High,
        "several artifacts write the same file",
        "the last one to write wins, and the others are lost",
        "leave the file to one artifact, or give each its own";
    SCHEMA_MISMATCH = "conflict/schema_mismatch", Moderate,
        "a producer may write values that a consumer does not accept",
        "the consumer fails on them when both run",
        "let the consumer accept what is written, or the producer write less";
    UNSATISFIABLE = "conflict/unsatisfiable", High,
        "no versions of the packages meet all requirements",
        "what the artifacts need cannot be installed together",
        "relax one of the requirements of the core";
    VERSION_GAP = "conflict/version_gap", Moderate,
        "the versions of an artifact are not 1, 2, 3 and so on",
        "a version between was lost, or somebody counted on one that was never made",
        "declare it again with the version that follows";
}
