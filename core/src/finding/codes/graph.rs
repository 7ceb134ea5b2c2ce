//! Problems of the dependency graph.

super::codes! {
    CYCLE = "graph/cycle", High,
        "services depend on each other in a circle",
        "none of them can be built, released or rolled back before the others",
        "cut one of the dependencies the finding lists, for example with an event or a contract between them";
    SELF_DEPENDENCY = "graph/self_dependency", Moderate,
        "a service depends on itself",
        "the entry says nothing, and most often stands where another name was meant",
        "correct the name, or remove the entry";
    LAYER_VIOLATION = "graph/layer_violation", High,
        "a service depends on a service of a higher layer",
        "the lower layer can no longer be changed, tested or released without the higher one",
        "turn the dependency round, or move what is needed into a lower layer";
    INDIRECT_LAYER_VIOLATION = "graph/indirect_layer_violation", High,
        "a service reaches a service of a higher layer through services without a layer",
        "the layers are broken as if the dependency were direct, but no single edge shows it",
        "cut one dependency of the chain, or give the services between a domain with a layer";
    SAME_LAYER_DEPENDENCY = "graph/same_layer_dependency", Moderate,
        "a service depends on a service of its own layer where the rules forbid it",
        "services of one layer are meant to be replaceable one by one",
        "move what both need into a lower layer";
    LAYER_SKIPPED = "graph/layer_skipped", Moderate,
        "a dependency passes over more layers than the rules allow",
        "the layers between no longer shield the service from changes below",
        "depend on a service of a layer between";
    UNKNOWN_DOMAIN = "graph/unknown_domain", High,
        "a service belongs to a domain that the rules do not list",
        "layer rules cannot place the service",
        "correct the domain, or add it to `dependency.domain_layers`";
    FORBIDDEN_EDGE = "graph/forbidden_edge", High,
        "a dependency exists that a rule forbids",
        "the rule states a boundary that the dependency breaks",
        "remove the dependency, or turn it round";
    NOT_ALLOWED_EDGE = "graph/not_allowed_edge", High,
        "a dependency matches no entry of the list of allowed dependencies",
        "only the listed dependencies are agreed",
        "remove the dependency, or add an entry to `dependency.allowed`";
    REQUIRED_EDGE_MISSING = "graph/required_edge_missing", Moderate,
        "a service lacks a dependency that a rule requires",
        "what every such service is meant to use is not used here",
        "add the dependency to the manifest of the service";
    EXTERNAL_NOT_ALLOWED = "graph/external_not_allowed", Moderate,
        "a service uses external technology that the rules do not allow",
        "nobody has agreed to run, patch and secure it",
        "use an allowed technology, or add it to `dependency.allowed_external`";
    EDGE_MISSING_IN_GRAPH = "graph/edge_missing_in_graph", Moderate,
        "a manifest states a dependency that the graph file does not have",
        "readers of the graph file miss it in every decision",
        "add the edge to the graph file, or remove the dependency from the manifest";
    STALE_EDGE = "graph/stale_edge", Moderate,
        "the graph file states an edge that no manifest has",
        "readers of the graph file see a dependency that may be gone",
        "remove the edge from the graph file, or add the dependency to the manifest";
    NODE_MISSING_IN_GRAPH = "graph/node_missing_in_graph", Low,
        "the graph file does not list a service of the catalog",
        "readers of the graph file do not know the service",
        "add the service to `nodes` of the graph file";
    STALE_NODE = "graph/stale_node", Low,
        "the graph file lists a service that the catalog does not have",
        "the service was renamed or has gone, or its manifest is missing",
        "correct the name, remove the node, or add the missing manifest";
    ORPHAN = "graph/orphan", Info,
        "no service depends on a service, and it depends on none",
        "it may be retired, or its manifest may be incomplete",
        "add what it depends on to its manifest, or retire it";
    FAN_IN_EXCEEDED = "graph/fan_in_exceeded", Moderate,
        "more services depend on a service than the rules allow",
        "each of its changes and failures reaches many others",
        "split the service, or raise `dependency.limits.max_fan_in`";
    FAN_OUT_EXCEEDED = "graph/fan_out_exceeded", Moderate,
        "a service depends on more services than the rules allow",
        "changes and failures of many others reach it",
        "split the service, or raise `dependency.limits.max_fan_out`";
    INSTABILITY_EXCEEDED = "graph/instability_exceeded", Moderate,
        "a service that others depend on is less stable than the rules allow",
        "what it depends on makes it change, and its dependents with it",
        "cut dependencies of the service, or raise `dependency.limits.max_instability`";
    UNSTABLE_DEPENDENCY = "graph/unstable_dependency", Low,
        "a service depends on a service that is less stable than itself",
        "the stable one is dragged along by changes of the unstable one",
        "put a contract between the two, or move what is needed into a more stable service";
    INVALID_SELECTOR = "graph/invalid_selector", High,
        "a rule has a selector that cannot be read",
        "the rule is not in force",
        "write terms such as `domain:access`, `name:gate*` or `!tag:legacy`, joined by `&` and `,`";
    INVALID_RANGE = "graph/invalid_range", Moderate,
        "an entry of allowed technology has a version range that cannot be read",
        "it admits only a version that is written the same",
        "write a range of npm, such as `^7` or `>=7 <9`, or a specifier of PEP 440, such as `~=2.1`";
    DEAD_SELECTOR = "graph/dead_selector", Low,
        "a rule has a selector that matches no service",
        "the rule can never have an effect",
        "correct the selector, or remove the rule";
    UNKNOWN_NODE = "graph/unknown_node", High,
        "an edge ends at a service that the catalog does not have",
        "its failure and its changes cannot be traced",
        "correct the name, or add the missing manifest";
    SEARCH_LIMITED = "graph/search_limited", Low,
        "a search for indirect dependencies was cut short by its limit",
        "paths beyond the limit were not judged",
        "make the rule narrower, or give more services a layer";
}
