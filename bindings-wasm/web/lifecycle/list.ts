// The list of subjects: filters, and as many lines as anybody reads.

import { h } from '../../element/dom.js'
import { element } from './page.ts'
import type { Subject } from './types.ts'

/** Lines that are shown at a time; the rest is counted. */
const PAGE = 200

export class List {
  #subjects: Subject[] = []
  #found: Subject[] = []
  #shown = PAGE
  #chosen = ''
  readonly #rows = element<HTMLUListElement>('rows')

  constructor(readonly choose: (subject: Subject) => void) {
    for (const id of ['search', 'project', 'state', 'tenant', 'only-blocked']) element(id).addEventListener('input', () => this.#filter())
    element('more-rows').addEventListener('click', () => {
      const first = this.#shown
      this.#shown += PAGE
      this.#draw()
      this.#rows.querySelectorAll('button')[first]?.focus()
    })
    this.#rows.addEventListener('keydown', (event) => this.#key(event))
  }

  get tenant() {
    return element<HTMLSelectElement>('tenant').value || 'default'
  }

  /** How many subjects match. */
  get count() {
    return this.#found.length
  }

  set subjects(subjects: Subject[]) {
    this.#subjects = subjects
    this.#options('tenant', new Set(subjects.map(({ tenant }) => tenant)), '')
    this.#options('project', new Set(subjects.map(({ project }) => project)), 'all')
    this.#options('state', new Set(subjects.map(({ state }) => state)), 'all')
    element('tenant-field').hidden = new Set(subjects.map(({ tenant }) => tenant)).size < 2
    this.#filter()
  }

  find(id: string) {
    return this.#subjects.find((subject) => subject.id === id && subject.tenant === this.tenant)
  }

  /** Marks the line of what is looked at. */
  mark(id: string) {
    this.#chosen = id
    for (const row of this.#rows.querySelectorAll('button')) {
      if (row.dataset.id === id) row.setAttribute('aria-current', 'true')
      else row.removeAttribute('aria-current')
    }
  }

  /** Chooses the next blocked subject of those that are listed, or the one before. */
  step(step: number) {
    const blocked = this.#found.filter(({ isBlocked }) => isBlocked)
    const current = blocked.findIndex(({ id }) => id === this.#chosen)
    const next = blocked[(current < 0 && step < 0 ? blocked.length - 1 : current + step + blocked.length) % blocked.length]
    if (!next) return
    this.choose(next)
    const index = this.#found.indexOf(next)
    if (index >= this.#shown) {
      this.#shown = index + 1
      this.#draw()
    }
    this.#rows.querySelectorAll('button')[index]?.focus()
  }

  #options(id: string, names: Set<string>, all: string) {
    const list = element<HTMLSelectElement>(id)
    const chosen = list.value
    const options = [...names].sort().map((name) => new Option(name, name))
    list.replaceChildren(...(all ? [new Option(all, '')] : []), ...options)
    if (names.has(chosen)) list.value = chosen
  }

  #filter() {
    const value = (id: string) => element<HTMLInputElement>(id).value.trim()
    const [project, state, tenant] = [value('project'), value('state'), this.tenant]
    const words = value('search').toLowerCase().split(/\s+/).filter(Boolean)
    const onlyBlocked = element<HTMLInputElement>('only-blocked').checked
    this.#found = this.#subjects.filter((one) =>
      one.tenant === tenant && (!project || one.project === project) && (!state || one.state === state) && (!onlyBlocked || one.isBlocked)
      && words.every((word) => `${one.id} ${one.kind} ${one.actor}`.toLowerCase().includes(word)))
    this.#shown = PAGE
    this.#draw()
  }

  #draw() {
    const shown = this.#found.slice(0, this.#shown)
    this.#rows.replaceChildren(...shown.map((subject) => this.#row(subject)))
    const blocked = this.#found.filter(({ isBlocked }) => isBlocked).length
    const part = shown.length < this.#found.length ? `${shown.length} of ${this.#found.length} shown` : `${this.#found.length} of ${this.#subjects.length}`
    element('row-count').textContent = `${part}, ${blocked} blocked`
    element('more-rows').hidden = shown.length === this.#found.length
  }

  #row(subject: Subject) {
    const { id, kind, state, isBlocked, overridden } = subject
    return h('li', {}, h('button', {
      type: 'button', 'data-id': id, class: isBlocked ? 'row blocked' : 'row', 'aria-current': id === this.#chosen && 'true',
      onclick: () => this.choose(subject),
    }, h('span', { class: 'id' }, id), ' ', h('span', { class: 'soft' }, kind), ' ',
    h('span', { class: 'state' }, isBlocked ? `■ ${state}` : state),
    overridden > 0 && h('span', { class: 'soft' }, ' · conflict overridden')))
  }

  #key(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    const rows = [...this.#rows.querySelectorAll('button')]
    event.preventDefault()
    rows[rows.indexOf(document.activeElement as HTMLButtonElement) + step]?.focus()
  }
}
