// Guards in a table: whether each holds, what it has read, and what would make it hold.

import { h, sentence } from '../../element/dom.js'
import type { Judgement, PossibleTransition } from '../../operations.js'

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

/** Returns the head of a transition: whether it is possible, its event, where it leads. */
export function heading(one: PossibleTransition) {
  const sign = { possible: '✓', impossible: '✕', waiting: '…' }[classOf(one)]
  return `${sign} ${one.event ?? (one.due ? 'after a time' : 'by itself')}${one.to ? ` → ${one.to}` : ''}`
}

/** What nobody can have happen waits for its time, or for its guards. */
export const classOf = ({ event, allowed }: PossibleTransition) => (event ? (allowed ? 'possible' : 'impossible') : 'waiting')

/** Returns why a transition is possible or not, in a few words. */
export function why({ event, allowed, guards = [], due }: PossibleTransition) {
  if (due) return `due ${due}, if its conditions hold then`
  if (!event) return 'as soon as its conditions hold'
  const lacking = guards.filter(({ holds }) => holds !== true).length
  if (allowed) return 'possible'
  return lacking > 0 ? `not possible: ${lacking} of ${guards.length} conditions ${lacking === 1 ? 'does' : 'do'} not hold` : 'not possible: another transition comes first'
}

/** Returns whether each transition is possible, by its number: of those that an event takes. */
export const possibleOf = (transitions: PossibleTransition[]) =>
  new Map(transitions.filter(({ event }) => event).map(({ transition, allowed }) => [transition, allowed]))
