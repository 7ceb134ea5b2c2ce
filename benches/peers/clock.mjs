// Times the steps of a contestant and prints them.

export class Clock {
  steps = {}
  last = performance.now()

  /** Books the time since the last lap under `step`. */
  lap(step) {
    const now = performance.now()
    this.steps[step] = (now - this.last) / 1000
    this.last = now
  }

  report(answer) {
    console.log(JSON.stringify({ steps: this.steps, answer }))
  }
}

/** Returns each entry once, in order. */
export const distinct = (entries) => [...new Set(entries)].sort((a, b) => a - b)
