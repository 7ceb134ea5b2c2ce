// Canonical JSON, compared with `canonicalize`, the implementation by an author of RFC 8785.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import canonicalize from 'canonicalize'

import { renderCanonical } from '../index.js'

/** A generator of numbers in [0, 1): mulberry32. */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const next = random(8785)
const upTo = (count) => Math.floor(next() * count)
const CHARACTERS = ['a', 'Z', '0', '"', '\\', '/', '\b', '\f', '\n', '\r', '\t', '\u0000', '\u001f', '\u007f', 'é', 'e\u0301', '€', '\u2028', '\ufb33', '😀', '\u{10ffff}']
const text = () => Array.from({ length: upTo(5) }, () => CHARACTERS[upTo(CHARACTERS.length)]).join('')

/** Returns any double but whole numbers beyond 2^53, which are refused: they may have been another number once. */
function number() {
  const kinds = [
    () => upTo(2000) - 1000,
    () => (next() - 0.5) * 10 ** (upTo(40) - 20),
    () => new DataView(Uint32Array.of(next() * 2 ** 32, next() * 2 ** 32).buffer).getFloat64(0),
    () => [0, -0, 5e-324, 1e-7, 1e-6, 0.1 + 0.2, Number.MAX_SAFE_INTEGER, 333333333.3333333][upTo(8)],
  ]
  const made = kinds[upTo(kinds.length)]()
  return Number.isFinite(made) && (Number.isSafeInteger(made) || !Number.isInteger(made)) ? made : upTo(9)
}

function value(depth) {
  const kind = upTo(depth > 0 ? 7 : 5)
  if (kind === 5) return Array.from({ length: upTo(4) }, () => value(depth - 1))
  if (kind === 6) return Object.fromEntries(Array.from({ length: upTo(5) }, () => [text(), value(depth - 1)]))
  return [null, next() < 0.5, number(), text(), number()][kind]
}

test('canonical JSON is that of canonicalize', () => {
  for (let round = 0; round < 5000; round += 1) {
    const made = value(4)
    const source = JSON.stringify(made)
    // What is written is a text of JSON, so that no host makes another number of it.
    const { canonical } = renderCanonical({ document: source })
    assert.equal(canonical, canonicalize(JSON.parse(source)), source)
  }
})
