"""The four rules in plain Python over dictionaries: what no engine for Python is expected to be quicker than."""

import inputs


def judge(facts, allow):
    findings = []
    for service in facts:
        name = service["name"]
        if service["maturity"] == "stable" and service["open_critical_vulns"] > 0:
            findings.append(("vulnerable", name, None))
        if service["coverage"] < 0.75:
            findings.append(("coverage", name, None))
        for technology in service["external"]:
            if technology not in allow:
                findings.append(("external", name, technology))
        layer = service["layer"]
        for target in service["internal"]:
            if target["layer"] > layer:
                findings.append(("layer", name, target["name"]))
    return findings


clock = inputs.Clock()
facts = inputs.facts()
allow = set(inputs.allow())
findings = clock.least("evaluate", lambda: judge(facts, allow))
clock.report({"findings": inputs.counted(rule for rule, _, _ in findings)})
