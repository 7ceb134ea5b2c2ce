// Compares two JSON documents with jsondiffpatch: `openapi_jsondiffpatch.mjs BEFORE AFTER`.
import { readFileSync } from 'node:fs'
import { create } from 'jsondiffpatch'
import { Clock } from '../clock.mjs'

const texts = process.argv.slice(2, 4).map((path) => readFileSync(path, 'utf8'))
const clock = new Clock()
const [before, after] = texts.map((text) => JSON.parse(text))
clock.lap('parse')
// A text that changed is one difference: nobody else here looks into texts.
const delta = create({ textDiff: { minLength: Infinity } }).diff(before, after)
clock.lap('diff')

const escape = (name) => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** Yields each difference with its pointers; array items carry `_` before their old place. */
function* differences(at, before, after) {
  if (Array.isArray(at)) {
    if (at.length === 1) yield { kind: 'added', after }
    else if (at.length === 2) yield { kind: 'changed', before, after }
    else yield { kind: 'removed', before }
    return
  }
  const list = at._t === 'a'
  for (const [name, inner] of Object.entries(at)) {
    if (list && name === '_t') continue
    const old = list && name.startsWith('_')
    const place = old ? name.slice(1) : escape(name)
    // The third entry tells that an item has moved, the second whereto.
    if (old && inner[2] === 3) yield { kind: 'moved', before: `${before}/${place}`, after: `${after}/${inner[1]}` }
    else yield* differences(inner, `${before}/${place}`, `${after}/${place}`)
  }
}

clock.report([...differences(delta, '', '')])
