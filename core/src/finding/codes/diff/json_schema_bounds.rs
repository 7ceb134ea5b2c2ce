//! Codes of changes of bounds in JSON Schemas.

use super::super::codes;

codes! {
    MINIMUM_ADDED = "diff/json-schema/minimum_added", High,
        "`minimum` holds now and did not before",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    MINIMUM_REMOVED = "diff/json-schema/minimum_removed", High,
        "`minimum` holds no more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    MINIMUM_RAISED = "diff/json-schema/minimum_raised", High,
        "`minimum` was raised",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    MINIMUM_LOWERED = "diff/json-schema/minimum_lowered", High,
        "`minimum` was lowered",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    MAXIMUM_ADDED = "diff/json-schema/maximum_added", High,
        "`maximum` holds now and did not before",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    MAXIMUM_REMOVED = "diff/json-schema/maximum_removed", High,
        "`maximum` holds no more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    MAXIMUM_RAISED = "diff/json-schema/maximum_raised", High,
        "`maximum` was raised",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    MAXIMUM_LOWERED = "diff/json-schema/maximum_lowered", High,
        "`maximum` was lowered",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    MIN_LENGTH_ADDED = "diff/json-schema/min_length_added", High,
        "`minLength` holds now and did not before",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    MIN_LENGTH_REMOVED = "diff/json-schema/min_length_removed", High,
        "`minLength` holds no more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    MIN_LENGTH_RAISED = "diff/json-schema/min_length_raised", High,
        "`minLength` was raised",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    MIN_LENGTH_LOWERED = "diff/json-schema/min_length_lowered", High,
        "`minLength` was lowered",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    MAX_LENGTH_ADDED = "diff/json-schema/max_length_added", High,
        "`maxLength` holds now and did not before",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    MAX_LENGTH_REMOVED = "diff/json-schema/max_length_removed", High,
        "`maxLength` holds no more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    MAX_LENGTH_RAISED = "diff/json-schema/max_length_raised", High,
        "`maxLength` was raised",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    MAX_LENGTH_LOWERED = "diff/json-schema/max_length_lowered", High,
        "`maxLength` was lowered",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    MIN_ITEMS_ADDED = "diff/json-schema/min_items_added", High,
        "`minItems` holds now and did not before",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    MIN_ITEMS_REMOVED = "diff/json-schema/min_items_removed", High,
        "`minItems` holds no more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    MIN_ITEMS_RAISED = "diff/json-schema/min_items_raised", High,
        "`minItems` was raised",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    MIN_ITEMS_LOWERED = "diff/json-schema/min_items_lowered", High,
        "`minItems` was lowered",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    MAX_ITEMS_ADDED = "diff/json-schema/max_items_added", High,
        "`maxItems` holds now and did not before",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    MAX_ITEMS_REMOVED = "diff/json-schema/max_items_removed", High,
        "`maxItems` holds no more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    MAX_ITEMS_RAISED = "diff/json-schema/max_items_raised", High,
        "`maxItems` was raised",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    MAX_ITEMS_LOWERED = "diff/json-schema/max_items_lowered", High,
        "`maxItems` was lowered",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    MIN_PROPERTIES_ADDED = "diff/json-schema/min_properties_added", High,
        "`minProperties` holds now and did not before",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    MIN_PROPERTIES_REMOVED = "diff/json-schema/min_properties_removed", High,
        "`minProperties` holds no more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    MIN_PROPERTIES_RAISED = "diff/json-schema/min_properties_raised", High,
        "`minProperties` was raised",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    MIN_PROPERTIES_LOWERED = "diff/json-schema/min_properties_lowered", High,
        "`minProperties` was lowered",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    MAX_PROPERTIES_ADDED = "diff/json-schema/max_properties_added", High,
        "`maxProperties` holds now and did not before",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
    MAX_PROPERTIES_REMOVED = "diff/json-schema/max_properties_removed", High,
        "`maxProperties` holds no more",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    MAX_PROPERTIES_RAISED = "diff/json-schema/max_properties_raised", High,
        "`maxProperties` was raised",
        "writers may send values that readers of the old version reject",
        "let readers accept the new values before anybody writes them";
    MAX_PROPERTIES_LOWERED = "diff/json-schema/max_properties_lowered", High,
        "`maxProperties` was lowered",
        "values that were valid are rejected now",
        "accept the old values for a while beside the new ones, or publish a new major version";
}
