// Compares the diff of GraphQL schemas with graphql-js 16 and 17 and graphql-inspector, on two versions of
// GitHub's schema: `graphql.mjs WORK DIFF [ROUNDS]`, where DIFF is our program.
//
// Prints times and peak memory, then every change on which two of them disagree.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const [work, own, rounds = '7'] = process.argv.slice(2)
const loader = createRequire(join(work, 'package.json'))

/** Installs the packages at the versions that package.json fixes. */
function install() {
  mkdirSync(work, { recursive: true })
  copyFileSync(join(here, 'package.json'), join(work, 'package.json'))
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', work])
}

const schemaPath = (side) => join(work, 'node_modules', `github-${side}`, 'schema.graphql')

/** What each peer does between its first and its last lap: `[build, diff]`. */
const peers = {
  'graphql-js 16': async (texts) => {
    const graphql = loader('graphql')
    return graphqlJs(graphql, texts, (a, b) => [
      ...graphql.findBreakingChanges(a, b),
      ...graphql.findDangerousChanges(a, b),
    ])
  },
  'graphql-js 17': async (texts) => {
    const graphql = loader('graphql-17')
    return graphqlJs(graphql, texts, graphql.findSchemaChanges)
  },
  'graphql-inspector': async (texts) => {
    const { diff } = loader('@graphql-inspector/core')
    const graphql = loader('graphql')
    const start = performance.now()
    const [before, after] = texts.map((text) => graphql.buildSchema(text, lenient))
    const built = performance.now()
    const changes = await diff(before, after)
    const steps = laps(start, built)
    return { steps, changes: changes.map((c) => ({ type: c.type, level: c.criticality.level, path: inspectorPath(c) })) }
  },
}

/** Returns the path of a change of graphql-inspector, which leaves out members and interfaces. */
function inspectorPath({ path, meta }) {
  const names = ['addedUnionMemberTypeName', 'removedUnionMemberTypeName', 'addedInterfaceName', 'removedInterfaceName']
  const name = names.map((key) => meta[key]).find(Boolean)
  return name ? `${path}.${name}` : path.replace(/\.@deprecated.*$/, '')
}

// The schema defines two fields twice, which strict readers refuse.
const lenient = { assumeValid: true, assumeValidSDL: true }

const laps = (start, built) => ({ build: (built - start) / 1000, diff: (performance.now() - built) / 1000 })

function graphqlJs(graphql, texts, find) {
  const start = performance.now()
  const [before, after] = texts.map((text) => graphql.buildSchema(text, lenient))
  const built = performance.now()
  const changes = find(before, after)
  return { steps: laps(start, built), changes: changes.map((c) => ({ type: c.type, path: pathOf(c.description) })) }
}

/** Returns the schema coordinate that a sentence of graphql-js is about. */
function pathOf(sentence) {
  const shapes = [
    [/^Description of (?:(?:argument|field|input-field|enum value) )?(\S+)/, (m) => m[1].replace(/\((\S*):\)$/, '.$1')],
    [/arg (\S+) on (\S+) was/, (m) => `${m[2]}.${m[1]}`],
    [/argument (\S+?)\((\S+):\) was/, (m) => `${m[1]}.${m[2]}`],
    [/field (\S+) on input type (\S+) was/, (m) => `${m[2]}.${m[1]}`],
    [/^(\S+) was added to (?:enum|union) type (\S+?)\.?$/, (m) => `${m[2]}.${m[1]}`],
    [/^(\S+) was removed from (?:enum|union) type (\S+?)\.?$/, (m) => `${m[2]}.${m[1]}`],
    [/^(\S+) added to interfaces implemented by (\S+?)\.?$/, (m) => `${m[2]}.${m[1]}`],
    [/^(\S+) no longer implements interface (\S+?)\.?$/, (m) => `${m[1]}.${m[2]}`],
    [/^(?:Field |Enum value |An optional field |A required field )?(\S+) (?:was|changed)/, (m) => m[1]],
  ]
  for (const [shape, path] of shapes) {
    const found = shape.exec(sentence)
    if (found) return path(found)
  }
  return sentence
}

/** Returns the path of one of our changes as the peers write it. */
function ownPath(change) {
  const names = (change.before_pointer ?? change.after_pointer).split('/').slice(2)
  const lists = ['fields', 'args', 'values', 'members', 'interfaces', 'description', 'type', 'default', 'locations', 'deprecated']
  return names.filter((name, place) => place === 0 || place % 2 === 0 || !lists.includes(name)).join('.')
}

const classes = {
  breaking: 'breaking', behavioral: 'dangerous', additive: 'safe', cosmetic: 'safe',
}

/** Returns `path → level` of what somebody calls breaking or dangerous. */
const judged = {
  'graphql-js 16': (changes) => worst(changes.map((c) => [c.path, jsLevel(c.type, '')])),
  'graphql-js 17': (changes) => worst(changes.map((c) => [c.path, jsLevel(c.type, '-17')])),
  'graphql-inspector': (changes) =>
    worst(changes.map((c) => [c.path, { BREAKING: 'breaking', DANGEROUS: 'dangerous' }[c.level] ?? 'safe'])),
  'meta-core': (changes) => worst(changes.map((c) => [ownPath(c), classes[c.class]])),
}

/** Returns the worst level told for each path. */
function worst(told) {
  const levels = ['safe', 'dangerous', 'breaking']
  const found = new Map()
  for (const [path, level] of told) {
    if (levels.indexOf(level) > levels.indexOf(found.get(path) ?? '')) found.set(path, level)
  }
  return found
}

function jsLevel(type, version) {
  const { BreakingChangeType, DangerousChangeType } = loader(`graphql${version}`)
  if (type in BreakingChangeType) return 'breaking'
  return type in DangerousChangeType ? 'dangerous' : 'safe'
}

/** Tells whether what is around the path is a change of ours, which stands for all inside of it. */
function explained(own, path) {
  const names = path.split('.')
  return names.some((_, end) => end > 0 && own.has(names.slice(0, end).join('.')))
}

function runOwn() {
  const given = ['graphql', schemaPath('before'), schemaPath('after')]
  const told = JSON.parse(execFileSync(own, given, { maxBuffer: 1 << 28 }))
  return { steps: { build: 0, ...told.steps }, peak: told.answer.peak_mb, changes: told.answer.report.changes }
}

function runPeer(name) {
  const script = fileURLToPath(import.meta.url)
  return JSON.parse(execFileSync('node', [script, work, '--run', name], { maxBuffer: 1 << 28 }))
}

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]

function compare() {
  const names = ['meta-core', ...Object.keys(peers)]
  const runs = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round < Number(rounds); round += 1) {
    // Nobody follows the same one in every round.
    const order = names.map((_, place) => names[(place * (1 + (round % 3)) + round) % names.length])
    for (const name of new Set([...order, ...names])) {
      runs[name].push(name === 'meta-core' ? runOwn() : runPeer(name))
    }
  }
  const total = (run) => run.steps.build + run.steps.diff
  const base = median(runs['meta-core'].map(total))
  console.log(`Medians of ${rounds} rounds; times without the start of the process.\n`)
  console.log('| | parse and build | diff | total | ratio | peak memory | changes |')
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |')
  for (const name of names) {
    const of = (pick) => median(runs[name].map(pick))
    const [build, diff, all] = [of((r) => r.steps.build), of((r) => r.steps.diff), of(total)]
    const seconds = [build, diff, all].map((value) => (value ? `${value.toFixed(3)} s` : '—'))
    const peak = of((r) => r.peak).toFixed(0)
    console.log(`| ${[name, ...seconds, (all / base).toFixed(1), `${peak} MB`, runs[name][0].changes.length].join(' | ')} |`)
  }
  return Object.fromEntries(names.map((name) => [name, judged[name](runs[name][0].changes)]))
}

/** Prints each change that not everybody who reports such changes judges alike. */
function disagreements(levels) {
  console.log('\nBreaking or dangerous for somebody, and not for everybody:\n')
  const paths = new Set(Object.values(levels).flatMap((of) => [...of.keys()]))
  const counts = {}
  for (const path of [...paths].sort()) {
    const told = Object.entries(levels).map(([name, of]) => [name, of.get(path) ?? 'nothing'])
    const distinct = new Set(told.map(([, level]) => (level === 'nothing' ? 'safe' : level)))
    if (distinct.size > 1) console.log(`- ${path}: ${told.map(([name, level]) => `${name} ${level}`).join(', ')}`)
    const missing = told.filter(([, level]) => level === 'nothing').map(([name]) => name)
    const key = missing.length ? `not reported by ${missing.join(', ')}` : 'reported by all'
    counts[key] = (counts[key] ?? 0) + 1
    if (missing.includes('meta-core') && !explained(levels['meta-core'], path)) (counts.examples ??= []).push(path)
  }
  console.log('\nPlaces with a change:\n')
  for (const [key, count] of Object.entries(counts)) {
    if (key !== 'examples') console.log(`- ${count} ${key}`)
  }
  for (const path of counts.examples ?? []) console.log(`  - not by meta-core: ${path}`)
}

if (own === '--run') {
  const texts = ['before', 'after'].map((side) => readFileSync(schemaPath(side), 'utf8'))
  const told = await peers[process.argv[4]](texts)
  console.log(JSON.stringify({ ...told, peak: (process.resourceUsage().maxRSS * 1024) / 1e6 }))
} else {
  install()
  disagreements(compare())
}
