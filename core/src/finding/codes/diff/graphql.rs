//! Codes of changes of GraphQL schemas: types, their members, and words.

use super::super::codes;

codes! {
    TYPE_REMOVED = "diff/graphql/type_removed", High,
        "a type is gone",
        "operations that name it, or select fields of it, are invalid now",
        "keep the old one beside the new one, mark it `@deprecated`, and remove it when nobody uses it";
    TYPE_ADDED = "diff/graphql/type_added", Info,
        "a type is new",
        "no operation knows it yet",
        "nothing";
    TYPE_RENAMED = "diff/graphql/type_renamed", High,
        "a type has another name",
        "fragments, variables and `__typename` that carry the old name are invalid or not met any more",
        "keep the old name, or publish both until nobody uses the old one";
    TYPE_KIND_CHANGED = "diff/graphql/type_kind_changed", High,
        "a type is of another kind",
        "operations that fit the old kind are invalid now",
        "give the new type another name, and deprecate the fields that lead to the old one";
    ROOT_ADDED = "diff/graphql/root_added", Info,
        "operations of another kind are possible",
        "no client starts one yet",
        "nothing";
    ROOT_REMOVED = "diff/graphql/root_removed", High,
        "operations of a kind are not possible any more",
        "every operation of this kind is invalid now",
        "keep the old one beside the new one, mark it `@deprecated`, and remove it when nobody uses it";
    ROOT_CHANGED = "diff/graphql/root_changed", High,
        "operations of a kind start from another type",
        "operations may find other fields, or none, where they start",
        "keep the type, and add to it";
    INTERFACE_ADDED = "diff/graphql/interface_added", Moderate,
        "a type implements another interface",
        "clients meet objects that they do not know where the interface is returned",
        "let clients handle types that they do not know";
    INTERFACE_REMOVED = "diff/graphql/interface_removed", High,
        "a type does not implement an interface any more",
        "fragments on the type where the interface is returned are invalid now",
        "keep implementing the interface until nobody relies on it";
    UNION_MEMBER_ADDED = "diff/graphql/union_member_added", Moderate,
        "a union has another member",
        "clients meet objects that they do not know",
        "let clients handle types that they do not know";
    UNION_MEMBER_REMOVED = "diff/graphql/union_member_removed", High,
        "a union has lost a member",
        "fragments on it where the union is returned are invalid now",
        "keep the old one beside the new one, mark it `@deprecated`, and remove it when nobody uses it";
    ENUM_VALUE_ADDED = "diff/graphql/enum_value_added", Moderate,
        "an enum has another value",
        "clients that list the values meet one that they do not know",
        "let clients handle values that they do not know";
    ENUM_VALUE_REMOVED = "diff/graphql/enum_value_removed", High,
        "an enum has lost a value",
        "operations and variables that carry it are invalid now",
        "keep the old one beside the new one, mark it `@deprecated`, and remove it when nobody uses it";
    ENUM_VALUE_RENAMED = "diff/graphql/enum_value_renamed", High,
        "a value of an enum has another name",
        "operations and variables that carry the old name are invalid now",
        "keep the old one beside the new one, mark it `@deprecated`, and remove it when nobody uses it";
    FIELD_ADDED = "diff/graphql/field_added", Info,
        "a field is new",
        "no operation selects it yet",
        "nothing";
    FIELD_REMOVED = "diff/graphql/field_removed", High,
        "a field is gone",
        "operations that select it are invalid now",
        "keep the old one beside the new one, mark it `@deprecated`, and remove it when nobody uses it";
    FIELD_RENAMED = "diff/graphql/field_renamed", High,
        "a field has another name",
        "operations that select it by the old name are invalid now",
        "keep the old one beside the new one, mark it `@deprecated`, and remove it when nobody uses it";
    FIELD_MOVED_TO_INTERFACE = "diff/graphql/field_moved_to_interface", High,
        "a field is left to an interface that the type implements now",
        "a type inherits no fields: operations that select it there are invalid, and strict servers refuse the schema",
        "state the field in the type too, as the specification asks";
    FIELD_TYPE_TIGHTENED = "diff/graphql/field_type_tightened", Info,
        "a field is never null where it could be",
        "whatever is answered now could be answered before",
        "nothing";
    FIELD_TYPE_LOOSENED = "diff/graphql/field_type_loosened", High,
        "a field may be null where it never was",
        "clients that rely on a value meet null",
        "keep the type non-null, or add a field that may be null";
    FIELD_TYPE_CHANGED = "diff/graphql/field_type_changed", High,
        "a field has another type",
        "selections are invalid now, or clients read another type than they expect",
        "add a field of the new type, and deprecate the old one";
    DESCRIPTION_ADDED = "diff/graphql/description_added", Info,
        "something is described",
        "words change no operation",
        "nothing";
    DESCRIPTION_REMOVED = "diff/graphql/description_removed", Info,
        "something is not described any more",
        "words change no operation",
        "nothing";
    DESCRIPTION_CHANGED = "diff/graphql/description_changed", Info,
        "something is described otherwise",
        "words change no operation",
        "nothing";
    DEPRECATION_ADDED = "diff/graphql/deprecation_added", Info,
        "something is deprecated",
        "operations that use it still work, for now",
        "move to what the reason names";
    DEPRECATION_REMOVED = "diff/graphql/deprecation_removed", Info,
        "something is not deprecated any more",
        "operations that use it still work",
        "nothing";
    DEPRECATION_REASON_CHANGED = "diff/graphql/deprecation_reason_changed", Info,
        "something is deprecated for another reason",
        "operations that use it still work, for now",
        "read the reason";
    SPECIFIED_BY_ADDED = "diff/graphql/specified_by_added", Moderate,
        "a scalar names its specification",
        "clients may read and write values as the specification says",
        "check that the values follow it";
    SPECIFIED_BY_REMOVED = "diff/graphql/specified_by_removed", Moderate,
        "a scalar names no specification any more",
        "clients may not know how to read and write values",
        "keep naming it";
    SPECIFIED_BY_CHANGED = "diff/graphql/specified_by_changed", Moderate,
        "a scalar names another specification",
        "values may be written otherwise now",
        "give the values of the other specification a scalar of their own";
    DUPLICATE_DEFINITION = "diff/graphql/duplicate_definition", Low,
        "something is defined twice",
        "readers differ in which of the two they use; strict ones refuse the schema",
        "remove one of the two";
    EXTENSION_IGNORED = "diff/graphql/extension_ignored", Moderate,
        "an extension does not fit what it extends",
        "its parts were not compared",
        "extend the type by the keyword that defines it";
    UNKNOWN_TYPE = "diff/graphql/unknown_type", Moderate,
        "a name refers to no type",
        "strict servers refuse the schema",
        "define the type, or correct the name";
    UNKNOWN_DIRECTIVE = "diff/graphql/unknown_directive", Low,
        "a directive is used that is not defined",
        "strict servers refuse the schema",
        "define the directive, or correct its name";
    INTERFACE_FIELD_MISSING = "diff/graphql/interface_field_missing", Low,
        "a type lacks a field of an interface that it implements",
        "strict servers refuse the schema",
        "state the field in the type too, as the specification asks";
    INVALID_DEFAULT = "diff/graphql/invalid_default", Low,
        "a default is no value of GraphQL",
        "clients that read it fail; it is compared as it is written",
        "correct the server: defaults in introspections are written as in SDL";
    UNKNOWN_SELECTION = "diff/graphql/unknown_selection", Low,
        "an operation selects what the schema does not have",
        "what it uses behind that place is not known",
        "give operations that are valid for the schema before";
}
