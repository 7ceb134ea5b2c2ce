// Compares two GraphQL schemas with graphql-js: `graphql_js.mjs graphql|graphql-17 BEFORE AFTER`.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Clock } from '../clock.mjs'
import { uses } from './graphql_uses.mjs'

const graphql = createRequire(import.meta.url)(process.argv[2])
const texts = process.argv.slice(3, 5).map((path) => readFileSync(path, 'utf8'))
// The schema defines two fields twice, which strict readers refuse.
const lenient = { assumeValid: true, assumeValidSDL: true }

const clock = new Clock()
const [before, after] = texts.map((text) => graphql.buildSchema(text, lenient))
clock.lap('parse')
// Version 17 tells safe changes too.
const changes = graphql.findSchemaChanges
  ? graphql.findSchemaChanges(before, after)
  : [...graphql.findBreakingChanges(before, after), ...graphql.findDangerousChanges(before, after)]
clock.lap('diff')

const { BreakingChangeType, DangerousChangeType } = graphql
const level = (type) =>
  type in BreakingChangeType ? 'breaking' : type in DangerousChangeType ? 'dangerous' : 'safe'

// It tells a sentence and no path.
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

/** Returns the schema coordinate that a sentence is about. */
function coordinate(sentence) {
  const [shape, path] = shapes.find(([shape]) => shape.test(sentence)) ?? []
  if (!shape) throw new Error(`a sentence of no known shape: ${sentence}`)
  return path(shape.exec(sentence))
}

const use = uses(after, graphql)
clock.report(
  changes.map(({ type, description }) => {
    const place = coordinate(description)
    return { place, type, level: level(type), use: use(place) }
  }),
)
