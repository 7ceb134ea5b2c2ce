// Guards in a table: whether each holds, what it has read, and what would make it hold.

import { h, sentence } from '../../element/dom.js'
import type { Judgement } from '../../operations.js'

const SIGN = { true: '✓ holds', false: '✕ does not hold', unknown: '? not known' }

/** Returns the word for what a guard says; what is not known does not pass. */
export const word = (holds: boolean | null | undefined) => SIGN[holds === true ? 'true' : holds === false ? 'false' : 'unknown']

const shown = (value: unknown) => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value))

function rows(guards: Judgement[], depth: number): HTMLElement[] {
  return guards.flatMap(({ guard, holds, needs, parts = [], value }) => [
    h('tr', { class: holds === true ? 'holds' : 'lacks' },
      h('th', { scope: 'row', style: `padding-left: ${0.5 + depth}rem` }, h('code', {}, guard)),
      h('td', {}, word(holds)),
      h('td', {}, h('code', {}, shown(value))),
      h('td', {}, ...sentence(needs ?? ''))),
    ...rows(parts, depth + 1),
  ])
}

export function judgements(guards: Judgement[]): HTMLElement {
  if (guards.length === 0) return h('p', { class: 'soft' }, 'Nothing has to hold for it.')
  const heads = ['Condition', 'Now', 'What it has read', 'What would make it hold']
  return h('div', { class: 'wide' }, h('table', { class: 'guards' },
    h('thead', {}, h('tr', {}, ...heads.map((name) => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, ...rows(guards, 0))))
}
