//! Codes of changes inside of schemas that only descriptions of interfaces know.

use super::super::codes;

codes! {
    DISCRIMINATOR_ADDED = "diff/openapi/discriminator_added", Moderate,
        "a member tells alternatives apart",
        "generated code reads the member to choose a class",
        "make sure that every writer sends the member";
    DISCRIMINATOR_REMOVED = "diff/openapi/discriminator_removed", Moderate,
        "no member tells alternatives apart any more",
        "generated code does not choose a class by it any more",
        "keep the member until no client reads it";
    DISCRIMINATOR_CHANGED = "diff/openapi/discriminator_changed", High,
        "another member tells alternatives apart",
        "who writes and reads the old member chooses wrongly",
        "send both members for a while";
    DISCRIMINATOR_VALUE_ADDED = "diff/openapi/discriminator_value_added", Moderate,
        "a value names one more alternative",
        "readers may meet a value that they do not know",
        "let readers accept the value before anybody writes it";
    DISCRIMINATOR_VALUE_REMOVED = "diff/openapi/discriminator_value_removed", High,
        "a value names no alternative any more",
        "values that were accepted may be rejected now",
        "go on to accept the value";
    DISCRIMINATOR_VALUE_CHANGED = "diff/openapi/discriminator_value_changed", High,
        "a value names another alternative",
        "the same value stands for something else",
        "give the new alternative a new value";
    XML_CHANGED = "diff/openapi/xml_changed", Moderate,
        "a value has another name or form in XML",
        "the values are the same, in JSON",
        "keep the name of the element or attribute";
    EXTENSIBLE_VALUE_ADDED = "diff/openapi/extensible_value_added", Moderate,
        "a value joined a list that is said to grow",
        "readers were told to expect values they do not know",
        "make sure that readers have a default";
    EXTENSIBLE_VALUE_REMOVED = "diff/openapi/extensible_value_removed", Moderate,
        "a value left a list that is said to grow",
        "whoever sends or waits for the value does so in vain",
        "keep the value listed as long as it is used";
}
