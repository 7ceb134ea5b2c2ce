"""meta-core: a set of policies and a catalog, both prepared, and one call: `meta_core_policies.py POLICY WORK SIZE`.

The whole report is parsed into dictionaries.
"""

import sys

import inputs
import meta_core

# The ends of the messages, which tell the rules of the one policy apart.
ENDS = {
    "has critical vulnerabilities": "vulnerable",
    "is tested": "coverage",
    "is not allowed": "external",
    "is in a higher layer": "layer",
}
NOW = "2026-01-01T00:00:00Z"


def rule(finding):
    return next(rule for end, rule in ENDS.items() if finding["message"].endswith(end))


policy = inputs.text(f"{sys.argv[1]}.rhai")
clock = inputs.Clock()
policies = meta_core.PolicySet(files={"four_rules.rhai": policy})
catalog = meta_core.Catalog(catalog=inputs.text(f"index-{inputs.SIZE}.json"))
report = clock.least("evaluate", lambda: policies.evaluate(catalog, now=NOW))
clock.report({"findings": inputs.counted(map(rule, report["findings"]))})
