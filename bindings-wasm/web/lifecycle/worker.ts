// The worker: questions in, answers out, in order. All of the library runs here, so that the page always answers.

import { init, version } from '../../core.js'
import { read } from './documents.ts'
import { call, Session } from './session.ts'
import type { Fault, Tasks } from './types.ts'

const session = new Session()
const loaded = init()
loaded.catch(() => {}) // told with the first answer

const TASKS: { [Name in keyof Tasks]: (input: Tasks[Name]['input']) => Tasks[Name]['answer'] } = {
  version: () => version(),
  open: (sources) => session.open(sources),
  view: (asked) => session.view(asked),
  explain: (asked) => session.explain(asked),
  act: (event) => session.act(event),
  takeBack: () => session.takeBack(),
  report: (asked) => session.report(asked),
  save: (what) => session.save(what),
  read: (source) => read(source),
  call: ({ name, input }) => call(name, input),
}

/** Returns the fields of an error, which survive the way out of a worker. */
function fault(error: any): Fault {
  const { code = 'internal', path = '', file = null, line = null, column = null, help = null } = error ?? {}
  return { code, reason: error?.reason ?? error?.message ?? String(error), path, file, line, column, help }
}

addEventListener('message', async ({ data: { id, task, input } }: MessageEvent<{ id: number; task: keyof Tasks; input: any }>) => {
  try {
    await loaded
    postMessage({ id, answer: TASKS[task](input as never) })
  } catch (error) {
    postMessage({ id, fault: fault(error) })
  }
})
