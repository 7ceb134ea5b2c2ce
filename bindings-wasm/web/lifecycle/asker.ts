// Asks the worker.

import type { Fault, Tasks } from './types.ts'

interface Waiting {
  resolve: (answer: any) => void
  reject: (fault: Fault) => void
}

export class Asker {
  #worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  #waiting = new Map<number, Waiting>()
  #next = 1

  /** `busy` is told whether something is being asked. */
  constructor(busy: (isBusy: boolean) => void) {
    this.#worker.onmessage = ({ data: { id, answer, fault } }) => {
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      busy(this.#waiting.size > 0)
      if (fault) waiting?.reject(fault)
      else waiting?.resolve(answer)
    }
    this.#worker.onerror = (event) => {
      const fault: Fault = { code: 'internal', reason: event.message || 'the worker does not start', path: '', file: null, line: null, column: null, help: null }
      for (const { reject } of this.#waiting.values()) reject(fault)
      this.#waiting.clear()
      busy(false)
    }
    this.busy = busy
  }

  readonly busy: (isBusy: boolean) => void

  ask<Name extends keyof Tasks>(task: Name, input: Tasks[Name]['input']): Promise<Tasks[Name]['answer']> {
    return new Promise((resolve, reject) => {
      const id = this.#next++
      this.#waiting.set(id, { resolve, reject })
      this.busy(true)
      this.#worker.postMessage({ id, task, input })
    })
  }

  /** Asks an operation that needs nothing but its input. */
  async call<Answer>(name: string, input: object): Promise<Answer> {
    return (await this.ask('call', { name, input })) as Answer
  }
}

/** Lets only the newest answer through: `null` when a newer question was asked meanwhile. */
export function newest() {
  let number = 0
  return async <Answer>(answer: Promise<Answer>): Promise<Answer | null> => {
    number += 1
    const own = number
    try {
      const found = await answer
      return own === number ? found : null
    } catch (fault) {
      if (own === number) throw fault
      return null
    }
  }
}

/** Returns a fault in a sentence, with its place. */
export function told({ reason, path, file, line, column, help, code }: Fault): string {
  const place = line ? `${file ?? 'input'}:${line}:${column ?? 1}: ` : file ? `${file}: ` : ''
  return `${place}${reason}${path ? ` (at ${path})` : ''}${help ? ` — ${help}` : ''} [${code}]`
}
