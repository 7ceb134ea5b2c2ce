// Steps through a machine: the position, what may happen there, and the way back.

import { h } from '../../element/dom.js'
import type { Guard, MachineStep, Position, PossibleTransition, PossibleTransitions, StateMachine, SubjectMove, Taken } from '../../operations.js'
import { told } from './asker.ts'
import { classOf, heading, judgements, why } from './judgements.ts'
import { type Page, element, later } from './page.ts'
import type { Fault } from './types.ts'

interface Step {
  position: Position
  taken: Taken[]
}

export class Stepper {
  #machine: StateMachine | null = null
  #steps: Step[] = []
  #guards = new Map<string, boolean>()
  transitions: PossibleTransition[] = []

  /** `moved` is told when there is something else to draw. */
  constructor(readonly page: Page, readonly moved: () => void) {
    element('step-back').addEventListener('click', () => {
      if (this.#steps.length > 1) this.#steps.pop()
      this.#time(this.#position?.now ?? '')
      void this.#ask()
    })
    element('step-again').addEventListener('click', () => this.#machine && void this.begin(this.#machine))
    element('step-pass').addEventListener('click', () => {
      const seconds = Number(element<HTMLSelectElement>('step-seconds').value)
      const now = Date.parse(element<HTMLInputElement>('step-now').value)
      if (Number.isFinite(now)) this.#time(new Date(now + seconds * 1000).toISOString().replace('.000Z', 'Z'))
      void this.#step(undefined)
    })
    for (const id of ['step-now', 'step-facts']) element(id).addEventListener('input', later(() => void this.#ask()))
  }

  get #position() {
    return this.#steps.at(-1)?.position
  }

  get state() {
    return this.#position?.state ?? ''
  }

  /** The moves of all steps, in the form in which lifecycles tell theirs. */
  get moves(): SubjectMove[] {
    return this.#steps.flatMap(({ taken }) => taken).filter(({ from }) => from).map(({ at, from, to, event }) => ({ subject: '', at, from, to, event }))
  }

  async begin(machine: StateMachine) {
    this.#machine = machine
    this.#steps = []
    const names = new Set(machine.transitions.flatMap(({ guards = [] }) => guards.flatMap(guardNames)))
    this.#guards = new Map([...this.#guards].filter(([name]) => names.has(name)))
    this.#controls([...names].sort())
    if (!element<HTMLInputElement>('step-now').value) this.#time(`${new Date().toISOString().slice(0, 19)}Z`)
    await this.#step(undefined)
  }

  #time(now: string) {
    element<HTMLInputElement>('step-now').value = now
  }

  #controls(names: string[]) {
    element('step-guards').replaceChildren(...names.map((name) => {
      const list = h('select', {}, new Option('not known', ''), new Option('holds', 'true'), new Option('does not hold', 'false'))
      list.value = String(this.#guards.get(name) ?? '')
      list.addEventListener('input', () => {
        if (list.value === '') this.#guards.delete(name)
        else this.#guards.set(name, list.value === 'true')
        void this.#ask()
      })
      return h('label', {}, name, list)
    }))
  }

  async #input() {
    const text = element<HTMLTextAreaElement>('step-facts').value
    return {
      machine: this.#machine, position: this.#position, now: element<HTMLInputElement>('step-now').value.trim(),
      guards: Object.fromEntries(this.#guards), ...(text.trim() ? { facts: await this.page.asker.ask('read', { path: 'facts', text }) } : {}),
    }
  }

  async #step(event: string | undefined) {
    try {
      const { position, taken = [], outcome } = await this.page.asker.call<MachineStep>('advance_machine', { ...(await this.#input()), event })
      // A step that changed nothing is none to go back from.
      if (JSON.stringify(position) !== JSON.stringify(this.#position)) this.#steps.push({ position, taken })
      await this.#ask(outcome === 'denied' ? `${event} is denied: see what it needs.` : '')
    } catch (fault) {
      this.#told(told(fault as Fault))
    }
  }

  /** Asks what may happen now; `said` is told with it. */
  async #ask(said = '') {
    try {
      const input = await this.#input()
      const { transitions } = await this.page.asker.call<PossibleTransitions>('list_transitions', input)
      this.transitions = transitions
      this.#told(said)
      this.#fill()
      this.moved()
    } catch (fault) {
      this.#told(told(fault as Fault))
    }
  }

  #told(text: string) {
    element('step-fault').textContent = text
    element('step-fault').hidden = text === ''
  }

  #fill() {
    const steps = this.moves.map(({ from, to, event }) => `${from} → ${to}${event ? ` (${event})` : ''}`)
    element('step-state').textContent = `In the state ${this.state} since ${this.#position?.since ?? ''}.`
    element('step-way').replaceChildren(...steps.slice(-50).map((text) => h('li', {}, text)))
    element<HTMLButtonElement>('step-back').disabled = this.#steps.length < 2
    const held = document.activeElement?.closest<HTMLElement>('#step-transitions [data-event]')?.dataset.event
    element('step-transitions').replaceChildren(...this.transitions.map((one) => this.#transition(one)))
    if (this.transitions.length === 0) element('step-transitions').append(h('p', {}, 'Nothing happens any more.'))
    if (held !== undefined) this.#focus(held)
  }

  #transition(one: PossibleTransition) {
    const { event, guards = [] } = one
    return h('article', { class: `transition ${classOf(one)}`, 'data-event': event },
      h('div', { class: 'line' }, h('h4', {}, heading(one)), h('span', { class: 'soft' }, why(one)),
        event && h('button', { type: 'button', onclick: () => void this.#step(event) }, `Send ${event}`)),
      judgements(guards))
  }

  /** The keyboard stays with the steps when the buttons are made anew. */
  #focus(event: string) {
    const place = element('step-transitions')
    const same = [...place.querySelectorAll<HTMLElement>('[data-event]')].find((one) => one.dataset.event === event) ?? place
    ;(same.querySelector('button') ?? element('step-again')).focus()
  }
}

function guardNames(guard: Guard): string[] {
  if (typeof guard === 'string') return [guard]
  if ('all' in guard) return guard.all.flatMap(guardNames)
  if ('any' in guard) return guard.any.flatMap(guardNames)
  if ('not' in guard) return guardNames(guard.not)
  return 'guard' in guard ? [guard.guard] : []
}
