// One subject: its machine with the current state and the way it came, and what may happen to it, and why not.

import { h, sentence } from '../../element/dom.js'
import type { PossibleTransition, SubjectMove } from '../../operations.js'
import { marked, way } from './arrows.ts'
import { newest, told } from './asker.ts'
import { capped, follows } from './decision.ts'
import { draw } from './drawing.ts'
import { classOf, heading, judgements, possibleOf, why } from './judgements.ts'
import { type Page, element } from './page.ts'
import type { Fault, Subject, View } from './types.ts'

export class SubjectView {
  #subject: Subject | null = null
  #drawn = ''
  readonly #newest = newest()

  constructor(readonly page: Page) {}

  get id() {
    return this.#subject?.id ?? ''
  }

  async show(subject: Subject | null) {
    this.#subject = subject
    element('subject').hidden = subject === null
    element('no-subject').hidden = subject !== null
    if (subject) await this.refresh()
  }

  /** Asks again: about another time or actor, or after an event. */
  async refresh() {
    const subject = this.#subject
    if (!subject) return
    const { tenant, id } = subject
    element('subject').setAttribute('aria-busy', 'true')
    try {
      const view = await this.#newest(this.page.asker.ask('view', { tenant, subject: id, ...this.page.moment() }))
      if (view) this.#fill(view)
    } catch (fault) {
      // What was seen before would be about another moment.
      element('transitions').replaceChildren(h('p', { class: 'fault' }, told(fault as Fault)))
    } finally {
      element('subject').removeAttribute('aria-busy')
    }
  }

  #fill(view: View) {
    const { subject, state, facts, conflicts, transitions, moves, machine } = view
    this.#subject = subject
    element('subject-name').textContent = subject.id
    element('subject-state').replaceChildren(
      h('span', { class: subject.isBlocked ? 'badge blocked' : 'badge' }, subject.isBlocked ? `■ ${state}` : state),
      ` ${machine.states[state]?.description ?? ''}`)
    element('subject-facts').replaceChildren(...facts.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]))
    element('subject-conflicts').replaceChildren(...capped(conflicts, ({ id, message, severity, overridden }) =>
      h('li', {}, h('strong', {}, `${severity} conflict `), h('code', {}, id), ': ', ...sentence(message),
        overridden && h('span', { class: 'soft' }, ` — overridden by ${overridden}`))))
    element('transitions').replaceChildren(...transitions.map((one) => this.#transition(one)))
    if (transitions.length === 0) element('transitions').append(h('p', {}, 'Nothing may happen to it any more.'))
    this.#history(moves)
    void this.#draw(view)
  }

  #history(moves: SubjectMove[]) {
    let number = 0
    const rows = moves.map(({ at, from, to, event }) => {
      const step = from ? `step ${(number += 1)}: ${from} → ${to}` : `begins as ${to}`
      return h('li', {}, h('time', {}, at), ` ${step}${event ? ` (${event})` : ''}`)
    })
    const none = 'The journal that was opened says nothing of it.'
    element('history').replaceChildren(...(rows.length > 0 ? rows.slice(-100) : [h('li', { class: 'soft' }, none)]))
  }

  async #draw({ machine, dot, moves, transitions, state, subject }: View) {
    const text = marked(dot, machine, { current: state, way: way(machine, moves.filter(({ from }) => from)), possible: possibleOf(transitions) })
    if (text === this.#drawn) return
    this.#drawn = text
    const now = transitions.filter(({ allowed }) => allowed).map(({ event }) => event)
    const label = `The machine ${machine.name}: ${subject.id} is ${state}. Possible now: ${now.join(', ') || 'nothing'}. The way it came is listed below.`
    await draw(element('drawing'), text, label)
  }

  #transition(one: PossibleTransition) {
    const { event, allowed, guards = [] } = one
    const would = h('div', {})
    const details = h('details', { ontoggle: () => details.open && !would.hasChildNodes() && void this.#explain(event ?? '', would) },
      h('summary', {}, 'What would follow'), would)
    return h('article', { class: `transition ${classOf(one)}`, 'data-event': event },
      h('div', { class: 'line' },
        h('h4', {}, heading(one)), h('span', { class: 'soft' }, why(one)),
        event && h('button', { type: 'button', onclick: () => void this.#act(event) }, `Do it: ${event}`)),
      judgements(guards), event && allowed && details)
  }

  async #explain(event: string, place: HTMLElement) {
    const { tenant, id } = this.#subject as Subject
    place.replaceChildren('…')
    try {
      const { decision } = await this.page.asker.ask('explain', { tenant, subject: id, event, ...this.page.moment() })
      place.replaceChildren(follows(decision))
    } catch (fault) {
      place.replaceChildren(h('p', { class: 'fault' }, told(fault as Fault)))
    }
  }

  async #act(event: string) {
    const { tenant, id } = this.#subject as Subject
    const isAnswered = await this.page.act({ event_id: '', tenant, ...this.page.moment(), action: { advance: { subject: id, event } } })
    // The button was made anew: the keyboard goes on from the subject.
    if (isAnswered) element('subject-name').focus()
  }
}
