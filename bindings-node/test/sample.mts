// A strictly typed user of the package; it is type-checked, not run.

import { MetaCoreError, renderCanonical, validateCatalog, validateCatalogAsync } from '../index.js'

export function digest(text: string): string {
  try {
    return renderCanonical({ document: text }).sha256
  } catch (error) {
    if (error instanceof MetaCoreError) return `${error.code} at ${error.line ?? 0}`
    throw error
  }
}

export async function codes(index: string, now: string): Promise<string[]> {
  const report = await validateCatalogAsync({ index, now })
  const worst = validateCatalog({ index, now }).findings.filter((finding) => finding.severity === 'critical')
  // @ts-expect-error: there is no such field
  report.finding
  return worst.map((finding) => finding.code)
}
