# One service is the input; the allow-list is data, by name.
package fleet

import rego.v1

findings contains {"service": input.name, "rule": "vulnerable"} if {
	input.maturity == "stable"
	input.open_critical_vulns > 0
}

findings contains {"service": input.name, "rule": "coverage"} if input.coverage < 0.75

findings contains {"service": input.name, "rule": "external", "about": name} if {
	some name in input.external
	not data.allow[name]
}

findings contains {"service": input.name, "rule": "layer", "about": target.name} if {
	some target in input.internal
	target.layer > input.layer
}
