// The worker: tasks in, answers out, in order. The first message brings the compiled module.

import { fields, load, run } from './engine.js'

/** @type {Promise<unknown> | undefined} */
let loaded

addEventListener('message', async ({ data }) => {
  if (!('id' in data)) {
    loaded = load(data.module)
    loaded.catch(() => {}) // told with the first answer
    return
  }
  try {
    await loaded
    postMessage({ id: data.id, answer: run(data.task, data.input) })
  } catch (error) {
    postMessage({ id: data.id, error: fields(error) })
  }
})
