//! Quality that is not good enough.

super::codes! {
    FAILING = "quality/failing", High,
        "a quality score is below the failing mark",
        "the service is not fit for release",
        "raise the dimensions that lose most; `score_quality` lists them";
    BELOW_MINIMUM = "quality/below_minimum", Moderate,
        "a quality score is below the minimum",
        "the service is close to failing",
        "raise the dimensions that lose most; `score_quality` lists them";
    CRITICAL_VULNERABILITIES = "quality/critical_vulnerabilities", Critical,
        "a service has more open critical vulnerabilities than allowed",
        "it can be attacked in a known way",
        "upgrade or patch what is vulnerable";
    POLICY_FAILURE = "quality/policy_failure", High,
        "a service fails a blocking security policy",
        "the policy blocks its release",
        "mend what the policy names";
    UNSIGNED_IMAGES = "quality/unsigned_images", Moderate,
        "the images of a service are not signed",
        "what runs cannot be traced to what was built",
        "sign the images in the build";
    REGRESSION = "quality/regression", Moderate,
        "a quality score fell since the previous snapshot",
        "a fall is easier to undo while its cause is fresh",
        "look at the dimensions whose contribution fell";
    INSUFFICIENT_DATA = "quality/insufficient_data", Low,
        "too little is known of a service to score it",
        "a score of little evidence says little",
        "report the missing metrics in the manifest";
}
