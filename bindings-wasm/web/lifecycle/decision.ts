// What has come of an event, or would: moves, conflicts that come and go, refusals.

import { h, sentence } from '../../element/dom.js'
import type { ConflictNotice, LifecycleDecision, SubjectMove } from '../../operations.js'
import { judgements } from './judgements.ts'

/** More of a list than this is only counted. */
const MOST = 100

/** Returns the first items of a list, and how many there are beside them. */
export function capped<Item>(items: Item[], row: (item: Item) => Node, most = MOST): Node[] {
  const rows = items.slice(0, most).map(row)
  return items.length > most ? [...rows, h('li', { class: 'soft' }, `and ${items.length - most} more`)] : rows
}

export const moveText = ({ subject, from, to, event }: SubjectMove) =>
  `${subject}: ${from ? `${from} → ${to}` : `begins as ${to}`}${event ? ` (${event})` : from ? ' (its time had come)' : ''}`

const notice = (word: string) => ({ id, severity, message, waiting }: ConflictNotice) =>
  h('li', {}, h('strong', {}, `${word} ${severity} conflict `), h('code', {}, id), ': ', ...sentence(message),
    waiting.length > 0 ? `; waiting: ${waiting.join(', ')}` : '')

/** Returns what follows from an event: `would` before it has happened. */
export function follows({ moves = [], opened = [], closed = [], refusals = [] }: LifecycleDecision): HTMLElement {
  const nothing = moves.length + opened.length + closed.length + refusals.length === 0
  return h('div', { class: 'follows' },
    nothing && h('p', {}, 'Nothing moves, and no conflict comes or goes.'),
    moves.length > 0 && h('ol', { class: 'moves' }, ...capped(moves, (move) => h('li', {}, moveText(move)))),
    opened.length + closed.length > 0 && h('ul', {}, ...capped(opened, notice('+ new')), ...capped(closed, notice('− settled'))),
    ...refusals.map(({ subject, event, to, guards }) => h('div', {},
      h('p', {}, `${subject}: ${event}${to ? ` → ${to}` : ''} is denied.`), judgements(guards))))
}
