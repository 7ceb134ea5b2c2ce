"""cedarpy: policies and entities are parsed once, and one batch of requests."""

import cedarpy
import inputs

facts = inputs.facts()
clock = inputs.Clock()
policies = cedarpy.PolicySet.from_str(inputs.policy("four_rules.cedar"))
entities = cedarpy.Entities.from_json_str(inputs.text(f"entities-{inputs.SIZE}.json"))
requests = [
    {
        "principal": 'Fleet::"fleet"',
        "action": 'Action::"run"',
        "resource": f'Service::"{service["name"]}"',
        "context": "{}",
    }
    for service in facts
]
answers = clock.least("evaluate", lambda: cedarpy.is_authorized_batch(requests, policies, entities))
rules = []
for answer in answers:
    if answer.diagnostics.errors:
        raise SystemExit(answer.diagnostics.errors)
    rules.extend(answer.diagnostics.id_annotations_by_reason.values())
fired = inputs.counted(rule for rule in rules if rule != "any")
clock.report({"fired": fired, "denied": sum(not answer.allowed for answer in answers)})
