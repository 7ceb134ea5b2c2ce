//! Codes of changes of OpenAPI descriptions: which credentials a call needs.

use super::super::codes;

codes! {
    SECURITY_ADDED = "diff/openapi/security_added", High,
        "a call needs a credential that it did not need",
        "calls without it are rejected",
        "accept calls without it for a while";
    SECURITY_REMOVED = "diff/openapi/security_removed", Moderate,
        "a call needs no credential any more",
        "whoever can reach the server can call it",
        "make sure that this is meant";
    SECURITY_ALTERNATIVE_REMOVED = "diff/openapi/security_alternative_removed", High,
        "a way to sign in is gone",
        "clients that use it are rejected",
        "go on to accept it";
    SECURITY_ALTERNATIVE_ADDED = "diff/openapi/security_alternative_added", Info,
        "another way to sign in is accepted",
        "nobody has to use it",
        "nothing";
    SECURITY_SCOPE_ADDED = "diff/openapi/security_scope_added", High,
        "a call needs a scope that it did not need",
        "tokens without it are rejected",
        "accept tokens without it for a while";
    SECURITY_SCOPE_REMOVED = "diff/openapi/security_scope_removed", Moderate,
        "a call needs a scope less",
        "tokens with fewer rights are accepted",
        "make sure that this is meant";
    SECURITY_SCHEME_CHANGED = "diff/openapi/security_scheme_changed", High,
        "credentials are sent otherwise",
        "clients that send them in the old way are rejected",
        "accept both ways for a while";
    SECURITY_SCHEME_WIDENED = "diff/openapi/security_scheme_widened", Info,
        "a security scheme offers more",
        "nobody has to use it",
        "nothing";
    SECURITY_SCHEME_RENAMED = "diff/openapi/security_scheme_renamed", Info,
        "a security scheme has another name",
        "calls look the same; the name stands in the description alone",
        "nothing";
    SECURITY_SCHEME_REMOVED = "diff/openapi/security_scheme_removed", Info,
        "a way to sign in is not described any more",
        "nothing names it",
        "nothing";
    SECURITY_SCHEME_ADDED = "diff/openapi/security_scheme_added", Info,
        "a way to sign in is described",
        "nothing names it yet",
        "nothing";
}
