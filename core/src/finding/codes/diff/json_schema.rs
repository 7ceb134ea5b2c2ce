//! Codes of changes of JSON Schemas.

use super::super::codes;

codes! {
    NOTHING_ACCEPTED = "diff/json-schema/nothing_accepted", High,
        "no value is accepted any more",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    VALUES_ACCEPTED = "diff/json-schema/values_accepted", High,
        "values are accepted where none were",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    NULL_ACCEPTED = "diff/json-schema/null_accepted", High,
        "null is accepted now",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    NULL_REJECTED = "diff/json-schema/null_rejected", High,
        "null is not accepted any more",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    TYPE_ADDED = "diff/json-schema/type_added", High,
        "values of another type are accepted too",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    TYPE_REMOVED = "diff/json-schema/type_removed", High,
        "values of a type are not accepted any more",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    TYPE_CHANGED = "diff/json-schema/type_changed", High,
        "one type took the place of another",
        "some valid values are rejected now, and readers of the old version meet values they do not know",
        "add a property of the new type, and deprecate the old one";
    NUMBER_BECAME_INTEGER = "diff/json-schema/number_became_integer", High,
        "numbers must be whole now",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    INTEGER_BECAME_NUMBER = "diff/json-schema/integer_became_number", High,
        "numbers need not be whole any more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    ENUM_ADDED = "diff/json-schema/enum_added", High,
        "only listed values are accepted now",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    ENUM_REMOVED = "diff/json-schema/enum_removed", High,
        "any value is accepted where only listed ones were",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    ENUM_VALUE_ADDED = "diff/json-schema/enum_value_added", High,
        "a value joined a list",
        "writers may send values that readers of the old version reject",
        "mark the list as extensible, or let readers accept the value first";
    ENUM_VALUE_REMOVED = "diff/json-schema/enum_value_removed", High,
        "a value left a list",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    CONST_CHANGED = "diff/json-schema/const_changed", High,
        "the only value that is accepted became another",
        "some valid values are rejected now, and readers of the old version meet values they do not know",
        "accept both for a while";
    MULTIPLE_OF_ADDED = "diff/json-schema/multiple_of_added", High,
        "numbers must be multiples of something now",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    MULTIPLE_OF_REMOVED = "diff/json-schema/multiple_of_removed", High,
        "numbers need not be multiples of something any more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    MULTIPLE_OF_COARSENED = "diff/json-schema/multiple_of_coarsened", High,
        "numbers must be multiples of a multiple of what they had to be",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    MULTIPLE_OF_REFINED = "diff/json-schema/multiple_of_refined", High,
        "numbers may be multiples of a part of what they had to be",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    MULTIPLE_OF_CHANGED = "diff/json-schema/multiple_of_changed", High,
        "numbers must be multiples of something else",
        "some valid values are rejected now, and readers of the old version meet values they do not know",
        "accept the old values for a while beside the new ones, or publish a new major version";
    PATTERN_ADDED = "diff/json-schema/pattern_added", High,
        "texts must match a pattern now",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    PATTERN_REMOVED = "diff/json-schema/pattern_removed", High,
        "texts need not match a pattern any more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    PATTERN_CHANGED = "diff/json-schema/pattern_changed", High,
        "texts must match another pattern",
        "some valid values are rejected now, and readers of the old version meet values they do not know",
        "accept the old values for a while beside the new ones, or publish a new major version";
    FORMAT_ADDED = "diff/json-schema/format_added", Moderate,
        "texts or numbers have a format now",
        "readers that assert formats reject values they accepted",
        "accept the old values for a while beside the new ones, or publish a new major version";
    FORMAT_REMOVED = "diff/json-schema/format_removed", Moderate,
        "texts or numbers have no format any more",
        "readers that rely on the format meet values without it",
        "let readers accept the new values before anybody writes them";
    FORMAT_CHANGED = "diff/json-schema/format_changed", Moderate,
        "texts or numbers have another format",
        "readers that assert or rely on formats meet values they do not know",
        "accept the old values for a while beside the new ones, or publish a new major version";
    REQUIRED_ADDED = "diff/json-schema/required_added", High,
        "a property is required now",
        "objects without it were valid and are rejected now",
        "give the property a default that the owner fills in, and leave it optional";
    REQUIRED_REMOVED = "diff/json-schema/required_removed", High,
        "a property is not required any more",
        "readers that rely on it may not find it",
        "keep sending it until every reader does without";
    PROPERTY_ADDED = "diff/json-schema/property_added", High,
        "a property is new",
        "objects that carried something else under its name are rejected, or readers of closed objects meet a name they do not know",
        "nothing, when the name was free; else choose another name";
    PROPERTY_RENAMED = "diff/json-schema/property_renamed", High,
        "a property is called otherwise",
        "writers and readers go on with the old name, which means nothing any more",
        "keep the old name beside the new one for a while, deprecated, or list it in `x-aliases`";
    PROPERTY_REMOVED = "diff/json-schema/property_removed", High,
        "a property is gone",
        "those who send it are rejected or not heard, and those who read it do not find it",
        "deprecate it first, and remove it in the next major version";
    MEMBERS_CHANGED = "diff/json-schema/members_changed", High,
        "the members of an object are described in another way",
        "whether the same objects are accepted cannot be told",
        "describe the members in one place";
    NOT_A_SCHEMA = "diff/json-schema/not_a_schema", Moderate,
        "a keyword has a value that its dialect does not know",
        "validators reject the schema or skip the keyword, so that nobody knows what is accepted",
        "correct the value, or name the dialect it is written in";
    PATTERN_PROPERTY_ADDED = "diff/json-schema/pattern_property_added", High,
        "names of a pattern have a rule of their own now",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    PATTERN_PROPERTY_CHANGED = "diff/json-schema/pattern_property_changed", High,
        "a rule for members goes by another pattern of names",
        "members of other names are rejected or accepted now",
        "keep the old pattern beside the new one for a while, or publish a new major version";
    PATTERN_PROPERTY_REMOVED = "diff/json-schema/pattern_property_removed", High,
        "names of a pattern have no rule of their own any more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    ADDITIONAL_FORBIDDEN = "diff/json-schema/additional_properties_forbidden", High,
        "properties that are not listed are not accepted any more",
        "values that were valid are rejected now",
        "leave the object open, or list what is in use";
    ADDITIONAL_LIMITED = "diff/json-schema/additional_properties_limited", High,
        "properties that are not listed must satisfy a schema now",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    ADDITIONAL_ACCEPTED = "diff/json-schema/additional_properties_accepted", High,
        "any properties are accepted beside those that are listed",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    DEPENDENT_REQUIRED_ADDED = "diff/json-schema/dependent_required_added", High,
        "a property needs others beside it now",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    DEPENDENT_REQUIRED_REMOVED = "diff/json-schema/dependent_required_removed", High,
        "a property does not need others beside it any more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    DEPENDENT_REQUIRED_CHANGED = "diff/json-schema/dependent_required_changed", High,
        "a property needs other ones beside it",
        "some valid values are rejected now, and readers of the old version meet values they do not know",
        "accept the old values for a while beside the new ones, or publish a new major version";
    ITEM_LIMITED = "diff/json-schema/item_limited", High,
        "the item at a position must satisfy a schema now",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    ITEM_FREED = "diff/json-schema/item_freed", High,
        "any item may stand at a position",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    ITEMS_LIMITED = "diff/json-schema/items_limited", High,
        "items must satisfy a schema now",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    ITEMS_FREED = "diff/json-schema/items_freed", High,
        "any items are accepted",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    UNIQUE_ITEMS_ADDED = "diff/json-schema/unique_items_added", High,
        "items must differ from each other now",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    UNIQUE_ITEMS_REMOVED = "diff/json-schema/unique_items_removed", High,
        "items may be equal",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    CONTAINS_ADDED = "diff/json-schema/contains_added", High,
        "some items must be of a kind now",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    CONTAINS_REMOVED = "diff/json-schema/contains_removed", High,
        "no items need be of a kind any more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    MIN_CONTAINS_CHANGED = "diff/json-schema/min_contains_changed", High,
        "the least number of items of a kind changed",
        "some valid values are rejected now, and readers of the old version meet values they do not know",
        "accept the old values for a while beside the new ones, or publish a new major version";
    MAX_CONTAINS_CHANGED = "diff/json-schema/max_contains_changed", High,
        "the most items of a kind changed",
        "some valid values are rejected now, and readers of the old version meet values they do not know",
        "accept the old values for a while beside the new ones, or publish a new major version";
    UNION_ADDED = "diff/json-schema/union_added", High,
        "a value must be one of several kinds now",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    UNION_REMOVED = "diff/json-schema/union_removed", High,
        "a value need not be one of several kinds any more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    ALTERNATIVE_ADDED = "diff/json-schema/alternative_added", High,
        "an alternative is new",
        "writers may send values that readers of the old version reject",
        "let readers accept the new kind before anybody writes it";
    ALTERNATIVE_REMOVED = "diff/json-schema/alternative_removed", High,
        "an alternative is gone",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    UNEVALUATED_LIMITED = "diff/json-schema/unevaluated_limited", High,
        "members or items that nothing else speaks of must satisfy a schema",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    UNEVALUATED_FREED = "diff/json-schema/unevaluated_freed", High,
        "members or items that nothing else speaks of need not satisfy a schema any more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    REFERENCE_ADDED = "diff/json-schema/reference_added", High,
        "a reference leads to a schema that was not supplied",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    REFERENCE_REMOVED = "diff/json-schema/reference_removed", High,
        "a reference to a schema that was not supplied is gone",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    CONDITION_ADDED = "diff/json-schema/condition_added", High,
        "a condition counts that did not",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    CONDITION_REMOVED = "diff/json-schema/condition_removed", High,
        "a condition does not count any more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    THEN_ADDED = "diff/json-schema/then_added", High,
        "values that satisfy a condition must satisfy a schema",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    THEN_REMOVED = "diff/json-schema/then_removed", High,
        "values that satisfy a condition need not satisfy a schema any more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    ELSE_ADDED = "diff/json-schema/else_added", High,
        "values that do not satisfy a condition must satisfy a schema",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    ELSE_REMOVED = "diff/json-schema/else_removed", High,
        "values that do not satisfy a condition need not satisfy a schema any more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    DEPENDENT_SCHEMA_ADDED = "diff/json-schema/dependent_schema_added", High,
        "objects with a member must satisfy a schema",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    DEPENDENT_SCHEMA_REMOVED = "diff/json-schema/dependent_schema_removed", High,
        "objects with a member need not satisfy a schema any more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    PROPERTY_NAMES_ADDED = "diff/json-schema/property_names_added", High,
        "the names of members must satisfy a schema",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    PROPERTY_NAMES_REMOVED = "diff/json-schema/property_names_removed", High,
        "the names of members need not satisfy a schema any more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    UNION_BECAME_EXCLUSIVE = "diff/json-schema/union_became_exclusive", High,
        "a value may satisfy only one of several alternatives",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    UNION_BECAME_INCLUSIVE = "diff/json-schema/union_became_inclusive", High,
        "a value may satisfy several of several alternatives",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    CONTENT_CHANGED = "diff/json-schema/content_changed", High,
        "what texts contain is described otherwise",
        "readers decode texts by what the schema says",
        "add a property with the new content, and deprecate the old one";
    EVALUATION_CHANGED = "diff/json-schema/evaluation_changed", High,
        "which members or items are left to `unevaluatedProperties` and `unevaluatedItems` changed",
        "values may be accepted or rejected that were not",
        "state what is meant by `additionalProperties` instead";
    NOT_ADDED = "diff/json-schema/not_added", High,
        "a kind of value is excluded now",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    NOT_REMOVED = "diff/json-schema/not_removed", High,
        "a kind of value is not excluded any more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    DEFAULT_CHANGED = "diff/json-schema/default_changed", Moderate,
        "the default of a value changed",
        "those who leave the value out get something else",
        "state the value where it matters";
    DEPRECATED = "diff/json-schema/deprecated", Info,
        "a part is deprecated",
        "it will go away",
        "move to what takes its place";
    NOT_DEPRECATED = "diff/json-schema/not_deprecated", Info,
        "a part is not deprecated any more",
        "it stays",
        "nothing";
    READ_ONLY_CHANGED = "diff/json-schema/read_only_changed", Moderate,
        "whether only the owner writes a value changed",
        "values that are sent may be ignored now, or be expected",
        "tell those who send the value";
    WRITE_ONLY_CHANGED = "diff/json-schema/write_only_changed", Moderate,
        "whether a value is only ever sent to the owner changed",
        "those who read the value may not find it",
        "tell those who read the value";
    DIALECT_CHANGED = "diff/json-schema/dialect_changed", Moderate,
        "the schema is written in another dialect of JSON Schema",
        "validators may read the same keywords in another way",
        "check values with validators of both dialects";
    DUTIES_CHANGED = "diff/json-schema/duties_changed", Low,
        "a description asks for something that it did not, or not any more",
        "what people have to do may have changed, whatever validators accept",
        "read both texts; say what must hold in keywords where there are some";
    WORDS_CHANGED = "diff/json-schema/words_changed", Info,
        "a title, description, example or comment changed",
        "people read it; programs do not",
        "nothing";
    KEYWORD_CHANGED = "diff/json-schema/keyword_changed", Info,
        "a keyword changed that no rule knows",
        "it may mean something to somebody",
        "nothing, unless a tool of yours reads it";
}
