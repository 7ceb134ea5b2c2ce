// Validates a service index with meta-core through Node: schema, entries, and entries together.
import { readFileSync } from 'node:fs'
import { validateCatalog } from '../../bindings-node/index.js'
import { Clock, distinct } from './clock.mjs'

const text = readFileSync(process.argv[2], 'utf8')
const now = '2025-10-06T00:00:00Z'
const clock = new Clock()
// The schema is compiled at the first call.
validateCatalog({ index: 'services: []', now })
clock.lap('compile')
const report = validateCatalog({ index: text, now })
const faults = report.findings.filter((finding) => finding.code.startsWith('document/'))
const broken = distinct(faults.map((fault) => Number(fault.location.pointer.split('/')[2])))
clock.lap('check')
clock.report({ errors: faults.length, broken })
