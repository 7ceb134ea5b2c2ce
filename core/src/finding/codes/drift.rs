//! Differences between what services declare and what the specifications say.

super::codes! {
    SPEC_LAG = "drift/spec_lag", Moderate,
        "a service pins an older version of a contract than the newest",
        "the further a pin falls behind, the harder the upgrade",
        "upgrade the pin to the version the message names";
    PIN_AHEAD = "drift/pin_ahead", High,
        "a service pins a version that is newer than any published one",
        "it relies on a contract that nobody has released",
        "publish the version, or pin a published one";
    UNKNOWN_PIN_VERSION = "drift/unknown_pin_version", High,
        "a service pins a version that was never published",
        "what it relies on cannot be looked up",
        "pin a published version";
    UNKNOWN_CONTRACT = "drift/unknown_contract", High,
        "a service pins a contract that the spec index does not have",
        "nothing can be said about its compatibility",
        "correct the name, or publish the contract";
    PRERELEASE_PIN = "drift/prerelease_pin", Low,
        "a service pins a pre-release version",
        "pre-releases change without notice",
        "pin a stable version";
    YANKED_PIN = "drift/yanked_pin", High,
        "a service pins a version that was withdrawn",
        "a version is withdrawn because it must not be used",
        "pin a version that was not withdrawn";
    DEPRECATED_PIN = "drift/deprecated_pin", Moderate,
        "a service pins a deprecated version",
        "it will be withdrawn",
        "upgrade the pin before that";
    MISSING_LOCK = "drift/missing_lock", High,
        "a service pins contracts and has no lock file",
        "what was built cannot be compared with what was declared",
        "commit `specs.lock.json` with the build";
    LOCK_MISMATCH = "drift/lock_mismatch", High,
        "a lock file says something else than the manifest",
        "the service was built against another contract than it declares",
        "build again, or correct the manifest";
    ORPHANED_LOCK = "drift/orphaned_lock", Low,
        "a lock file belongs to no service of the catalog",
        "it is left over, or its service is missing",
        "remove it, or add the manifest";
    VERSION_NOT_BUMPED = "drift/version_not_bumped", Low,
        "code changed since the last release and the version did not",
        "two different builds would carry the same version",
        "raise the version in the manifest";
    UNKNOWN_EVENT = "drift/unknown_event", High,
        "an event is not in the spec index",
        "its schema cannot be looked up",
        "correct the name, or publish the schema";
    UNKNOWN_EVENT_VERSION = "drift/unknown_event_version", High,
        "an event is in the spec index, but not in this version",
        "its schema cannot be looked up",
        "use a published version";
    DEPRECATED_EVENT = "drift/deprecated_event", Low,
        "an event version is deprecated",
        "it will be withdrawn",
        "move to a newer version";
    EVENT_WITHOUT_PRODUCER = "drift/event_without_producer", Moderate,
        "a service consumes an event that no service produces",
        "it waits for something that never comes",
        "correct the name, or add the producer";
    LIBRARY_DIVERGENCE = "drift/library_divergence", High,
        "services use different major versions of a shared library",
        "fixes and behaviour differ between them",
        "move to the major version most services use";
    INVALID_PIN = "drift/invalid_pin", High,
        "a version in a lock, an index or a history is no version",
        "it cannot be compared",
        "write it as `MAJOR.MINOR.PATCH`";
    STALE_ENTRY = "drift/stale_entry", Moderate,
        "a service has not been updated for a long time",
        "it may be abandoned, or its manifest is not maintained",
        "release it, or retire it";
    SPEC_INDEX_DEGRADED = "drift/spec_index_degraded", Moderate,
        "the spec index could not be refreshed",
        "drift since the cached index is not seen",
        "mend the collection of the spec index";
    SPEC_INDEX_MISSING = "drift/spec_index_missing", Moderate,
        "contracts or events are declared and there is no spec index",
        "their drift cannot be told",
        "add `catalog/spec-index.yaml`";
}
