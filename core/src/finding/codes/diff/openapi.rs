//! Codes of changes of OpenAPI descriptions: operations, their life, and what stands around them.

use super::super::codes;

codes! {
    OPERATION_REMOVED = "diff/openapi/operation_removed", High,
        "an operation is gone",
        "clients that call it get an error",
        "keep the old one beside the new one, mark it deprecated, and remove it after its sunset";
    OPERATION_ADDED = "diff/openapi/operation_added", Info,
        "an operation is new",
        "no client calls it yet",
        "nothing";
    OPERATION_ID_CHANGED = "diff/openapi/operation_id_changed", Moderate,
        "an operation has another `operationId`",
        "generated clients name their methods after it",
        "keep the name, or release clients with the new one";
    OPERATION_MOVED = "diff/openapi/operation_moved", High,
        "an operation has another path or method",
        "clients that call it in the old place get an error",
        "keep the old one beside the new one, mark it deprecated, and remove it after its sunset";
    PATH_PREFIX_MOVED = "diff/openapi/path_prefix_moved", Info,
        "a part of a path moved to the address of the server, or back",
        "calls look the same",
        "nothing";
    PATH_PARAMETER_RENAMED = "diff/openapi/path_parameter_renamed", Low,
        "a parameter of a path has another name",
        "calls look the same; generated clients name arguments after it",
        "keep the name, or release clients with the new one";
    OPERATION_DEPRECATED = "diff/openapi/operation_deprecated", Info,
        "an operation is deprecated",
        "clients should stop to call it",
        "state a sunset, and what to call instead";
    OPERATION_REACTIVATED = "diff/openapi/operation_reactivated", Info,
        "an operation is not deprecated any more",
        "clients may rely on it again",
        "nothing";
    SUNSET_MISSING = "diff/openapi/sunset_missing", Moderate,
        "something is deprecated without a date when it goes",
        "clients cannot plan",
        "state `x-sunset` with a date";
    SUNSET_INVALID = "diff/openapi/sunset_invalid", High,
        "the date when something goes cannot be read",
        "clients cannot plan",
        "write the date as `2026-12-31`";
    SUNSET_EARLIER = "diff/openapi/sunset_earlier", High,
        "something goes earlier than was announced",
        "clients that planned for the old date fail",
        "keep the date that was announced";
    SUNSET_REMOVED = "diff/openapi/sunset_removed", High,
        "the date when something goes was taken away",
        "clients cannot plan any more",
        "keep the date that was announced";
    SUNSET_ADDED = "diff/openapi/sunset_added", Info,
        "a date is stated when something goes",
        "clients can plan",
        "nothing";
    SUNSET_LATER = "diff/openapi/sunset_later", Info,
        "something goes later than was announced",
        "clients have more time",
        "nothing";
    SUNSET_TOO_SOON = "diff/openapi/sunset_too_soon", High,
        "something goes sooner than the period of grace allows",
        "clients have too little time",
        "state a later date";
    STABILITY_LOWERED = "diff/openapi/stability_lowered", High,
        "an operation is less stable than before",
        "clients rely on promises that do not hold any more",
        "keep the level, or publish a new version";
    STABILITY_RAISED = "diff/openapi/stability_raised", Info,
        "an operation is more stable than before",
        "clients may rely on more",
        "nothing";
    STABILITY_INVALID = "diff/openapi/stability_invalid", High,
        "the stability level is none that is known",
        "nobody knows what may change",
        "state draft, alpha, beta or stable";
    UNSTABLE_CHANGED = "diff/openapi/unstable_changed", Info,
        "an operation changed of which nothing is promised yet",
        "who uses a draft expects that it changes",
        "nothing";
    WEBHOOK_REMOVED = "diff/openapi/webhook_removed", High,
        "a webhook is gone",
        "receivers wait for ever",
        "keep the old one beside the new one, mark it deprecated, and remove it after its sunset";
    WEBHOOK_ADDED = "diff/openapi/webhook_added", Info,
        "a webhook is new",
        "no receiver waits for it yet",
        "nothing";
    CALLBACK_REMOVED = "diff/openapi/callback_removed", High,
        "a callback is gone",
        "receivers wait for ever",
        "keep the old one beside the new one, mark it deprecated, and remove it after its sunset";
    CALLBACK_ADDED = "diff/openapi/callback_added", Info,
        "a callback is new",
        "no receiver waits for it yet",
        "nothing";
    SERVER_REMOVED = "diff/openapi/server_removed", Moderate,
        "the address of a server is gone",
        "clients that use it may fail",
        "keep the address until nobody uses it";
    SERVER_ADDED = "diff/openapi/server_added", Info,
        "a server has an address that is new",
        "clients may use it",
        "nothing";
    SERVER_CHANGED = "diff/openapi/server_changed", Moderate,
        "the address of a server changed",
        "clients that use the old one may fail",
        "answer under the old address until nobody uses it";
    TAG_CHANGED = "diff/openapi/tag_changed", Info,
        "the tags of an operation changed",
        "documents group it otherwise",
        "nothing";
    WORDS_CHANGED = "diff/openapi/words_changed", Info,
        "words for people changed",
        "nothing but documents changes",
        "nothing";
    EXTENSION_CHANGED = "diff/openapi/extension_changed", Info,
        "an extension changed",
        "tools that know it may act otherwise",
        "nothing";
    COMPONENT_ADDED = "diff/openapi/component_added", Info,
        "a component is new that nothing uses",
        "nothing uses it",
        "nothing";
    COMPONENT_REMOVED = "diff/openapi/component_removed", Info,
        "a component is gone that nothing used",
        "code that is generated for it goes as well",
        "nothing";
    COMPONENT_RENAMED = "diff/openapi/component_renamed", Info,
        "a component has another name",
        "calls look the same; code that is generated for it has another name",
        "nothing";
    COMPONENT_CHANGED = "diff/openapi/component_changed", Info,
        "a component changed that nothing uses",
        "nothing uses it",
        "nothing";
    REFERENCE_CHANGED = "diff/openapi/reference_changed", High,
        "a reference leads elsewhere, and what it leads to was not supplied",
        "nobody can tell what changed",
        "supply one document with all that it refers to";
    MALFORMED = "diff/openapi/malformed", Low,
        "a part of the description is not as the specification has it",
        "tools read it otherwise, or pass it over",
        "write the part as the specification has it";
    MALFORMED_CHANGED = "diff/openapi/malformed_changed", Moderate,
        "a part changed that is not as the specification has it",
        "what it asks cannot be told",
        "write the part as the specification has it";
    DIALECT_CHANGED = "diff/openapi/dialect_changed", Low,
        "the version of the specification changed",
        "tools read the document otherwise",
        "nothing";
}
