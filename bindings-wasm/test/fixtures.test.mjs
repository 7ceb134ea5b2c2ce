// Every shared fixture, through WebAssembly under Node: the same bytes as everywhere. META_CORE_WASM names another
// module than the one that was built, such as the one that is published.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import * as host from '../index.js'
import { cases, handleCases } from '../../scripts/fixtures.mjs'
import { runCase, runHandle } from '../../scripts/run-fixture.mjs'

const built = new URL('../pkg/web/native_bg.wasm', import.meta.url)
host.initFromBytes(readFileSync(process.env.META_CORE_WASM ?? built))
const all = cases(host.listOperations({}).operations.map((row) => row.name))

test('there are cases', () => assert.ok(all.length > 10))

for (const one of all) test(one.name, () => runCase(host, one))
for (const one of handleCases()) test(one.name, () => runHandle(host, one))

test('deep nesting is an error, not a trap', () => {
  assert.throws(() => host.callText('render_canonical', '['.repeat(1e6)), { code: 'limit_exceeded' })
  assert.equal(host.renderCanonical({ document: { a: 1 } }).canonical, '{"a":1}')
})
