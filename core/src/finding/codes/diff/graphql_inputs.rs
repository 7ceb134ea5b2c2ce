//! Codes of changes of GraphQL schemas: what operations write, and directives.

use super::super::codes;

codes! {
    ARGUMENT_ADDED = "diff/graphql/argument_added", Moderate,
        "an argument is new, and need not be given",
        "operations that leave it out get what its absence means now",
        "let its absence mean what it meant before";
    REQUIRED_ARGUMENT_ADDED = "diff/graphql/required_argument_added", High,
        "an argument is new, and must be given",
        "operations that do not know it are invalid now",
        "give it a default, or let it be null";
    ARGUMENT_REMOVED = "diff/graphql/argument_removed", High,
        "an argument is gone",
        "operations that give it are invalid now",
        "keep the old one beside the new one, mark it `@deprecated`, and remove it when nobody uses it";
    ARGUMENT_RENAMED = "diff/graphql/argument_renamed", High,
        "an argument has another name",
        "operations that give it by the old name are invalid now",
        "keep the old one beside the new one, mark it `@deprecated`, and remove it when nobody uses it";
    ARGUMENT_TYPE_TIGHTENED = "diff/graphql/argument_type_tightened", High,
        "an argument must not be null where it could be",
        "operations that leave it out or give null are invalid now",
        "keep accepting null, and treat it as a default";
    ARGUMENT_TYPE_LOOSENED = "diff/graphql/argument_type_loosened", Info,
        "an argument may be null where it must not be",
        "whatever was accepted still is",
        "nothing";
    ARGUMENT_TYPE_CHANGED = "diff/graphql/argument_type_changed", High,
        "an argument has another type",
        "values and variables of the old type are invalid now",
        "add an argument of the new type, and deprecate the old one";
    ARGUMENT_DEFAULT_ADDED = "diff/graphql/argument_default_added", Info,
        "an argument has a default",
        "operations that leave it out get the default",
        "let the default mean what its absence meant";
    ARGUMENT_DEFAULT_REMOVED = "diff/graphql/argument_default_removed", High,
        "an argument has no default any more",
        "operations that leave it out mean something else, or are invalid now",
        "keep the default";
    ARGUMENT_DEFAULT_CHANGED = "diff/graphql/argument_default_changed", Moderate,
        "an argument has another default",
        "operations that leave it out mean something else",
        "keep the default, and let clients give the new value";
    INPUT_FIELD_ADDED = "diff/graphql/input_field_added", Moderate,
        "a field of an input is new, and need not be given",
        "values that leave it out get what its absence means now",
        "let its absence mean what it meant before";
    REQUIRED_INPUT_FIELD_ADDED = "diff/graphql/required_input_field_added", High,
        "a field of an input is new, and must be given",
        "values that do not know it are invalid now",
        "give it a default, or let it be null";
    INPUT_FIELD_REMOVED = "diff/graphql/input_field_removed", High,
        "a field of an input is gone",
        "values that give it are invalid now",
        "keep the old one beside the new one, mark it `@deprecated`, and remove it when nobody uses it";
    INPUT_FIELD_RENAMED = "diff/graphql/input_field_renamed", High,
        "a field of an input has another name",
        "values that give it by the old name are invalid now",
        "keep the old one beside the new one, mark it `@deprecated`, and remove it when nobody uses it";
    INPUT_FIELD_TYPE_TIGHTENED = "diff/graphql/input_field_type_tightened", High,
        "a field of an input must not be null where it could be",
        "values that leave it out or give null are invalid now",
        "keep accepting null, and treat it as a default";
    INPUT_FIELD_TYPE_LOOSENED = "diff/graphql/input_field_type_loosened", Info,
        "a field of an input may be null where it must not be",
        "whatever was accepted still is",
        "nothing";
    INPUT_FIELD_TYPE_CHANGED = "diff/graphql/input_field_type_changed", High,
        "a field of an input has another type",
        "values and variables of the old type are invalid now",
        "add a field of an input of the new type, and deprecate the old one";
    INPUT_FIELD_DEFAULT_ADDED = "diff/graphql/input_field_default_added", Info,
        "a field of an input has a default",
        "values that leave it out get the default",
        "let the default mean what its absence meant";
    INPUT_FIELD_DEFAULT_REMOVED = "diff/graphql/input_field_default_removed", High,
        "a field of an input has no default any more",
        "values that leave it out mean something else, or are invalid now",
        "keep the default";
    INPUT_FIELD_DEFAULT_CHANGED = "diff/graphql/input_field_default_changed", Moderate,
        "a field of an input has another default",
        "values that leave it out mean something else",
        "keep the default, and let clients give the new value";
    DIRECTIVE_ARGUMENT_ADDED = "diff/graphql/directive_argument_added", Info,
        "an argument of a directive is new, and need not be given",
        "it need not be given",
        "let its absence mean what it meant before";
    REQUIRED_DIRECTIVE_ARGUMENT_ADDED = "diff/graphql/required_directive_argument_added", High,
        "an argument of a directive is new, and must be given",
        "uses that do not know it are invalid now",
        "give it a default, or let it be null";
    DIRECTIVE_ARGUMENT_REMOVED = "diff/graphql/directive_argument_removed", High,
        "an argument of a directive is gone",
        "uses that give it are invalid now",
        "keep the old one beside the new one, mark it `@deprecated`, and remove it when nobody uses it";
    DIRECTIVE_ARGUMENT_RENAMED = "diff/graphql/directive_argument_renamed", High,
        "an argument of a directive has another name",
        "uses that give it by the old name are invalid now",
        "keep the old one beside the new one, mark it `@deprecated`, and remove it when nobody uses it";
    DIRECTIVE_ARGUMENT_TYPE_TIGHTENED = "diff/graphql/directive_argument_type_tightened", High,
        "an argument of a directive must not be null where it could be",
        "uses that leave it out or give null are invalid now",
        "keep accepting null, and treat it as a default";
    DIRECTIVE_ARGUMENT_TYPE_LOOSENED = "diff/graphql/directive_argument_type_loosened", Info,
        "an argument of a directive may be null where it must not be",
        "whatever was accepted still is",
        "nothing";
    DIRECTIVE_ARGUMENT_TYPE_CHANGED = "diff/graphql/directive_argument_type_changed", High,
        "an argument of a directive has another type",
        "values and variables of the old type are invalid now",
        "add an argument of a directive of the new type, and deprecate the old one";
    DIRECTIVE_ARGUMENT_DEFAULT_ADDED = "diff/graphql/directive_argument_default_added", Info,
        "an argument of a directive has a default",
        "uses that leave it out get the default",
        "let the default mean what its absence meant";
    DIRECTIVE_ARGUMENT_DEFAULT_REMOVED = "diff/graphql/directive_argument_default_removed", High,
        "an argument of a directive has no default any more",
        "uses that leave it out mean something else, or are invalid now",
        "keep the default";
    DIRECTIVE_ARGUMENT_DEFAULT_CHANGED = "diff/graphql/directive_argument_default_changed", Moderate,
        "an argument of a directive has another default",
        "uses that leave it out mean something else",
        "keep the default, and let clients give the new value";
    ONE_OF_ADDED = "diff/graphql/one_of_added", High,
        "exactly one field of an input must be given",
        "values with several fields or none are invalid now",
        "add an input that asks for one field, and deprecate this one";
    ONE_OF_REMOVED = "diff/graphql/one_of_removed", Moderate,
        "an input may have several fields, or none",
        "values that were refused are accepted, and must mean something",
        "state what several fields mean";
    DIRECTIVE_ADDED = "diff/graphql/directive_added", Info,
        "a directive is new",
        "nothing uses it yet",
        "nothing";
    DIRECTIVE_REMOVED = "diff/graphql/directive_removed", High,
        "a directive is gone",
        "operations and schemas that use it are invalid now",
        "keep the old one beside the new one, mark it `@deprecated`, and remove it when nobody uses it";
    DIRECTIVE_RENAMED = "diff/graphql/directive_renamed", High,
        "a directive has another name",
        "operations and schemas that use the old name are invalid now",
        "keep the old one beside the new one, mark it `@deprecated`, and remove it when nobody uses it";
    DIRECTIVE_LOCATION_ADDED = "diff/graphql/directive_location_added", Info,
        "a directive may stand in more places",
        "whatever was valid still is",
        "nothing";
    DIRECTIVE_LOCATION_REMOVED = "diff/graphql/directive_location_removed", High,
        "a directive may stand in fewer places",
        "operations and schemas that use it there are invalid now",
        "keep the place until nobody uses it";
    DIRECTIVE_REPEATABLE_ADDED = "diff/graphql/directive_repeatable_added", Info,
        "a directive may stand several times in one place",
        "whatever was valid still is",
        "nothing";
    DIRECTIVE_REPEATABLE_REMOVED = "diff/graphql/directive_repeatable_removed", High,
        "a directive may stand only once in one place",
        "operations and schemas that repeat it are invalid now",
        "keep it repeatable until nobody repeats it";
    DIRECTIVE_USAGE_ADDED = "diff/graphql/directive_usage_added", Moderate,
        "a directive is used on something",
        "the directive may change who may use it, what it costs, or where it comes from",
        "check what the directive does";
    DIRECTIVE_USAGE_REMOVED = "diff/graphql/directive_usage_removed", Moderate,
        "a directive is not used on something any more",
        "what the directive did is not done any more",
        "check what the directive did";
    DIRECTIVE_USAGE_CHANGED = "diff/graphql/directive_usage_changed", Moderate,
        "a directive is used with other arguments",
        "the directive does something else",
        "check what the arguments mean";
}
