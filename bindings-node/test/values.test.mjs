// Values from JavaScript and from a Buffer, in Node.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import meta from '../index.js'
import { testValues } from '../../scripts/values.mjs'

testValues(meta)

test('a Buffer is a text, off the main thread too', async () => {
  const document = Buffer.from('{"a":1}')
  assert.equal(meta.renderCanonical({ document }).canonical, '{"a":1}')
  assert.equal((await meta.callAsync('render_canonical', Buffer.from('{"document":[1]}'))).canonical, '[1]')
  await assert.rejects(meta.callTextAsync('render_canonical', '\ud800'), { code: 'input_invalid' })
})
