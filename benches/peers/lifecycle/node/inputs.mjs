// What the contestants for Node are given, and how they answer.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const work = process.argv.at(-1)

export const read = (name) => JSON.parse(readFileSync(join(work, name), 'utf8'))

/** Returns how often each state stands in a list. */
export function counted(states) {
  const counts = {}
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1
  return counts
}
