//! Codes of changes of OpenAPI descriptions: parameters.

use super::super::codes;

codes! {
    PARAMETER_ADDED_REQUIRED = "diff/openapi/parameter_added_required", High,
        "a parameter is new and required",
        "calls without it fail",
        "make it optional, with the old behaviour when it is absent";
    PARAMETER_ADDED_OPTIONAL = "diff/openapi/parameter_added_optional", Info,
        "a parameter is new and optional",
        "nobody has to send it",
        "nothing";
    PARAMETER_REMOVED = "diff/openapi/parameter_removed", Moderate,
        "a parameter is gone",
        "what clients send is ignored, or rejected",
        "go on to accept it, and deprecate it first";
    PARAMETER_DECLARED = "diff/openapi/parameter_declared", Moderate,
        "a parameter is described that the path always asked for",
        "calls look the same",
        "make sure that the schema says what was accepted before";
    PARAMETER_UNDECLARED = "diff/openapi/parameter_undeclared", Info,
        "a parameter that the path asks for is not described any more",
        "calls look the same",
        "nothing";
    PARAMETER_MOVED = "diff/openapi/parameter_moved", High,
        "a parameter is sent in another place",
        "calls that send it in the old place fail",
        "accept both places for a while";
    PARAMETER_BECAME_REQUIRED = "diff/openapi/parameter_became_required", High,
        "a parameter became required",
        "calls without it fail",
        "leave it optional, with the old behaviour when it is absent";
    PARAMETER_BECAME_OPTIONAL = "diff/openapi/parameter_became_optional", Info,
        "a parameter became optional",
        "nobody has to send it any more",
        "nothing";
    PARAMETER_STYLE_CHANGED = "diff/openapi/parameter_style_changed", High,
        "a parameter is written otherwise",
        "the server reads what clients send otherwise",
        "accept both ways for a while";
    PARAMETER_BECAME_LIST = "diff/openapi/parameter_became_list", Info,
        "a parameter may have several values",
        "one value is still accepted",
        "nothing";
    PARAMETER_EMPTY_REJECTED = "diff/openapi/parameter_empty_rejected", High,
        "a parameter may not be empty any more",
        "calls that send it empty fail",
        "go on to accept it";
    PARAMETER_EMPTY_ACCEPTED = "diff/openapi/parameter_empty_accepted", Info,
        "a parameter may be empty",
        "nobody has to send more",
        "nothing";
    PARAMETER_FORM_CHANGED = "diff/openapi/parameter_form_changed", High,
        "a parameter is described by a media type instead of a schema, or the reverse",
        "the server reads what clients send otherwise",
        "accept both forms for a while";
    PARAMETER_DEPRECATED = "diff/openapi/parameter_deprecated", Info,
        "a parameter is deprecated",
        "clients should stop to send it",
        "state a sunset, and what to send instead";
    PARAMETER_REACTIVATED = "diff/openapi/parameter_reactivated", Info,
        "a parameter is not deprecated any more",
        "clients may rely on it again",
        "nothing";
    PARAMETER_SCHEMA_ADDED = "diff/openapi/parameter_schema_added", Moderate,
        "a parameter has a schema where it had none",
        "values that were accepted may be rejected",
        "state what was accepted before";
    PARAMETER_SCHEMA_REMOVED = "diff/openapi/parameter_schema_removed", Info,
        "a parameter has no schema any more",
        "whatever was accepted still is",
        "nothing";
}
