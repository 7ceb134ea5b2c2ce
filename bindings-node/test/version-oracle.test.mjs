// Versions and ranges of npm, compared with node-semver itself.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import semver from 'semver'

import meta from '../index.js'
import * as cases from '../../scripts/version-oracle/npm-cases.mjs'

const dialect = 'npm'
const call = (name, input) => JSON.parse(meta.callText(name, JSON.stringify({ dialect, ...input })))
const times = (count, make) => Array.from({ length: count }, make)

/** Calls an operation, and returns nothing where it refuses its input. */
function attempt(name, input) {
  try {
    return call(name, input)
  } catch (error) {
    assert.equal(error.code, 'input_invalid')
    return null
  }
}

/** Fails with the first few of what differs. */
function none(differences) {
  assert.equal(differences.length, 0, `${differences.length} differ:\n${differences.slice(0, 40).map((d) => JSON.stringify(d)).join('\n')}`)
}

const GRID = cases.grid()

test('versions: valid, canonical, prerelease', () => {
  const pick = cases.picker(1)
  const versions = [...times(1500, () => cases.oddVersion(pick)), ...times(500, () => cases.version(pick)), '', `1.2.3-${'a'.repeat(250)}`, `1.2.3-${'a'.repeat(251)}`]
  const report = call('validate_version', { versions }).versions
  none(
    versions.flatMap((text, index) => {
      const theirs = semver.parse(text)
      const ours = report[index]
      const wanted = theirs && { canonical: theirs.version, pre: theirs.prerelease.length > 0, build: theirs.build.join('.') }
      const got = ours.valid ? { canonical: ours.canonical, pre: ours.is_prerelease, build: (ours.parts.build ?? []).join('.') } : null
      return JSON.stringify(wanted) === JSON.stringify(got) ? [] : [{ text, wanted, got }]
    }),
  )
})

const RANGES = (() => {
  const pick = cases.picker(2)
  return times(8000, () => cases.range(pick))
})()

for (const all of [false, true]) {
  test(`ranges: valid and canonical, ${all ? 'all prereleases' : 'prereleases by rule'}`, () => {
    const options = { includePrerelease: all }
    const report = call('validate_range', { ranges: RANGES, ...(all && { prereleases: true }) }).ranges
    assert.ok(report.filter((one) => one.valid).length > 1000)
    none(
      RANGES.flatMap((text, index) => {
        const wanted = semver.validRange(text, options)
        const got = report[index].meaning?.canonical ?? null
        return wanted === got ? [] : [{ text, wanted, got }]
      }),
    )
  })

  test(`choose: satisfies, highest and lowest, ${all ? 'all prereleases' : 'prereleases by rule'}`, () => {
    const options = { includePrerelease: all }
    const pick = cases.picker(3)
    none(
      RANGES.filter((text) => semver.validRange(text, options) !== null).flatMap((range) => {
        const versions = [...times(20, () => cases.version(pick)), ...times(20, () => pick(GRID))]
        const input = { versions, range, ...(all && { prereleases: true }) }
        const high = call('choose_version', input)
        const low = call('choose_version', { ...input, prefer: 'lowest' })
        const wanted = {
          admitted: versions.filter((one) => semver.satisfies(one, range, options)),
          high: semver.maxSatisfying(versions, range, options),
          low: semver.minSatisfying(versions, range, options),
        }
        const got = { admitted: high.admitted, high: high.chosen, low: low.chosen }
        return JSON.stringify(wanted) === JSON.stringify(got) ? [] : [{ range, wanted, got }]
      }),
    )
  })
}

test('order and kind of step', () => {
  const pick = cases.picker(4)
  none(
    times(4000, () => [cases.version(pick), cases.version(pick)]).flatMap(([before, after]) => {
      const ours = call('diff_versions', { before, after })
      const wanted = { order: ['less', 'equal', 'greater'][semver.compare(before, after) + 1], change: semver.diff(before, after) }
      const got = { order: ours.order, change: ours.change }
      return JSON.stringify(wanted) === JSON.stringify(got) ? [] : [{ before, after, wanted, got }]
    }),
  )
})

test('the next version', () => {
  const pick = cases.picker(5)
  const steps = ['major', 'minor', 'patch', 'premajor', 'preminor', 'prepatch', 'prerelease', 'release']
  const identifiers = [undefined, undefined, 'alpha', 'beta', 'beta.2', 'a-b', '1', '', 'é', 'a..b', '01']
  none(
    times(4000, () => [cases.version(pick), pick(steps), pick(identifiers)]).flatMap(([version, by, identifier]) => {
      if (!by.startsWith('pre')) identifier = undefined
      const got = attempt('advance_version', { version, by, identifier })?.version ?? null
      // An empty identifier counts as none there; here it is refused.
      const wanted = identifier === '' ? null : semver.inc(version, by, identifier)
      return wanted === got ? [] : [{ version, by, identifier, wanted, got }]
    }),
  )
})

// node-semver compares ranges comparator by comparator. Where it answers otherwise, its own
// `satisfies` decides: a version of ours must show it wrong, or no version near may show it right.
for (const all of [false, true]) {
  test(`how ranges relate, ${all ? 'all prereleases' : 'prereleases by rule'}`, () => {
    const options = { includePrerelease: all }
    const pick = cases.picker(6)
    let agreed = 0
    const judge = (pair, what, theirs, ours, witness, holds) => {
      if (witness !== null && !holds(witness)) return [{ pair, what, witness, why: 'the witness is none' }]
      if (theirs === ours) agreed++
      if (theirs === ours || witness !== null) return []
      const found = GRID.find(holds)
      return found === undefined ? [] : [{ pair, what, theirs, ours, found }]
    }
    const differences = times(5000, () => [cases.plainRange(pick), cases.plainRange(pick)]).flatMap((pair) => {
      const [before, after] = pair
      const ours = call('diff_ranges', { before, after, ...(all && { prereleases: true }) })
      assert.deepEqual(
        [ours.intersects, ours.subset, ours.superset],
        [ours.in_both !== null, ours.only_before === null, ours.only_after === null],
        'each no has its witness',
      )
      const [a, b] = pair.map((text) => new semver.Range(text, options))
      const both = (version) => a.test(version) && b.test(version)
      const left = (version) => a.test(version) && !b.test(version)
      const right = (version) => b.test(version) && !a.test(version)
      return [
        ...judge(pair, 'intersects', semver.intersects(a, b, options), ours.intersects, ours.in_both, both),
        ...judge(pair, 'subset', semver.subset(a, b, options), ours.subset, ours.only_before, left),
        ...judge(pair, 'superset', semver.subset(b, a, options), ours.superset, ours.only_after, right),
      ]
    })
    none(differences)
    assert.ok(agreed > 14000, `only ${agreed} of 15000 agree`)
  })
}
