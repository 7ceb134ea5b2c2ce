// Compares two GraphQL schemas with graphql-inspector: `graphql_inspector.mjs BEFORE AFTER`.
import { readFileSync } from 'node:fs'
import { diff } from '@graphql-inspector/core'
import * as graphql from 'graphql'
import { Clock } from '../clock.mjs'
import { uses } from './graphql_uses.mjs'

const texts = process.argv.slice(2, 4).map((path) => readFileSync(path, 'utf8'))
// The schema defines two fields twice, which strict readers refuse.
const lenient = { assumeValid: true, assumeValidSDL: true }

const clock = new Clock()
const [before, after] = texts.map((text) => graphql.buildSchema(text, lenient))
clock.lap('parse')
const changes = await diff(before, after)
clock.lap('diff')

const levels = { BREAKING: 'breaking', DANGEROUS: 'dangerous', NON_BREAKING: 'safe' }
const inner = ['addedUnionMemberTypeName', 'removedUnionMemberTypeName', 'addedInterfaceName', 'removedInterfaceName']

/** Returns the schema coordinate of a change: its path leaves out members and interfaces. */
function coordinate({ path, meta }) {
  const name = inner.map((key) => meta[key]).find(Boolean)
  return name ? `${path}.${name}` : path.replace(/\.@deprecated.*$/, '')
}

const use = uses(after, graphql)
clock.report(
  changes.map((change) => {
    const place = coordinate(change)
    return { place, type: change.type, level: levels[change.criticality.level], use: use(place) }
  }),
)
