// What the contestants for Node are given, and how they answer.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const [work, size] = process.argv.slice(-2)

/** Returns the text of an input. */
export const text = (name) => readFileSync(join(work, name), 'utf8')
export const index = () => text(`index-${size}.json`)
export const facts = () => JSON.parse(text(`facts-${size}.json`))
export const allow = () => JSON.parse(text('allow.json'))

/** Returns the decision of zen-engine; the allow-list is a list of its expression, which is read once. */
export function decision() {
  const names = allow().map((name) => `'${name}'`)
  const template = readFileSync(new URL('../policies/four_rules.jdm.json', import.meta.url), 'utf8')
  return JSON.parse(template.replace('ALLOWED', names.join(', ')))
}

/** Returns how often each rule stands in a list. */
export function counted(rules) {
  const counts = {}
  for (const rule of rules) counts[rule] = (counts[rule] ?? 0) + 1
  return counts
}
