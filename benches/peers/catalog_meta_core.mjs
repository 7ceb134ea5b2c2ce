// Validates a service index with meta-core through Node: schema, entries, and entries together.
import { readFileSync } from 'node:fs'
import { validateCatalog } from '../../bindings-node/index.js'

const text = readFileSync(process.argv[2], 'utf8')
const now = '2025-10-06T00:00:00Z'
const steps = {}
let last = performance.now()
const lap = (step) => {
  const now = performance.now()
  steps[step] = (now - last) / 1000
  last = now
}
// The schema is compiled at the first call.
validateCatalog({ index: 'services: []', now })
lap('compile')
const report = validateCatalog({ index: text, now })
const faults = report.findings.filter((finding) => finding.code.startsWith('document/'))
const broken = [...new Set(faults.map((fault) => Number(fault.location.pointer.split('/')[2])))].sort((a, b) => a - b)
lap('check')
console.log(JSON.stringify({ steps, answer: { errors: faults.length, broken } }))
