"""Times the steps of a contestant and prints them."""

import json
import time

# So long in seconds, and so often at the least, a step is repeated of which the least time is wanted.
LONG, OFTEN = 1.0, 2


class Clock:
    def __init__(self):
        self.steps = {}
        self.start()

    def start(self):
        self.last = time.perf_counter()

    def lap(self, step):
        """Books the time since the last lap under `step`."""
        now = time.perf_counter()
        self.steps[step] = self.steps.get(step, 0.0) + now - self.last
        self.last = now

    def least(self, step, work):
        """Repeats `work` and books its least time under `step`; returns what it answered last."""
        begin = time.perf_counter()
        passes = []
        while len(passes) < OFTEN or time.perf_counter() - begin < LONG:
            answer = None
            start = time.perf_counter()
            answer = work()
            passes.append(time.perf_counter() - start)
        self.steps[step] = min(passes)
        self.start()
        return answer

    def report(self, answer):
        print(json.dumps({"steps": self.steps, "answer": answer}))

    def report_graph(self, cyclic, order, reach, upward):
        """Prints the answer of a graph library: cycles, their members, parts in order, and so on."""
        self.report(
            {
                "cycles": len(cyclic),
                "in_cycles": sum(len(part) for part in cyclic),
                "parts": len(order),
                "reach": reach,
                "upward": upward,
            }
        )
