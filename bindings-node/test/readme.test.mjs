// The example of the front page is what it says.

import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { test } from 'node:test'

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
const examples = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map((match) => match[1])

test('there is an example', () => assert.equal(examples.length, 1))

for (const [index, code] of examples.entries()) {
  test(`example ${index}`, async (t) => {
    const failed = t.mock.method(console, 'assert', (holds) => assert.ok(holds))
    const file = join(import.meta.dirname, `.readme-${index}.mjs`)
    writeFileSync(file, code.replace("from 'meta-core'", "from '../index.js'"))
    try {
      await import(pathToFileURL(file))
    } finally {
      rmSync(file)
    }
    assert.equal(failed.mock.callCount(), 1)
  })
}
