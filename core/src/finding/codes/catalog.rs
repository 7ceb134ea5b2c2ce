//! Problems of the service catalog.

super::codes! {
    DUPLICATE_SERVICE = "catalog/duplicate_service", High,
        "two manifests or index entries name the same service",
        "every rule about the service would depend on which one is read",
        "rename one of them, or remove the one that is not the service";
    NOT_COLLECTED = "catalog/not_collected", Moderate,
        "a known service was not collected this time",
        "what is said of it is as old as its last manifest",
        "collect its manifest again, or state its removal in the collection status";
    COLLECTION_FAILED = "catalog/collection_failed", Moderate,
        "the manifest of a service could not be collected",
        "what is said of it is as old as its last manifest",
        "mend the collection of its repository";
    INDEX_OUTDATED = "catalog/index_outdated", Low,
        "the service index says something else than the manifests",
        "readers of the index decide on facts that have changed",
        "rebuild the index from the manifests";
    INVALID_NAME = "catalog/invalid_name", Moderate,
        "a service name is not usable as an identifier",
        "names are used in paths, labels and URLs",
        "use lower-case letters, digits, `-`, `_` and `.`, at most 63 characters";
    INVALID_VERSION = "catalog/invalid_version", High,
        "a service version is not a semantic version",
        "it cannot be compared with any other version",
        "write it as `MAJOR.MINOR.PATCH` (SemVer 2.0.0)";
    UNKNOWN_DOMAIN = "catalog/unknown_domain", High,
        "a service belongs to a domain that the rules do not list",
        "layer rules cannot place the service",
        "correct the domain, or add it to `catalog.domains`";
    UNKNOWN_MATURITY = "catalog/unknown_maturity", Moderate,
        "a service has a maturity that the rules do not list",
        "rules that depend on maturity cannot be decided",
        "correct the maturity, or add it to `catalog.maturities`";
    UNKNOWN_RUNTIME = "catalog/unknown_runtime", Low,
        "a service has a runtime that the rules do not list",
        "rules that depend on the runtime cannot be decided",
        "correct the runtime, or add it to `catalog.runtimes`";
    INVALID_CONTRACT = "catalog/invalid_contract", Moderate,
        "an API contract is not written as `name@x.y.z`",
        "its lag behind the spec index cannot be told",
        "write the contract as `name@MAJOR.MINOR.PATCH`";
    DUPLICATE_ENTRY = "catalog/duplicate_entry", Low,
        "a list names the same thing twice",
        "one of the two is a mistake",
        "remove one";
    INVALID_EVENT_NAME = "catalog/invalid_event_name", Moderate,
        "an event name is not dotted segments that end in a version",
        "producers and consumers of the event cannot be matched",
        "write it as at least two dotted segments and `vN`, such as `pricing.curve.updates.v1`";
    UNKNOWN_DEPENDENCY = "catalog/unknown_dependency", High,
        "a service depends on a service that the catalog does not have",
        "its failure and its changes cannot be traced",
        "correct the name, or add the missing manifest";
    MISSING_TIMESTAMP = "catalog/missing_timestamp", Moderate,
        "a service has neither a timestamp nor a commit",
        "how old the facts are cannot be told",
        "add `last_update` or `commit`";
    FUTURE_TIMESTAMP = "catalog/future_timestamp", Low,
        "a timestamp lies after the time of the check",
        "ages computed from it are wrong",
        "correct the clock of the collector, or the timestamp";
    MISSING_RECOMMENDED = "catalog/missing_recommended", Info,
        "a recommended field is absent",
        "scores and reports about the service are less certain",
        "add the field";
    STALE_ENTRY = "catalog/stale_entry", Moderate,
        "an entry has not been updated for a long time",
        "the service may have changed or gone",
        "collect its manifest again, or retire the service";
}
