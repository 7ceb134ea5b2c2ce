//! Codes of changes of OpenAPI descriptions: requests and responses.

use super::super::codes;

codes! {
    REQUEST_BODY_ADDED_REQUIRED = "diff/openapi/request_body_added_required", High,
        "a request needs a body where it had none",
        "calls without it fail",
        "make it optional, with the old behaviour when it is absent";
    REQUEST_BODY_ADDED_OPTIONAL = "diff/openapi/request_body_added_optional", Info,
        "a request may have a body",
        "nobody has to send it",
        "nothing";
    REQUEST_BODY_REMOVED = "diff/openapi/request_body_removed", High,
        "a request has no body any more",
        "what clients send is ignored, or rejected",
        "go on to accept it";
    REQUEST_BODY_BECAME_REQUIRED = "diff/openapi/request_body_became_required", High,
        "the body of a request became required",
        "calls without it fail",
        "leave it optional";
    REQUEST_BODY_BECAME_OPTIONAL = "diff/openapi/request_body_became_optional", Info,
        "the body of a request became optional",
        "nobody has to send it any more",
        "nothing";
    REQUEST_MEDIA_TYPE_REMOVED = "diff/openapi/request_media_type_removed", High,
        "a media type of requests is gone",
        "calls that send it fail",
        "go on to accept it";
    REQUEST_MEDIA_TYPE_ADDED = "diff/openapi/request_media_type_added", Info,
        "a media type of requests is new",
        "nobody has to send it",
        "nothing";
    REQUEST_SCHEMA_ADDED = "diff/openapi/request_schema_added", Moderate,
        "a request has a schema where it had none",
        "values that were accepted may be rejected",
        "state what was accepted before";
    REQUEST_SCHEMA_REMOVED = "diff/openapi/request_schema_removed", Info,
        "a request has no schema any more",
        "whatever was accepted still is",
        "nothing";
    ENCODING_CHANGED = "diff/openapi/encoding_changed", High,
        "a part of a form is written otherwise",
        "the server reads what clients send otherwise",
        "accept both ways for a while";
    RESPONSE_REMOVED = "diff/openapi/response_removed", High,
        "a response of success is gone",
        "clients that wait for its status fail",
        "go on to send it, or publish a new version";
    RESPONSE_ADDED = "diff/openapi/response_added", Info,
        "a response of success is new",
        "clients that treat success by its class see nothing new",
        "nothing";
    RESPONSE_ERROR_REMOVED = "diff/openapi/response_error_removed", Low,
        "a response of failure is gone",
        "clients that treat it specially do so in vain",
        "nothing";
    RESPONSE_ERROR_ADDED = "diff/openapi/response_error_added", Low,
        "a response of failure is new",
        "clients that treat failures one by one do not know it",
        "treat unknown failures by their class";
    RESPONSE_MEDIA_TYPE_REMOVED = "diff/openapi/response_media_type_removed", High,
        "a media type of a response is gone",
        "clients that accept only it fail",
        "go on to send it";
    RESPONSE_MEDIA_TYPE_ADDED = "diff/openapi/response_media_type_added", Info,
        "a media type of a response is new",
        "clients ask for what they accept",
        "nothing";
    RESPONSE_SCHEMA_REMOVED = "diff/openapi/response_schema_removed", Moderate,
        "a response has no schema any more",
        "anything may be sent now",
        "state what is sent";
    RESPONSE_SCHEMA_ADDED = "diff/openapi/response_schema_added", Info,
        "a response has a schema where it had none",
        "whatever is sent could be sent before",
        "nothing";
    RESPONSE_HEADER_REMOVED_REQUIRED = "diff/openapi/response_header_removed_required", High,
        "a header that a response always had is gone",
        "clients that read it fail",
        "go on to send it";
    RESPONSE_HEADER_REMOVED = "diff/openapi/response_header_removed", Moderate,
        "a header that a response could have is gone",
        "clients that read it find nothing",
        "go on to send it";
    RESPONSE_HEADER_ADDED = "diff/openapi/response_header_added", Info,
        "a response has a new header",
        "nobody reads it yet",
        "nothing";
    RESPONSE_HEADER_BECAME_OPTIONAL = "diff/openapi/response_header_became_optional", High,
        "a header may be absent that was always there",
        "clients that rely on it fail",
        "go on to send it";
    RESPONSE_HEADER_BECAME_REQUIRED = "diff/openapi/response_header_became_required", Info,
        "a header is always there",
        "clients may rely on it",
        "nothing";
    RESPONSE_HEADER_FORM_CHANGED = "diff/openapi/response_header_form_changed", Moderate,
        "a header of a response is described in another form",
        "clients may read its value otherwise",
        "go on to send it as before";
    LINK_CHANGED = "diff/openapi/link_changed", Info,
        "a link of a response changed",
        "tools that follow links may act otherwise",
        "nothing";
}
