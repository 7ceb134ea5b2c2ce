//! Problems of a document against the published schema of its shape.

super::codes! {
    UNREADABLE = "document/unreadable", High,
        "a file cannot be read as YAML or JSON",
        "nothing in the file was checked, so its problems are unknown",
        "mend the syntax at the place shown; duplicate keys and tabs are the usual causes";
    UNKNOWN_KEY = "document/unknown_key", Low,
        "a key is read by no rule",
        "a misspelt key silently leaves its default in force",
        "correct the key, remove it, or declare it in an extension schema";
    MISSING_KEY = "document/missing_key", High,
        "a required key is absent",
        "rules that need the value cannot be decided",
        "add the key with its value";
    WRONG_TYPE = "document/wrong_type", High,
        "a value has another type than its key allows",
        "the value cannot be used, so the rules that need it cannot be decided",
        "write the value in the type the message names; quote text that looks like a number";
    INVALID_VALUE = "document/invalid_value", Moderate,
        "a value breaks a constraint of its schema",
        "the value cannot be used, so the rules that need it cannot be decided",
        "write a value the message allows";
    UNREAD_FILE = "document/unread_file", Info,
        "a file is read by no rule",
        "a misplaced file silently has no effect",
        "move it to the place its shape has in a workspace, or remove it";
}
