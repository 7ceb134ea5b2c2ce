// What becomes of JavaScript values on their way in: the same as in every language. For Node and the browser build.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const table = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/values/table.json'), 'utf8'))
const rows = new Map(table.values.map((row) => [row.name, row]))

function nested(depth) {
  let value = []
  for (let inside = 1; inside < depth; inside++) value = [value]
  return value
}

const itself = []
itself.push(itself)

const values = {
  true: true,
  false: false,
  null: null,
  one: 1,
  a_half: 0.5,
  a_third: 1 / 3,
  '2^53-1': 2 ** 53 - 1,
  '2^53': 2 ** 53,
  '2^53+1': 2n ** 53n + 1n,
  '2^63-1': 2n ** 63n - 1n,
  '2^63': 2n ** 63n,
  '2^64-1': 2n ** 64n - 1n,
  '2^64': 2n ** 64n,
  '-2^63': -(2n ** 63n),
  '-2^63-1': -(2n ** 63n) - 1n,
  minus_zero: -0,
  the_least_number: 5e-324,
  the_greatest_number: Number.MAX_VALUE,
  beyond_all_numbers: 10n ** 400n,
  text: 'a\0é\n😀',
  empty_text: '',
  text_that_looks_like_a_number: '1',
  half_a_character: '\ud800',
  half_a_character_in_a_key: { '\udc00': 1 },
  nested: { b: [1, { c: null }], a: {} },
  the_empty_key: { '': 1 },
  key_proto: JSON.parse('{"__proto__":1}'),
  '98_deep': nested(97),
  '99_deep': nested(98),
  '100_deep': nested(99),
  deeper_than_any_stack: nested(100_000),
  nan: NaN,
  infinity: -Infinity,
  itself,
  a_key_that_is_no_text: new Map([[1, 1]]),
  bytes: new TextEncoder().encode('a é'),
  bytes_that_are_no_text: new Uint8Array([255]),
  no_form: () => 1,
}
// What only a text can say: JavaScript has one kind of numbers, and no key twice.
const textsOnly = ['one_as_a_float', 'minus_zero_as_a_float', 'a_key_twice']

function outcome(host, operation, given) {
  let report
  try {
    report = host.call(operation, given)
  } catch (error) {
    assert.ok(error instanceof host.MetaCoreError, `${error}`)
    return { code: error.code, path: error.path }
  }
  return operation === 'render_canonical' ? report.canonical : report.findings[0].message
}

const asked = (value) => ({ ...table.ask, context: { now: '2026-01-01T00:00:00Z', data: { v: value } } })
const expected = (row) => row.error ?? row.canonical
const seen = (row) => row.seen_error ?? row.seen

/** Tries every value, and every text, of the table. */
export function testValues(host) {
  test('every row is tried', () => {
    assert.deepEqual(new Set([...Object.keys(values), ...textsOnly]), new Set(rows.keys()))
  })
  for (const [name, value] of Object.entries(values)) {
    test(`value ${name}`, () => {
      const row = rows.get(name)
      assert.deepEqual(outcome(host, 'render_canonical', { document: { v: value } }), expected(row))
      if (row.canonical) assert.deepEqual(outcome(host, 'check_policies', asked(value)), seen(row))
    })
  }
  for (const row of table.values.filter((row) => row.text)) {
    test(`text ${row.name}`, () => {
      const text = `{"document":{"v":${row.text}}}`
      const bytes = new TextEncoder().encode(text)
      for (const given of [text, bytes, bytes.buffer]) {
        assert.deepEqual(outcome(host, 'render_canonical', given), expected(row))
      }
      if (!row.canonical) return
      const whole = JSON.stringify(asked('@')).replace('"@"', () => row.text)
      assert.deepEqual(outcome(host, 'check_policies', whole), seen(row))
    })
  }
  test('documents may be bytes', () => {
    const document = new TextEncoder().encode('a: 1')
    assert.equal(host.renderCanonical({ document }).canonical, '{"a":1}')
    const catalog = new host.Catalog({ catalog: new TextEncoder().encode('services: []') })
    assert.equal(catalog.summary({}).services, 0)
  })
  test('what JSON.stringify would leave out is refused', () => {
    const refused = { path: '/document/a/0', code: 'input_invalid' }
    for (const value of [undefined, Symbol('a'), new Set(), new Float64Array(1)]) {
      assert.throws(() => host.renderCanonical({ document: { a: [value] } }), refused)
    }
    assert.equal(host.renderCanonical({ document: [new Date(0)] }).canonical, '["1970-01-01T00:00:00.000Z"]')
    const shared = [1n]
    assert.equal(host.renderCanonical({ document: [shared, shared] }).canonical, '[[1],[1]]')
  })
  test('text with half a character is refused', () => {
    assert.throws(() => host.callText('render_canonical', '\ud800'), { code: 'input_invalid' })
  })
}
