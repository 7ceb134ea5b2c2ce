// Comparisons in which the newest input wins: what is stale is dropped before it runs, or ended when it
// takes long.

import { MainLane, WorkerLane } from './lanes.js'

/** How long a comparison that nobody waits for any more may go on, in milliseconds. */
const PATIENCE = 250

/** Why a comparison has no answer: a newer one took its place. */
export class Superseded extends Error {}

/** @typedef {{input: unknown, resolve: (answer: any) => void, reject: (error: any) => void}} Job */

export class Comparer {
  /** @type {WorkerLane | MainLane | undefined} */
  #lane
  /** @type {Job | undefined} */
  #running
  /** @type {Job | undefined} */
  #queued
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer
  #started = 0
  #inWorker

  /** @param {{inWorker?: boolean}} [options] */
  constructor({ inWorker = true } = {}) {
    this.#inWorker = inWorker
  }

  /** @param {unknown} input @returns {Promise<{report: import('../operations.js').DiffReport, milliseconds: number}>} */
  compare(input) {
    return new Promise((resolve, reject) => {
      this.#queued?.reject(new Superseded())
      this.#queued = { input, resolve, reject }
      if (!this.#running) return this.#start()
      this.#timer ??= setTimeout(() => this.#abandon(), this.#started + PATIENCE - performance.now())
    })
  }

  /** @param {string} task @param {unknown} input @returns {Promise<any>} */
  async ask(task, input) {
    try {
      return await this.#open().run(task, input)
    } catch (/** @type {any} */ error) {
      // The worker was ended for a newer comparison, which is no fault of this question.
      if (error.code !== 'stopped') throw error
      return this.#open().run(task, input)
    }
  }

  close() {
    this.#lane?.stop()
    this.#lane = undefined
    clearTimeout(this.#timer)
    for (const job of [this.#running, this.#queued]) job?.reject(new Superseded())
    this.#running = this.#queued = this.#timer = undefined
  }

  #open() {
    if (this.#lane) return this.#lane
    if (this.#inWorker) {
      try {
        return (this.#lane = new WorkerLane())
      } catch {
        // A page may not have workers from other origins.
        this.#inWorker = false
      }
    }
    return (this.#lane = new MainLane())
  }

  #start() {
    const job = this.#queued
    this.#queued = undefined
    if (!job) return
    this.#running = job
    this.#started = performance.now()
    const ended = (/** @type {() => void} */ settle) => {
      if (this.#running !== job) return
      clearTimeout(this.#timer)
      this.#running = this.#timer = undefined
      if (this.#queued) job.reject(new Superseded())
      else settle()
      this.#start()
    }
    this.#open().run('compare', job.input).then(
      (answer) => ended(() => job.resolve(answer)),
      (error) => ended(() => job.reject(error)),
    )
  }

  #abandon() {
    this.#timer = undefined
    const job = this.#running
    if (!job || !this.#inWorker) return
    this.#lane?.stop()
    this.#lane = this.#running = undefined
    job.reject(new Superseded())
    this.#start()
  }
}
