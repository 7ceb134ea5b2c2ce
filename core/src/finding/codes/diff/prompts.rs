//! Codes of changes of prompt libraries.

use super::super::codes;

codes! {
    ENTRY_ADDED = "diff/prompts/entry_added", Moderate,
        "a prompt was added",
        "nobody calls it yet",
        "nothing needs to be done";
    ENTRY_REMOVED = "diff/prompts/entry_removed", High,
        "a prompt was removed",
        "callers that ask for it find nothing",
        "move the callers away first, or keep the prompt for a while";
    ENTRY_RENAMED = "diff/prompts/entry_renamed", High,
        "a prompt has another name",
        "callers ask for prompts by name",
        "keep the old name as an alias until no caller uses it";
    ALIAS_ADDED = "diff/prompts/alias_added", Low,
        "a prompt has one more alias",
        "callers may ask for it under this name too",
        "nothing needs to be done";
    ALIAS_REMOVED = "diff/prompts/alias_removed", High,
        "a prompt lacks an alias that it had",
        "callers that ask for it under this name find nothing",
        "keep the alias until no caller uses it";
    VARIABLE_ADDED = "diff/prompts/variable_added", Moderate,
        "a prompt takes one more variable, which may be left out",
        "callers that do not pass it get its default",
        "nothing needs to be done";
    VARIABLE_REQUIRED_ADDED = "diff/prompts/variable_required_added", High,
        "a prompt needs one more variable",
        "callers that do not pass it fail, or leave a gap in the prompt",
        "give the variable a default, or publish a new major version";
    VARIABLE_REMOVED = "diff/prompts/variable_removed", High,
        "a prompt does not take a variable any more",
        "callers pass it: strict ones fail, and what others pass is dropped",
        "keep the variable until no caller passes it";
    VARIABLE_RENAMED = "diff/prompts/variable_renamed", High,
        "a variable has another name",
        "callers pass the old name, and the new one stays empty",
        "take both names for a while";
    VARIABLE_BECAME_REQUIRED = "diff/prompts/variable_became_required", High,
        "a variable must be passed now",
        "callers that left it out fail, or leave a gap in the prompt",
        "keep the default, or publish a new major version";
    VARIABLE_BECAME_OPTIONAL = "diff/prompts/variable_became_optional", Low,
        "a variable may be left out now",
        "whoever passes it still can",
        "nothing needs to be done";
    VARIABLE_TYPE_CHANGED = "diff/prompts/variable_type_changed", High,
        "a variable takes other values",
        "values that callers pass may be refused or rendered otherwise",
        "take the old values for a while beside the new ones";
    VARIABLE_DEFAULT_CHANGED = "diff/prompts/variable_default_changed", Moderate,
        "a variable has another default",
        "callers that leave it out get another prompt",
        "check who leaves it out";
    VARIABLE_UNUSED = "diff/prompts/variable_unused", High,
        "a variable is declared, and no template uses it",
        "what callers pass is silently dropped",
        "use the variable in a template, or remove its declaration";
    VARIABLE_UNDECLARED = "diff/prompts/variable_undeclared", High,
        "a template uses a variable that is not declared",
        "rendering fails, or leaves a gap in the prompt",
        "declare the variable, or correct its name";
    OUTPUT_SCHEMA_ADDED = "diff/prompts/output_schema_added", Moderate,
        "a prompt has an output schema now",
        "answers keep to a form that they did not have before",
        "check that callers read that form";
    OUTPUT_SCHEMA_REMOVED = "diff/prompts/output_schema_removed", High,
        "a prompt has no output schema any more",
        "callers that parse answers may meet anything",
        "keep the schema, or publish a new major version";
    OUTPUT_SCHEMA_CHANGED = "diff/prompts/output_schema_changed", High,
        "an output schema changed that is no JSON Schema",
        "callers that parse answers may meet values that they do not know",
        "write the schema as JSON Schema, so that it can be compared";
    OUTPUT_FORMAT_ADDED = "diff/prompts/output_format_added", High,
        "an instruction about the form of answers was added",
        "callers that parse or show answers may not expect the form",
        "check the callers, or publish a new major version";
    OUTPUT_FORMAT_REMOVED = "diff/prompts/output_format_removed", High,
        "an instruction about the form of answers was removed",
        "answers may take any form, and callers that parse them fail",
        "keep the instruction, or publish a new major version";
    OUTPUT_FORMAT_CHANGED = "diff/prompts/output_format_changed", High,
        "an instruction about the form of answers changed",
        "callers that parse or show answers may not expect the new form",
        "check the callers, or publish a new major version";
    TOOL_ADDED = "diff/prompts/tool_added", Moderate,
        "the model may call one more tool",
        "it can do more than before, also when it is misled",
        "check what the tool can do, and who may make the model call it";
    TOOL_REMOVED = "diff/prompts/tool_removed", High,
        "the model may not call a tool any more",
        "tasks that need the tool fail, and callers may wait for its calls",
        "remove the instructions that name it, and tell the callers";
    TOOL_DESCRIPTION_CHANGED = "diff/prompts/tool_description_changed", Moderate,
        "a tool is described otherwise",
        "the model calls tools by their descriptions",
        "run the evaluations that call the tool";
    TOOL_ARGUMENTS_CHANGED = "diff/prompts/tool_arguments_changed", Moderate,
        "a tool has an argument schema that it had not, or has none any more",
        "the model is told otherwise what to pass",
        "run the evaluations that call the tool";
    CAPABILITY_ADDED = "diff/prompts/capability_added", Moderate,
        "the prompt says that the model does more",
        "the model answers what it did not answer before",
        "check that it can, and that it should";
    CAPABILITY_REMOVED = "diff/prompts/capability_removed", Moderate,
        "the prompt does not say any more that the model does something",
        "users who rely on it may be turned away",
        "check who relies on it";
    CAPABILITY_CHANGED = "diff/prompts/capability_changed", Moderate,
        "the prompt says otherwise what the model is there for",
        "the model may answer more or less than before",
        "run the evaluations";
    REFUSAL_ADDED = "diff/prompts/refusal_added", High,
        "the model must not do something that it could do before",
        "requests that were answered are turned away",
        "check who makes such requests";
    REFUSAL_REMOVED = "diff/prompts/refusal_removed", High,
        "something is not forbidden any more",
        "a guard is gone: the model may do what it refused before",
        "have the change reviewed for security, and keep the prohibition unless it was wrong";
    REFUSAL_STRENGTHENED = "diff/prompts/refusal_strengthened", Moderate,
        "something is forbidden more strictly",
        "the model turns more away",
        "check that it does not turn away too much";
    REFUSAL_WEAKENED = "diff/prompts/refusal_weakened", High,
        "something is forbidden less strictly",
        "a guard is weaker: the model may find a reason to do it",
        "have the change reviewed for security, and keep `must not` or `never` where no reason counts";
    REFUSAL_CHANGED = "diff/prompts/refusal_changed", Moderate,
        "a prohibition was reworded",
        "it may forbid more or less than before",
        "have the change reviewed for security";
    OBLIGATION_STRENGTHENED = "diff/prompts/obligation_strengthened", Moderate,
        "something is asked for more strictly",
        "the model does it where it had a choice",
        "run the evaluations";
    OBLIGATION_WEAKENED = "diff/prompts/obligation_weakened", Moderate,
        "something is asked for less strictly",
        "the model may leave it undone",
        "run the evaluations";
    INSTRUCTION_ADDED = "diff/prompts/instruction_added", Moderate,
        "an instruction was added",
        "the model does something else than before",
        "run the evaluations";
    INSTRUCTION_REMOVED = "diff/prompts/instruction_removed", Moderate,
        "an instruction was removed",
        "the model may do otherwise than before",
        "run the evaluations";
    INSTRUCTION_REWORDED = "diff/prompts/instruction_reworded", Moderate,
        "an instruction was reworded",
        "whether it asks for the same cannot be told",
        "run the evaluations";
    PERMISSION_ADDED = "diff/prompts/permission_added", Moderate,
        "the model may do something that was not mentioned before",
        "it may do it now",
        "check that it should";
    PERMISSION_REMOVED = "diff/prompts/permission_removed", Moderate,
        "the model is not told any more that it may do something",
        "it may leave it",
        "run the evaluations";
    GUARDRAIL_MOVED = "diff/prompts/guardrail_moved", Moderate,
        "a guardrail stands in another place",
        "what stands first or last weighs more, and a guardrail may lose its weight",
        "have the change reviewed for security";
    STEP_MOVED = "diff/prompts/step_moved", Moderate,
        "a numbered step stands in another place",
        "the model works through steps in their order",
        "run the evaluations";
    CONDITION_CHANGED = "diff/prompts/condition_changed", Moderate,
        "a sentence stands under another condition of the template",
        "the model reads it in other cases than before",
        "render the prompt for every case, and run the evaluations";
    MOVED_BETWEEN_TEXTS = "diff/prompts/moved_between_texts", Moderate,
        "a sentence stands in another text",
        "models obey the system prompt before users, so who says a sentence matters",
        "keep rules in the system prompt";
    REORDERED = "diff/prompts/reordered", Info,
        "sentences stand in another order",
        "they do not depend on each other",
        "nothing needs to be done";
    DEFENCE_ADDED = "diff/prompts/defence_added", Moderate,
        "a defence against injected instructions was added",
        "the model obeys less of what users and documents say",
        "run the evaluations with hostile input";
    DEFENCE_REMOVED = "diff/prompts/defence_removed", High,
        "a defence against injected instructions was removed",
        "instructions in what users and documents say may be obeyed",
        "have the change reviewed for security, and keep the defence";
    DEFENCE_CHANGED = "diff/prompts/defence_changed", Moderate,
        "a defence against injected instructions was reworded",
        "whether it still holds cannot be told",
        "run the evaluations with hostile input";
    DELIMITER_ADDED = "diff/prompts/delimiter_added", Moderate,
        "a delimiter was added",
        "parts of the prompt are set apart otherwise",
        "run the evaluations";
    DELIMITER_REMOVED = "diff/prompts/delimiter_removed", High,
        "a delimiter was removed",
        "the model may not tell instructions from what users and documents say",
        "have the change reviewed for security, and keep the delimiter around user input";
    DELIMITER_CHANGED = "diff/prompts/delimiter_changed", Moderate,
        "a delimiter changed",
        "sentences that name the old one mean nothing any more",
        "check that every sentence names the delimiter that is used";
    PERSONA_CHANGED = "diff/prompts/persona_changed", Moderate,
        "persona or tone changed",
        "a change of tone can move what the model refuses",
        "run the evaluations, those of refusals too";
    CONTEXT_CHANGED = "diff/prompts/context_changed", Moderate,
        "what the model is told changed",
        "answers build on it",
        "run the evaluations";
    HEADING_CHANGED = "diff/prompts/heading_changed", Info,
        "a heading changed",
        "headings sort, and ask for nothing",
        "nothing needs to be done";
    TEXT_ADDED = "diff/prompts/text_added", Moderate,
        "a text was added to a prompt",
        "the model reads more than before",
        "run the evaluations";
    TEXT_REMOVED = "diff/prompts/text_removed", High,
        "a text was removed from a prompt",
        "the model does not read it any more",
        "run the evaluations";
    PROVIDER_CHANGED = "diff/prompts/provider_changed", High,
        "a prompt is for models of another provider",
        "prompts do not carry over: obedience, tools and output forms differ",
        "run all evaluations against the new model, and check tools, context window and output modes";
    MODEL_CHANGED = "diff/prompts/model_changed", High,
        "a prompt is for another model",
        "another model reads the same prompt otherwise",
        "run all evaluations against the new model, and check tools, context window and output modes";
    MODEL_VERSION_CHANGED = "diff/prompts/model_version_changed", Moderate,
        "a prompt is for another version of the same model",
        "versions of a model differ less than models, and still differ",
        "run the evaluations";
    SAMPLING_CHANGED = "diff/prompts/sampling_changed", Moderate,
        "a sampling parameter changed",
        "answers vary more or less than before",
        "run the evaluations several times";
    MAX_TOKENS_LOWERED = "diff/prompts/max_tokens_lowered", Moderate,
        "answers may be less long",
        "longer answers are cut off, and JSON that is cut off cannot be parsed",
        "compare the limit with the longest answers that were seen";
    MAX_TOKENS_RAISED = "diff/prompts/max_tokens_raised", Low,
        "answers may be longer",
        "answers that fitted still fit; they may cost more",
        "nothing needs to be done";
    STOP_CHANGED = "diff/prompts/stop_changed", Moderate,
        "stop sequences changed",
        "answers end elsewhere than before",
        "run the evaluations";
    PARAMETER_CHANGED = "diff/prompts/parameter_changed", Moderate,
        "a parameter of the model changed",
        "answers may differ",
        "run the evaluations";
    EXAMPLE_ADDED = "diff/prompts/example_added", Moderate,
        "an example was added",
        "models imitate examples",
        "run the evaluations";
    EXAMPLE_REMOVED = "diff/prompts/example_removed", Moderate,
        "an example was removed",
        "models imitate examples",
        "run the evaluations";
    EXAMPLE_CHANGED = "diff/prompts/example_changed", Moderate,
        "an example changed",
        "models imitate examples",
        "run the evaluations";
    EXAMPLE_LABEL_CHANGED = "diff/prompts/example_label_changed", Moderate,
        "an example shows another answer to the same input",
        "the model is shown to decide otherwise",
        "run the evaluations";
    EXAMPLE_MOVED = "diff/prompts/example_moved", Moderate,
        "an example stands in another place",
        "the last examples weigh most",
        "run the evaluations";
    EVAL_ADDED = "diff/prompts/eval_added", Low,
        "an expectation was added",
        "the prompt has to do more than before: a minor version",
        "raise the minor version of the prompt";
    EVAL_REMOVED = "diff/prompts/eval_removed", High,
        "an expectation was removed",
        "what callers could count on is not promised any more: a major version",
        "raise the major version of the prompt";
    EVAL_CHANGED = "diff/prompts/eval_changed", High,
        "an expectation was edited",
        "what callers could count on is promised otherwise: a major version",
        "raise the major version of the prompt";
    NOTES_CHANGED = "diff/prompts/notes_changed", Info,
        "version, owner, description or other notes changed",
        "the model reads the same",
        "nothing needs to be done";
    SETTING_CHANGED = "diff/prompts/setting_changed", Moderate,
        "a setting changed that is not known here",
        "it may decide what the model reads",
        "look up what the setting means";
    REFORMATTED = "diff/prompts/reformatted", Info,
        "a text differs in spacing, case, emphasis, punctuation or spelling only",
        "the words are the same",
        "nothing needs to be done";
    REWRITTEN = "diff/prompts/rewritten", Info,
        "the same is written otherwise",
        "the model reads the same",
        "nothing needs to be done";
}
