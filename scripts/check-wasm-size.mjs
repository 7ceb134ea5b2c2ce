// How much a browser downloads: both modules as they are published, compressed by Brotli as static hosts do it.
// Fails when one is larger than its limit. Two minutes when a module has changed, else nothing.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'

const root = join(import.meta.dirname, '..')
const folder = join(root, '.build/wasm/size')
const MODULES = JSON.parse(readFileSync(join(root, 'bindings-wasm/sizes.json'), 'utf8'))

// What makes the published module of the built one and measures it: a note holds for this alone.
const MAKERS = [
  'scripts/shrink-wasm.sh',
  'scripts/trim-wasm.mjs',
  'scripts/check-wasm-size.mjs',
  'node_modules/binaryen/package.json',
].map((maker) => join(root, maker))

async function measure(name) {
  const built = join(root, `bindings-wasm/pkg/${name}/native_bg.wasm`)
  const digest = digestOf([built, ...MAKERS])
  const note = join(folder, `${name}.json`)
  const known = existsSync(note) ? JSON.parse(readFileSync(note, 'utf8')) : {}
  if (known.digest === digest) return known
  const small = join(folder, `${name}.wasm`)
  execFileSync(join(root, 'scripts/shrink-wasm.sh'), [built, small])
  const bytes = readFileSync(small)
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  const compressed = await promisify(brotliCompress)(bytes, { params })
  const measured = { digest, bytes: bytes.length, compressed: compressed.length }
  writeFileSync(note, JSON.stringify(measured))
  return measured
}

function digestOf(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(createHash('sha256').update(readFileSync(file)).digest())
  return hash.digest('hex')
}

mkdirSync(folder, { recursive: true })
const kilobytes = (bytes) => `${Math.round(bytes / 1000)} kB`
for (const [name, { limit, goal }] of Object.entries(MODULES)) {
  const { bytes, compressed } = await measure(name)
  const missed = compressed > goal ? `, goal ${kilobytes(goal)} NOT met` : ''
  console.log(`${name}: ${kilobytes(compressed)} compressed (limit ${kilobytes(limit)}${missed}), ${kilobytes(bytes)} plain`)
  if (compressed > limit) process.exitCode = 1
}
