// Times the steps of a contestant and prints them.

// So long in milliseconds, and so often at the least, a step is repeated of which the least time is wanted.
const [LONG, OFTEN] = [1000, 2]

export class Clock {
  steps = {}
  last = performance.now()

  /** Books the time since the last lap under `step`. */
  lap(step) {
    const now = performance.now()
    this.steps[step] = (now - this.last) / 1000
    this.last = now
  }

  /** Repeats `work`, which may be asynchronous, and books its least time under `step`; returns its last answer. */
  async least(step, work) {
    const begin = performance.now()
    let [answer, least] = [null, Infinity]
    for (let passes = 0; passes < OFTEN || performance.now() - begin < LONG; passes++) {
      answer = null
      const start = performance.now()
      answer = await work()
      least = Math.min(least, performance.now() - start)
    }
    this.steps[step] = least / 1000
    this.last = performance.now()
    return answer
  }

  report(answer) {
    console.log(JSON.stringify({ steps: this.steps, answer }))
  }
}

/** Returns each entry once, in order. */
export const distinct = (entries) => [...new Set(entries)].sort((a, b) => a - b)
