// What answers, in a worker or on the main thread: one function over tasks.

import { callText, init, kinds, version } from '../diff.js'

/** @param {string} name @param {unknown} input */
const answer = (name, input) => JSON.parse(callText(name, JSON.stringify(input)))

/** @type {Record<string, (input: any) => unknown>} */
const TASKS = {
  compare(input) {
    const started = performance.now()
    const report = answer('diff_artifacts', input)
    return { report, milliseconds: performance.now() - started }
  },
  write: (input) => answer('render_report', input).text,
  explain: (input) => answer('explain_code', input),
  about: () => ({ kinds: kinds(), version: version() }),
}

/** @param {unknown} [source] the compiled module, its bytes or its address */
export const load = (source) => init(source)

/** @param {string} task @param {unknown} input */
export const run = (task, input) => TASKS[task]?.(input)

/**
 * Returns the fields of an error, which survive the way out of a worker.
 * @param {any} error
 */
export function fields(error) {
  const { code = 'internal', path = '', file = null, line = null, column = null, help = null } = error ?? {}
  const reason = error?.reason ?? error?.message ?? String(error)
  return { code, reason, message: error?.message ?? reason, path, file, line, column, help }
}
