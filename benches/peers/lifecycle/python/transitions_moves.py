"""transitions: one machine, and a model for each task."""

import inputs
from transitions import Machine


class Task:
    pass


def happen():
    states = list(definition["states"])
    machine = Machine(model=None, states=states, initial=definition["initial"], auto_transitions=False)
    for one in definition["transitions"]:
        machine.add_transition(one["event"], one["from"], one["to"])
    tasks = {}
    for name, move in moves:
        if move == "begin":
            tasks[name] = Task()
            machine.add_model(tasks[name])
        else:
            assert tasks[name].trigger(move)
    return tasks


clock = inputs.Clock()
definition = inputs.read("machine.json")
moves = inputs.read("moves.json")
tasks = clock.least("work", happen)
clock.report(inputs.counted([task.state for task in tasks.values()]))
