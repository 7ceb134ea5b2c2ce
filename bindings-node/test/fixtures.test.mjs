// Every shared fixture, through the Node add-on: the same bytes as everywhere.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import * as host from '../index.js'
import { cases, handleCases } from '../../scripts/fixtures.mjs'
import { runCase, runHandle } from '../../scripts/run-fixture.mjs'

const operations = host.default.listOperations({}).operations.map((row) => row.name)
const all = cases(operations)

test('there are cases', () => assert.ok(all.length > 10))

for (const one of all) test(one.name, () => runCase(host.default, one))
for (const one of handleCases()) test(one.name, () => runHandle(host.default, one))

test('async answers the same', async () => {
  const one = all.find((one) => one.report)
  const report = await host.default.callAsync(one.operation, one.input)
  assert.deepEqual(report, host.default.call(one.operation, one.input))
})
