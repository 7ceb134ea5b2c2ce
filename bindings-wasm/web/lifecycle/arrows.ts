// The arrows of a drawing: which transition each one is, and what is to be said at it.

import type { MachineTransition, StateMachine, SubjectMove } from '../../operations.js'

/** An arrow, in the order in which `render_machine` writes them. */
export interface Arrow {
  transition: number
  from: string
}

/** What is marked in a drawing. */
export interface Marks {
  current: string
  /** The steps that went along an arrow, counted from 1. */
  way: Map<number, number[]>
  /** Whether a transition may be taken from the current state, by its number. */
  possible: Map<number, boolean>
}

const EVERY = '*'
const PREVIOUS = 'previous'

export function arrows({ states, transitions }: StateMachine): Arrow[] {
  const open = Object.keys(states).sort().filter((name) => !states[name]?.final && !states[name]?.parent)
  return transitions.flatMap(({ from }, transition) =>
    [from].flat().flatMap((name) => (name === EVERY ? open : [name])).map((name) => ({ transition, from: name })))
}

/** Returns a state and those around it. */
export function around({ states }: StateMachine, state: string): string[] {
  const found: string[] = []
  for (let name: string | null | undefined = state; name && !found.includes(name); name = states[name]?.parent) found.push(name)
  return found
}

function leads({ states }: StateMachine, { to }: MachineTransition, state: string) {
  if (to === PREVIOUS) return true
  let leaf = to
  for (let depth = 0; leaf && states[leaf]?.initial && depth < 100; depth += 1) leaf = states[leaf]?.initial
  return leaf === state
}

/** Returns along which arrows the moves went, as far as the machine still has them. */
export function way(machine: StateMachine, moves: SubjectMove[]): Map<number, number[]> {
  const all = arrows(machine)
  const found = new Map<number, number[]>()
  moves.forEach(({ from, to, event }, index) => {
    if (!from) return
    const names = around(machine, from)
    const arrow = all.findIndex(({ transition, from: start }) => {
      const one = machine.transitions[transition]
      return one !== undefined && names.includes(start) && (one.event ?? null) === (event ?? null) && leads(machine, one, to)
    })
    if (arrow >= 0) found.set(arrow, [...(found.get(arrow) ?? []), index + 1])
  })
  return found
}

/** Writes the marks into what `render_machine` wrote for Graphviz: a line is a node or an arrow. */
export function marked(dot: string, machine: StateMachine, { current, way, possible }: Marks): string {
  const names = Object.keys(machine.states).sort()
  const all = arrows(machine)
  const here = around(machine, current)
  let number = -1
  return dot.split('\n').map((line) => {
    const node = /^ *s(\d+) \[label="/.exec(line)
    if (node) return names[Number(node[1])] === current ? attributes(line.replace('label="', 'label="▶ '), 'current') : line
    if (!/^ {2}s\d+ -> s\d+ \[label="/.test(line)) return line
    number += 1
    const { transition = -1, from = '' } = all[number] ?? {}
    const steps = way.get(number)
    const isPossible = here.includes(from) ? possible.get(transition) : undefined
    const classes = ['arrow', `n${number}`, steps && 'taken', isPossible === true && 'possible', isPossible === false && 'impossible']
    const sign = isPossible === undefined ? '' : isPossible ? '✓ ' : '✕ '
    const behind = steps ? `\\nstep ${shortened(steps)}` : ''
    const text = line.replace('label="', `label="${sign}`).replace(/"(, l(tail|head)=[^\]]*)?\];$/, (end) => behind + end)
    return attributes(wrapped(text), classes.filter(Boolean).join(' '))
  }).join('\n')
}

const shortened = (steps: number[]) => (steps.length > 4 ? `${steps.slice(0, 3).join(', ')} … ${steps.at(-1)}` : steps.join(', '))
const attributes = (line: string, names: string) => line.replace(/\];$/, `, class="${names}"];`)
/** Guards stand below the event, one on each line. */
const wrapped = (line: string) => line.replace(' [', '\u0000').replace(/ \[/, '\\n[').replaceAll(' and ', '\\nand ').replace('\u0000', ' [')
