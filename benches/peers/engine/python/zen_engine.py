"""zen-engine: a decision that is loaded once, and one batch of requests."""

import json

import inputs
import zen

content = inputs.decision()
facts = inputs.facts()
clock = inputs.Clock()
engine = zen.ZenEngine({"loader": {"type": "static", "content": {"four_rules": content}}})
requests = [{"key": "four_rules", "context": service} for service in facts]
answers = clock.least("evaluate", lambda: engine.evaluate_batch(requests))
rules = []
for answer in answers:
    if not answer["success"]:
        raise SystemExit(answer["error"])
    for rule, found in answer["data"]["result"].items():
        rules.extend([rule] * (len(found) if isinstance(found, list) else found))
clock.report({"findings": inputs.counted(rules)})
