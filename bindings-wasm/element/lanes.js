// Where tasks run: in a worker, or on the main thread where a page cannot have one.

import { fields, load, run } from './engine.js'

const MODULE = new URL('../pkg/diff/native_bg.wasm', import.meta.url)
/** More characters than this would freeze a page without a worker. */
export const MAIN_THREAD_LIMIT = 200_000

/** @type {Promise<WebAssembly.Module> | undefined} */
let compiled

/** Compiles the module once for all workers, so that a new one starts at once. */
function compile() {
  compiled ??= (async () => {
    const response = await fetch(MODULE)
    if (!response.ok) throw new Error(`${MODULE.href}: ${response.status} ${response.statusText}`)
    const typed = response.headers.get('content-type')?.startsWith('application/wasm')
    return typed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer())
  })()
  compiled.catch(() => (compiled = undefined))
  return compiled
}

/** A worker; stopping it ends whatever it does. */
export class WorkerLane {
  /** @type {Map<number, {resolve: (answer: any) => void, reject: (error: any) => void}>} */
  #open = new Map()
  #next = 1
  #worker
  #ready

  constructor() {
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
    this.#worker.onmessage = ({ data }) => {
      const waiting = this.#open.get(data.id)
      this.#open.delete(data.id)
      if (data.error) waiting?.reject(data.error)
      else waiting?.resolve(data.answer)
    }
    this.#worker.onerror = (event) => this.#fail(new Error(event.message || 'the worker does not start'))
    this.#ready = compile().then((module) => this.#worker.postMessage({ module }))
  }

  /** @param {string} task @param {unknown} input @returns {Promise<any>} */
  async run(task, input) {
    await this.#ready.catch((error) => { throw fields(error) })
    return new Promise((resolve, reject) => {
      const id = this.#next++
      this.#open.set(id, { resolve, reject })
      this.#worker.postMessage({ id, task, input })
    })
  }

  /** @param {unknown} error */
  #fail(error) {
    for (const { reject } of this.#open.values()) reject(fields(error))
    this.#open.clear()
  }

  stop() {
    this.#worker.terminate()
    this.#fail({ code: 'stopped', message: 'the worker was stopped for a newer input' })
  }
}

/** The main thread; nothing can stop it, so it takes small inputs only. */
export class MainLane {
  #ready = compile().then(load)

  /** @param {string} task @param {any} input @returns {Promise<any>} */
  async run(task, input) {
    await this.#ready.catch((error) => { throw fields(error) })
    const size = task === 'compare' ? JSON.stringify(input).length : 0
    if (size > MAIN_THREAD_LIMIT) {
      throw fields({ code: 'limit_exceeded', message: 'too large to compare without a worker' })
    }
    await new Promise((resume) => setTimeout(resume))
    try {
      return run(task, input)
    } catch (error) {
      throw fields(error)
    }
  }

  stop() {}
}
