// The shared fixtures, as every JavaScript host runs them.

import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

export const root = join(import.meta.dirname, '..', 'fixtures')

/** Returns `{ name, operation, input, report | error }` for every case of the given operations. */
export function cases(operations) {
  const found = []
  for (const operation of [...operations].sort()) {
    const folder = join(root, operation)
    if (!statSync(folder, { throwIfNoEntry: false })) continue
    for (const file of readdirSync(folder).filter((file) => file.endsWith('.json')).sort()) {
      const { input, report, error } = JSON.parse(readFileSync(join(folder, file), 'utf8'))
      found.push({ name: `${operation}/${file}`, operation, input: expand(input), report, error })
    }
  }
  return found
}

/** Returns `{ name, handle, open, error | calls }` for every case of a handle. */
export function handleCases() {
  const folder = join(root, 'handles')
  return readdirSync(folder).sort().flatMap((handle) =>
    readdirSync(join(folder, handle)).sort().map((file) => {
      const { note, ...one } = JSON.parse(readFileSync(join(folder, handle, file), 'utf8'))
      return { name: `${handle}/${file}`, handle, ...one }
    }),
  )
}

/** Replaces `"workspace": NAME` by the files of the folder `fixtures/NAME`. */
function expand({ workspace, ...input }) {
  if (workspace === undefined) return input
  const folder = join(root, workspace)
  const files = {}
  for (const path of readdirSync(folder, { recursive: true }).sort()) {
    if (!/\.(ya?ml|json)$/.test(path)) continue
    const full = join(folder, path)
    files[relative(folder, full).split(sep).join('/')] = readFileSync(full, 'utf8')
  }
  return { ...input, files }
}
