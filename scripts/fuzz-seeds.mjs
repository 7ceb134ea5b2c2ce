// Writes the first inputs of a fuzz target, made from the golden cases: `node scripts/fuzz-seeds.mjs TARGET`.
//
// A case gives two inputs (core/fuzz/src/check/pair.rs): both versions as they stand, and the first with a few
// edits. The names of the files tell the case.

import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { cases, root } from './fixtures.mjs'

const target = process.argv[2]
const folder = join(root, '..', 'core', 'fuzz', 'corpus', target)

/** What members of rules are called that hold conditions. */
const CONDITIONS = new Set(['if', 'when', 'condition', 'expression', 'unless', 'rule'])

function text(source) {
  if (typeof source === 'string') return source
  return typeof source?.text === 'string' ? source.text : JSON.stringify(source, null, 1)
}

/** Returns the conditions that are written as text somewhere in `value`. */
function conditions(value, name) {
  if (typeof value === 'string') {
    if (CONDITIONS.has(name)) return [value]
    return [...value.matchAll(/^\s*-?\s*(\w+): *(.+)$/gm)]
      .filter(([, key]) => CONDITIONS.has(key))
      .map(([, , condition]) => condition.replace(/^(["'])(.*)\1$/, '$2'))
  }
  return Object.entries(value ?? {}).flatMap(([key, inner]) => conditions(inner, key))
}

/** Returns `[name, text]` for every shipped policy: its header or what follows it, as the target wants it. */
function policies() {
  const folder = join(root, '..', 'rules', 'policies')
  const files = readdirSync(folder, { recursive: true }).filter((path) => path.endsWith('.rhai'))
  return files.map((path) => {
    const [header, body] = readFileSync(join(folder, path), 'utf8').replace('/*---\n', '').split('---*/')
    return [path.replaceAll('/', '-').replace('.rhai', ''), target === 'policy_header' ? header : body]
  })
}

/** Returns `[name, before, after, options]` for every input of the target. */
function pairs() {
  const all = cases(['diff_artifacts']).map(({ name, input, report }) => {
    const { before, after, kind, ...options } = input
    return { name, before, after, options, kind: kind ?? report?.kind ?? 'config' }
  })
  if (target === 'document') return all.map((one) => [one.name, text(one.before), text(one.after), {}])
  if (target === 'condition') {
    return all.flatMap((one) => {
      const was = conditions(one.before)
      return conditions(one.after).map((is, at) => [`${one.name}-${at}`, was[at] ?? is, is, {}])
    })
  }
  const own = all.filter((one) => one.kind.replace('-', '_') === target)
  return own.map((one) => [one.name, text(one.before), text(one.after), one.options])
}

mkdirSync(folder, { recursive: true })
if (target.startsWith('policy_')) {
  for (const [name, text] of policies()) writeFileSync(join(folder, name), text)
  process.exit()
}
/** Operations whose inputs are those of a target, and what of them. */
const INPUTS = {
  lifecycle: ['advance_many', (input) => JSON.stringify(input)],
  audit: ['verify_audit', ({ records }) => [records].flat().map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n')],
}
if (target in INPUTS) {
  const [operation, bytes] = INPUTS[target]
  for (const { name, input } of cases([operation])) {
    writeFileSync(join(folder, name.replace(/^.*\/|\.json/g, '')), bytes(input))
  }
  process.exit()
}
const found = pairs()
if (found.length === 0) throw new Error(`no case is of the target ${target}`)
for (const [name, before, after, options] of found) {
  const file = join(folder, name.replace(/^.*\/|\.json/g, ''))
  const mark = Object.keys(options).length > 0 ? ` ${JSON.stringify(options)}` : ''
  if (target === 'document') {
    writeFileSync(`${file}-before`, before)
    writeFileSync(`${file}-after`, after)
  } else {
    writeFileSync(file, `${before}=======${mark}\n${after}`)
    const edits = createHash('sha256').update(name).digest().subarray(0, 12)
    writeFileSync(`${file}-edits`, Buffer.concat([Buffer.from(`${before}~~~~~~~${mark}\n`), edits]))
  }
}
console.log(`${found.length} cases for ${target}`)
