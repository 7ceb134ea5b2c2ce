// A strictly typed user of the package; it is type-checked, not run.

import { init, renderCanonical, version } from '../index.js'

export async function digest(text: string): Promise<string> {
  await init()
  return `${version()} ${renderCanonical({ document: text }).sha256}`
}
