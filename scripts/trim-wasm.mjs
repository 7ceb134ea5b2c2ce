// Takes out of a module what only the text of a panic needs: FROM, TO. A panic ends in a trap in the browser, and
// nobody reads its text or its place in our sources. Also names functions so that sorted by name like stands beside
// like, which compresses better. The optimiser of binaryen does the rest.

import { readFileSync, writeFileSync } from 'node:fs'

const CUSTOM = 0
const IMPORT = 2
const CODE = 10
const DATA = 11
const FUNCTION_NAMES = 1

// Functions of the standard library that never return: each reports an error of the program, then traps.
const PANICS = new RegExp(
  '^(' +
    [
      String.raw`core::panicking::(\w+::)*\w+`,
      String.raw`core::(option|result)::(unwrap|expect)_failed`,
      String.raw`core::cell::panic_\w+`,
      String.raw`core::slice::(\w+::)*\w+_fail`,
      String.raw`core::str::slice_error_fail\w*`,
      String.raw`alloc::raw_vec::(handle_error|capacity_overflow)`,
      String.raw`alloc::alloc::handle_alloc_error\w*`,
      String.raw`<alloc::vec::Vec<.*>>::\w+::assert_failed`,
      String.raw`std::panicking::(panic_with_hook|begin_panic|begin_panic_handler|rust_panic\w*)`,
    ].join('|') +
    ')(::<.*>)?$',
)

class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes
    this.at = at
  }
  byte() {
    return this.bytes[this.at++]
  }
  // LEB128; constants of memory are below 2³¹, so that the sign does not matter.
  number() {
    let value = 0
    for (let shift = 1; ; shift *= 128) {
      const byte = this.byte()
      value += (byte & 127) * shift
      if (byte < 128) return value
    }
  }
  slice(length) {
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }
  text() {
    return this.slice(this.number()).toString()
  }
}

function number(value) {
  const bytes = []
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128)
  return Buffer.from([...bytes, value])
}

const sized = (bytes) => Buffer.concat([number(bytes.length), bytes])
const section = (id, bytes) => Buffer.concat([Buffer.from([id]), sized(bytes)])
const text = (string) => sized(Buffer.from(string))

function sections(bytes) {
  const reader = new Reader(bytes, 8)
  const found = []
  while (reader.at < bytes.length) {
    const id = reader.byte()
    const content = reader.slice(reader.number())
    const name = id === CUSTOM ? new Reader(content).text() : ''
    found.push({ id, name, content })
  }
  return found
}

// Reads the number of imported functions; all that wasm-bindgen imports are functions or the like of them.
function imported(content) {
  const reader = new Reader(content)
  let functions = 0
  for (let left = reader.number(); left > 0; left--) {
    reader.text()
    reader.text()
    const kind = reader.byte()
    if (kind !== 0) throw new Error(`trim-wasm: an import of the kind ${kind}`)
    functions++
    reader.number()
  }
  return functions
}

function functionNames(content) {
  const reader = new Reader(content)
  reader.text()
  const names = new Map()
  while (reader.at < content.length) {
    const id = reader.byte()
    const part = new Reader(reader.slice(reader.number()))
    if (id !== FUNCTION_NAMES) continue
    for (let left = part.number(); left > 0; left--) names.set(part.number(), part.text())
  }
  return names
}

// A path without what differs between builds and instances: hashes and numbers of crates.
const plain = (name) => name.replace(/::h[0-9a-f]{16}.*$/, '').replace(/\[[0-9a-f]+\]/g, '')

// Returns the functions with the bodies of panics gone.
function trimmed(content, names, first) {
  const reader = new Reader(content)
  const functions = []
  const count = reader.number()
  for (let index = 0; index < count; index++) {
    const body = reader.slice(reader.number())
    const name = plain(names.get(first + index) ?? '')
    // No local variables; unreachable; end.
    functions.push({ index: first + index, name, body: PANICS.test(name) ? Buffer.from([0, 0, 11]) : body })
  }
  return functions
}

// Like beside like: by path, then by length, then by what is inside.
function order(a, b) {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1
  return (a.body.length >> 4) - (b.body.length >> 4) || Buffer.compare(a.body, b.body)
}

function named(functions) {
  const ranks = [...functions].sort(order).map(({ index }, rank) => ({ index, rank }))
  ranks.sort((a, b) => a.index - b.index)
  const rows = ranks.map(({ index, rank }) => Buffer.concat([number(index), text(String(rank).padStart(6, '0'))]))
  const part = section(FUNCTION_NAMES, Buffer.concat([number(rows.length), ...rows]))
  return Buffer.concat([text('name'), part])
}

// Blanks places in sources: the address and length of a path that ends in `.rs`, a line and a column.
function blank(content) {
  const reader = new Reader(content)
  for (let left = reader.number(); left > 0; left--) {
    if (reader.number() !== 0 || reader.byte() !== 0x41) throw new Error('trim-wasm: a segment that is not in the memory')
    const base = reader.number()
    reader.byte()
    blankIn(reader.slice(reader.number()), base)
  }
}

function blankIn(bytes, base) {
  const paths = []
  for (let at = 0; at + 16 <= bytes.length; at += 4) {
    const [address, length, line, column] = [0, 4, 8, 12].map((offset) => bytes.readUInt32LE(at + offset))
    const start = address - base
    const end = start + length
    const known = start >= 0 && end <= bytes.length && length > 3 && length < 300
    if (!known || line === 0 || line > 100_000 || column === 0 || column > 1000) continue
    if (bytes.toString('latin1', end - 3, end) !== '.rs') continue
    bytes.fill(0, at, at + 16)
    paths.push([start, end])
  }
  for (const [start, end] of paths) bytes.fill(0, start, end)
}

const [from, to] = process.argv.slice(2)
const module = readFileSync(from)
const parts = sections(module)
const names = functionNames(parts.find(({ name }) => name === 'name').content)
const first = imported(parts.find(({ id }) => id === IMPORT).content)
const functions = trimmed(parts.find(({ id }) => id === CODE).content, names, first)
blank(parts.find(({ id }) => id === DATA).content)
const kept = parts.filter(({ name }) => name !== 'name')
const written = kept.map(({ id, content }) =>
  section(id, id === CODE ? Buffer.concat([number(functions.length), ...functions.map(({ body }) => sized(body))]) : content),
)
writeFileSync(to, Buffer.concat([module.subarray(0, 8), ...written, section(CUSTOM, named(functions))]))
