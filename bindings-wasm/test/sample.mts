// A strictly typed user of the package; it is type-checked, not run.

import { diffArtifacts, init as initDiff } from '../diff.js'
import '../element/index.js'
import { init, kinds, renderCanonical, version } from '../index.js'

export async function digest(text: string): Promise<string> {
  await init()
  return `${version()} ${kinds().length} ${renderCanonical({ document: text }).sha256}`
}

export async function breaking(before: string, after: string): Promise<string[]> {
  await initDiff()
  const { changes } = diffArtifacts({ before, after, now: '2026-01-01T00:00:00Z' })
  return changes.filter((change) => change.class === 'breaking').map((change) => change.message)
}

export function embed(before: string, after: string): Promise<number> {
  const element = document.createElement('semantic-diff')
  element.sources = { before: { path: 'order.yaml', text: before }, after }
  element.kind = 'json-schema'
  document.body.append(element)
  return new Promise((resolve) => {
    element.addEventListener('semantic-diff-result', ({ detail }) => resolve(detail.report.summary.breaking))
  })
}
