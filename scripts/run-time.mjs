// The host lends its clock: evaluations end in time, and tell how long they took. For Node and the browser alike.

import assert from 'node:assert/strict'

const now = '2026-01-01T00:00:00Z'
const policy = (loop) => `/*---
id: own/endless
title: a loop without end
why: it matters
fix: mend it
---*/
fn gate(subject, ctx) {
    let n = 0;
    while ${loop} { n += 1; }
}
`

/** Asks a policy that never ends. */
export function endsInTime(host) {
  const policies = new host.PolicySet({ files: { 'a.rhai': policy('true') }, limits: { operations: 1e15 } })
  const catalog = new host.Catalog({ catalog: { services: [] } })
  const subjects = { gate: [{ name: 'r1' }, { name: 'r2' }] }
  const start = performance.now()
  const report = policies.evaluate(catalog, { now, timeout_ms: 50, subjects })
  assert.ok(performance.now() - start < 5000)
  assert.deepEqual([...new Set(report.findings.map((one) => one.code))], ['policy/limit_exceeded'])
  assert.ok(report.findings.every((one) => one.message.includes('the time that the host gave')))
  assert.deepEqual(report.gates.map((gate) => gate.verdict), ['denied', 'denied'])
}

/** Asks how long the phases took. */
export function tellsTimings(host) {
  const policies = new host.PolicySet({ files: { 'a.rhai': policy('n < 5') } })
  const catalog = new host.Catalog({ catalog: { services: [] } })
  const plain = policies.evaluate(catalog, { now })
  assert.equal(plain.timings, undefined)
  const { timings, ...timed } = policies.evaluate(catalog, { now, timings: true })
  assert.deepEqual(timed, plain)
  assert.deepEqual(Object.keys(timings).sort(), ['compile_ms', 'evaluate_ms', 'facts_ms', 'parse_ms', 'settle_ms'])
  assert.ok(Object.values(timings).every((took) => took >= 0))
}
