//! Problems of a workspace as a whole.

super::codes! {
    NO_SERVICES = "platform/no_services", High,
        "a workspace has no service",
        "nothing can be checked, which must not look like a pass",
        "add manifests under `manifests/`, or a `catalog/service-index.yaml`";
    SHADOWED_FILE = "platform/shadowed_file", Moderate,
        "two files stand at the place of one shape",
        "only one of them is read",
        "keep one of them";
}
