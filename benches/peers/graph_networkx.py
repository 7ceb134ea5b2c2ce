"""The graph work with networkx."""

import json
import sys

import networkx as nx
from clock import Clock

clock = Clock()
with open(sys.argv[1]) as file:
    given = json.load(file)
edges = [tuple(edge) for edge in given["edges"]]
layer = given["layers"]
clock.start()
graph = nx.DiGraph()
graph.add_nodes_from(range(given["nodes"]))
graph.add_edges_from(edges)
clock.lap("build")
cyclic = [part for part in nx.strongly_connected_components(graph) if len(part) > 1]
clock.lap("cycles")
condensed = nx.condensation(graph)
order = list(nx.topological_sort(condensed))
clock.lap("order")
reach = [len(nx.ancestors(graph, node)) for node in given["queries"]]
clock.lap("impact")
upward = sum(1 for start, end in graph.edges if layer[start] < layer[end])
clock.lap("rules")
clock.report_graph(cyclic, order, reach, upward)
