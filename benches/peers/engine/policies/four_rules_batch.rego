# A list of services is the input; the allow-list is data, by name.
package fleet

import rego.v1

findings contains {"service": service.name, "rule": "vulnerable"} if {
	some service in input
	service.maturity == "stable"
	service.open_critical_vulns > 0
}

findings contains {"service": service.name, "rule": "coverage"} if {
	some service in input
	service.coverage < 0.75
}

findings contains {"service": service.name, "rule": "external", "about": name} if {
	some service in input
	some name in service.external
	not data.allow[name]
}

findings contains {"service": service.name, "rule": "layer", "about": target.name} if {
	some service in input
	some target in service.internal
	target.layer > service.layer
}
