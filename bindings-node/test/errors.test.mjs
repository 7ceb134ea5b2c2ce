// Misuse ends in a typed error that says where and what to do.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import meta from '../index.js'

test('an error carries its fields', () => {
  assert.throws(
    () => meta.renderCanonical({ document: 'a: 1\na: 2\n' }),
    (error) =>
      error instanceof meta.MetaCoreError &&
      error.code === 'input_invalid' &&
      error.path === '/document/a' &&
      error.line === 2 &&
      error.column === 1 &&
      error.help.length > 0,
  )
})

const loop = {}
loop.loop = loop
for (const [name, value] of Object.entries({ nan: NaN, infinity: Infinity, loop })) {
  test(`what JSON cannot say is refused: ${name}`, () => {
    assert.throws(() => meta.renderCanonical({ document: { value } }), { code: 'input_invalid' })
  })
}

test('undefined counts as absent', () => {
  assert.equal(meta.renderCanonical({ document: { a: undefined, b: 1 } }).canonical, '{"b":1}')
})

test('async errors are typed too', async () => {
  await assert.rejects(meta.renderCanonicalAsync({ documnt: 1 }), {
    code: 'input_invalid',
    help: 'did you mean `document`?',
  })
})

test('the functions are the table', () => {
  for (const { name } of meta.listOperations({}).operations) {
    const camel = name.replace(/_(.)/g, (_, letter) => letter.toUpperCase())
    assert.equal(typeof meta[camel], 'function', camel)
    assert.equal(typeof meta[`${camel}Async`], 'function', camel)
  }
})
