// Every shared fixture, through the command line: the same bytes as everywhere.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'

import { cases } from '../../scripts/fixtures.mjs'
import { runCase } from '../../scripts/run-fixture.mjs'

const program = process.env.META_CORE ?? 'target/hosts/meta-core'

class MetaCoreError extends Error {
  constructor({ message, ...fields }) {
    super(message)
    Object.assign(this, fields, { reason: message })
  }
}

function callText(name, text) {
  const run = spawnSync(program, ['call', name, '--error-format', 'json'], { input: text, maxBuffer: 1 << 28 })
  if (run.error) throw run.error
  if (run.status === 2) throw new MetaCoreError(JSON.parse(run.stderr.toString()))
  assert.equal(run.status, 0, run.stderr.toString())
  assert.equal(run.stderr.toString(), '')
  const out = run.stdout.toString()
  assert.ok(out.endsWith('\n'))
  return out.slice(0, -1)
}

const call = (name, input) => JSON.parse(callText(name, JSON.stringify(input)))
const names = call('list_operations', {}).operations.map((row) => row.name)
const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase())
const typed = names.map((name) => [camel(name), (input) => call(name, input)])
const host = { MetaCoreError, callText, call, ...Object.fromEntries(typed) }

const all = cases(names)
test('there are cases', () => assert.ok(all.length > 10))
for (const one of all) test(one.name, () => runCase(host, one))
