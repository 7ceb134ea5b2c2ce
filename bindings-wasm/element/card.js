// One change as a card: a line that says what changed, and behind it why, where, for whom and what to do.

import { h, sentence } from './dom.js'
import { CLASS, EFFECT, POLARITY, concern, confidence } from './words.js'

/** @typedef {import('../operations.js').Change} Change */
/** @typedef {'before' | 'after'} Side */
/**
 * What a card asks of its surroundings.
 * @typedef {object} Surroundings
 * @property {(side: Side, path: string, line: number, end: number) => string | null} excerpt lines of a file of a side
 * @property {() => boolean} isSeveral whether a side has several files
 * @property {((side: Side, change: Change) => void) | null} show moves an editor to a place
 * @property {(code: string) => Promise<import('../operations.js').Code>} explain
 */

/** Longer values are cut, so that a removed half of a document does not fill the page. */
const LONGEST = 2_000

/** @param {unknown} value */
function pretty(value) {
  const text = JSON.stringify(value, null, 2) ?? ''
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}\n… ${text.length - LONGEST} more characters` : text
}

/** @param {Change} change @param {Side} side */
const location = (change, side) => (side === 'before' ? change.before_location : change.after_location)

/** @param {string} term @param {...(Node | string | null | undefined | false)} what */
const row = (term, ...what) => [h('dt', {}, term), h('dd', {}, ...what)]

/** @param {Change} change @param {Side} side @param {Surroundings} around */
function place(change, side, around) {
  const where = location(change, side)
  const pointer = side === 'before' ? change.before_pointer : change.after_pointer
  if (!where && pointer === undefined) {
    return row(side === 'before' ? 'Before' : 'After', side === 'before' ? 'was not there' : 'is gone')
  }
  const line = where?.line
  const label = line ? `${where.path}:${line}${where.column ? `:${where.column}` : ''}` : where?.path ?? ''
  const lines = line ? around.excerpt(side, where.path, line, where.end_line ?? line) : null
  const value = change[side]
  const shown = lines ?? (value === undefined ? null : pretty(value))
  return row(
    side === 'before' ? 'Before' : 'After',
    line && around.show
      ? h('button', { type: 'button', class: 'place', onclick: () => around.show?.(side, change) }, label)
      : h('span', {}, label),
    pointer && h('code', { class: 'pointer' }, pointer),
    shown && h('pre', { tabindex: '0', 'aria-label': `${side}: ${label}` }, shown),
  )
}

/** @param {Change} change */
function witness({ witness }) {
  if (!witness) return []
  const verdict = (/** @type {boolean} */ valid) => (valid ? '✓ accepted' : '✕ rejected')
  const part = witness.valid_before ? witness.before_pointer : witness.after_pointer
  const at = part === '' ? '' : `at ${part} · `
  return row(
    'Example',
    h('pre', { tabindex: '0', 'aria-label': 'example value' }, pretty(witness.value)),
    h('span', { class: 'verdicts' }, `${at}before: ${verdict(witness.valid_before)} · after: ${verdict(witness.valid_after)}`),
  )
}

/** @param {Change} change */
function consumers({ consumers }) {
  if (!consumers) return []
  if (consumers.length === 0) return row('Consumers', 'none of those registered')
  return row('Consumers', h('ul', {}, ...consumers.map((one) => {
    const more = [one.owner, one.environment].filter(Boolean).join(', ')
    return h('li', {}, h('strong', {}, one.name), more && ` (${more})`, ` ${concern(one.confidence)}`)
  })))
}

/** @param {Change} change */
function decisions({ adjustments = [], ignored }) {
  const rows = adjustments.flatMap(({ by, from_class, reason }) =>
    row('Adjusted', `was ${from_class}; ${by.replace(/_/g, ' ')}: `, ...sentence(reason)))
  if (!ignored) return rows
  const by = ignored.by === 'rules' ? 'by the rules file' : 'in the artifact'
  const who = [ignored.owner && `owner ${ignored.owner}`, ignored.until && `until ${ignored.until}`].filter(Boolean)
  return [...rows, ...row('Ignored', `${by}: ${ignored.reason}`, who.length > 0 && ` (${who.join(', ')})`)]
}

/** @param {string} code @param {Surroundings} around */
function explanation(code, around) {
  const holder = h('div', { class: 'explanation' })
  const button = h('button', { type: 'button', 'aria-expanded': 'false' }, 'What does this code mean?')
  button.addEventListener('click', async () => {
    const open = button.getAttribute('aria-expanded') !== 'true'
    button.setAttribute('aria-expanded', String(open))
    if (!open) return holder.replaceChildren()
    const { summary, why, fix, severity } = await around.explain(code)
    holder.replaceChildren(h('dl', {},
      ...row('What', ...sentence(summary)), ...row('Why', ...sentence(why)),
      ...row('Mend', ...sentence(fix)), ...row('Severity', severity)))
  })
  return h('div', { class: 'explain' }, button, holder)
}

/** @param {Change} change @param {Surroundings} around */
function body(change, around) {
  const set = [change.effect && EFFECT[change.effect], change.polarity && POLARITY[change.polarity]].filter(Boolean)
  const { versions, ...others } = change.details ?? {}
  const details = Object.keys(others).length > 0
  return h('div', { class: 'body' },
    h('dl', {},
      ...row('Why', ...sentence(change.rationale), set.length > 0 && h('small', {}, `It ${set.join('; ')}.`)),
      ...(change.remediation ? row('What to do', ...sentence(change.remediation)) : []),
      ...place(change, 'before', around), ...place(change, 'after', around),
      ...witness(change), ...consumers(change), ...decisions(change),
      ...row('How sure', confidence(change.confidence), h('small', {}, `confidence ${change.confidence}, severity ${change.severity}`)),
      ...(Array.isArray(versions) ? row('Since', versions.join(', ')) : []),
      ...(details ? row('Details', h('pre', { tabindex: '0', 'aria-label': 'details' }, pretty(others))) : [])),
    explanation(change.code, around))
}

/** @param {Change} change @param {Surroundings} around */
function where(change, around) {
  const path = (change.after_location ?? change.before_location)?.path
  return around.isSeveral() && path ? `${path}, ${lines(change)}` : lines(change)
}

/** @param {Change} change */
function lines(change) {
  const [before, after] = [change.before_location?.line, change.after_location?.line]
  if (!before && !after) return change.after_pointer || change.before_pointer || ''
  if (before && after) return before === after ? `line ${before}` : `line ${before} → ${after}`
  return after ? `new line ${after}` : `old line ${before}`
}

/**
 * Returns the card of a change; what is behind its line is made when it is opened.
 * @param {Change} change
 * @param {Surroundings} around
 */
export function card(change, around) {
  const { title, mark } = CLASS[change.class] ?? { title: change.class, mark: '?' }
  const users = change.consumers?.length ?? 0
  const details = h('details', { class: `change ${change.class}`, part: `change ${change.class}` },
    h('summary', {},
      h('span', { class: 'mark', 'aria-hidden': 'true' }, mark),
      h('span', { class: 'hidden' }, `${title}: `),
      h('span', { class: 'message' }, ...sentence(change.message)),
      h('span', { class: 'more' },
        h('span', { class: 'where' }, where(change, around)), ' ',
        h('span', { class: 'code' }, change.code), ' ',
        change.witness && h('span', { class: 'chip' }, 'example'), ' ',
        users > 0 && h('span', { class: 'chip' }, users === 1 ? '1 consumer' : `${users} consumers`))))
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(body(change, around))
  })
  return details
}
