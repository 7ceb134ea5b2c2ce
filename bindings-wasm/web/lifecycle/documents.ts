// Texts of users as values. Faults are told as the library tells them, with their place.

import { call } from '../../core.js'
import type { LifecycleEvent, RenderCanonicalReport } from '../../operations.js'
import type { Text } from './types.ts'

/** Returns what a text in JSON or YAML says. */
export const read = ({ path, text }: Text): unknown => JSON.parse((call('render_canonical', { document: { path, text } }) as RenderCanonicalReport).canonical)

/** The events of a journal, and at which line each stands where that is known. */
export interface Journal {
  events: LifecycleEvent[]
  lines: number[]
}

/** Reads a journal: JSON Lines, or a list of events, or a document with `events`, as `advance_many` takes it. */
export function journal(source: Text): Journal {
  const { path, text } = source
  if (text.trim() === '') return { events: [], lines: [] }
  const first = text.trimStart().split('\n', 1)[0] ?? ''
  if (!isObject(first)) {
    const found = read(source)
    const events = Array.isArray(found) ? found : (found as { events?: unknown })?.events
    if (Array.isArray(events)) return { events, lines: [] }
    throw { code: 'input_invalid', reason: 'a journal is a list of events, or one event on each line', path: '/events', file: path, line: 1, column: 1 }
  }
  const events: LifecycleEvent[] = []
  const lines: number[] = []
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return
    // A line of its own document: the lines above it are left empty, so that its faults have their true place.
    events.push((isObject(line) ? JSON.parse(line) : read({ path, text: '\n'.repeat(index) + line })) as LifecycleEvent)
    lines.push(index + 1)
  })
  return { events, lines }
}

function isObject(line: string) {
  if (!line.trimStart().startsWith('{')) return false
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}
