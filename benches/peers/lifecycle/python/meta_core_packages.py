"""meta-core: the packages of all projects in one call."""

import inputs
import meta_core

clock = inputs.Clock()
packages = inputs.read("packages.json")
artifacts = [
    {
        "project": f"p{number}",
        "kind": "service",
        "name": "app",
        "version": 1,
        "actor": "ann",
        "requires": [
            {"package": name, "range": asked, "dialect": "pep440"} for name, asked in project
        ],
    }
    for number, project in enumerate(packages["projects"])
]
config = {"packages": {"pep440": packages["listed"]}}
report = clock.least("work", lambda: meta_core.find_conflicts(artifacts=artifacts, config=config))
unsolved = {one["project"] for one in report["conflicts"]}
clock.report({"solved": len(artifacts) - len(unsolved), "unsolved": len(unsolved)})
