// Compares two documents with meta-core through Node: `meta_core_node.mjs KIND BEFORE AFTER`.
import { readFileSync } from 'node:fs'
import { diffArtifacts } from '../../../bindings-node/index.js'
import { Clock } from '../clock.mjs'

const [kind, ...paths] = process.argv.slice(2)
const [before, after] = paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }))
const clock = new Clock()
const report = diffArtifacts({ kind, before, after, now: '2026-11-21T00:00:00Z' })
clock.lap('diff')
clock.report({ report })
