"""The graph work with rustworkx."""

import json
import sys

import rustworkx as rx
from clock import Clock

clock = Clock()
with open(sys.argv[1]) as file:
    given = json.load(file)
edges = [tuple(edge) for edge in given["edges"]]
layer = given["layers"]
clock.start()
graph = rx.PyDiGraph(multigraph=False)
graph.add_nodes_from(range(given["nodes"]))
graph.add_edges_from_no_data(edges)
clock.lap("build")
parts = rx.strongly_connected_components(graph)
cyclic = [part for part in parts if len(part) > 1]
clock.lap("cycles")
order = list(rx.topological_sort(rx.condensation(graph)))
clock.lap("order")
reach = [len(rx.ancestors(graph, node)) for node in given["queries"]]
clock.lap("impact")
upward = sum(1 for start, end in graph.edge_list() if layer[start] < layer[end])
clock.lap("rules")
clock.report_graph(cyclic, order, reach, upward)
