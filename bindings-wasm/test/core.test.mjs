// The build without policies, under Node: every fixture of the core gives the same bytes, and what is about policies
// says that it is not there. META_CORE_WASM_CORE names another module than the one that was built.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import * as host from '../core.js'
import * as whole from '../operations.js'
import { cases, handleCases } from '../../scripts/fixtures.mjs'
import { runCase, runHandle } from '../../scripts/run-fixture.mjs'

const built = new URL('../pkg/core/native_bg.wasm', import.meta.url)
host.initFromBytes(readFileSync(process.env.META_CORE_WASM_CORE ?? built))
const names = host.listOperations({}).operations.map((row) => row.name)
// What they list and explain is what the build has.
const LISTS = ['list_operations', 'explain_operation']
const every = cases(names.filter((name) => !LISTS.includes(name)))
// Policies beside an operation of the core, and reports that only policies have.
const hasPolicies = ({ input }) => input.policies !== undefined || (input.config !== undefined && input.data !== undefined)
const isOfPolicies = (one) => hasPolicies(one) || one.name.startsWith('render_report/effect_')
const all = every.filter((one) => !isOfPolicies(one))

test('there are cases', () => assert.ok(all.length > 10))

for (const one of all) test(one.name, () => runCase(host, one))
const handles = handleCases().filter((one) => one.handle in host)
for (const one of handles.filter((one) => !one.open.policies)) test(one.name, () => runHandle(host, one))

for (const one of every.filter(hasPolicies)) {
  test(`${one.name} has policies`, () => {
    assert.throws(() => host.call(one.operation, one.input), (error) => {
      assert.equal(error.code, 'input_invalid')
      assert.equal(error.help, 'this build has no policies; load the whole of `meta-core-wasm`')
      return true
    })
  })
}

for (const one of handles.filter((one) => one.open.policies)) {
  test(`${one.name} has policies`, () => {
    assert.throws(() => new host[one.handle](one.open), { help: 'this build has no policies; load the whole of `meta-core-wasm`' })
  })
}

const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase())

test('every operation it lists is a function', () => {
  for (const name of names) assert.equal(typeof host[camel(name)], 'function', name)
})

test('what is about policies is said to be in the whole library', () => {
  const missing = Object.keys(whole).filter((name) => !(name in host))
  assert.deepEqual(missing.filter((name) => !/polic/i.test(name)).sort(), ['Catalog', 'diffFindings', 'explainDecision'])
  for (const name of missing) {
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    const ask = /^[A-Z]/.test(name) ? () => new host.Prepared(name, {}) : () => host.call(snake, {})
    assert.throws(ask, (error) => {
      assert.equal(error.code, 'operation_unknown')
      assert.match(error.reason, /this build has no policies/)
      assert.equal(error.help, 'load the whole of `meta-core-wasm`')
      return true
    })
  }
})
