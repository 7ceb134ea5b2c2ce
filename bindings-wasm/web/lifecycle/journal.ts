// The journal: every event and what came of it; any event written by hand; taking back; files to keep.

import { h } from '../../element/dom.js'
import type { LifecycleAction, LifecycleEvent } from '../../operations.js'
import { TextEditor } from '../shared/editor.ts'
import { told } from './asker.ts'
import { type Page, element, save } from './page.ts'
import type { Entry, Fault } from './types.ts'

export class JournalView {
  readonly #editor: TextEditor
  /** Whom the next written event is about. */
  subject = ''

  constructor(readonly page: Page, readonly tenant: () => string) {
    this.#editor = new TextEditor(element('event'), { label: 'Event', hint: 'Choose what happens above, or write an event in YAML or JSON', changed: () => this.#told('') })
    const template = element<HTMLSelectElement>('template')
    template.addEventListener('input', () => {
      const made = templates(this.subject)[template.value]
      if (made) this.write(made)
      template.value = ''
    })
    for (const button of document.querySelectorAll<HTMLElement>('button[data-template]')) {
      button.addEventListener('click', () => {
        const made = templates(this.subject)[button.dataset.template ?? '']
        if (made) page.write(made)
      })
    }
    element('do-event').addEventListener('click', () => void this.#act())
    element('save-state').addEventListener('click', () => void this.#save('state'))
    element('save-journal').addEventListener('click', () => void this.#save('journal'))
  }

  /** Puts an event into the editor for the reader to finish. */
  write(action: LifecycleAction) {
    const tenant = this.tenant()
    const event = { ...this.page.moment(), ...(tenant === 'default' ? {} : { tenant }), action }
    this.#editor.replace(`${JSON.stringify(event, null, 2)}\n`)
    this.#editor.colour('event.json', '')
    this.#editor.view.focus()
  }

  /** Shows the newest events, of so many in all. */
  list(entries: Entry[], events: number) {
    element('entries').replaceChildren(...[...entries].reverse().map(({ event, outcome, moves, error, isOwn }) => h('tr', { class: outcome },
      h('th', { scope: 'row' }, event.event_id), h('td', {}, event.at), h('td', {}, event.actor), h('td', {}, h('code', {}, inWords(event.action))),
      h('td', {}, SIGN[outcome] ?? outcome, error ? `: ${error.message}` : moves > 0 ? `, ${moves} moved` : ''), h('td', {}, isOwn ? 'here' : ''))))
    element('entry-count').textContent = events > entries.length ? `The newest ${entries.length} of ${events} events.` : `${events} events.`
  }

  #told(text: string) {
    element('event-fault').textContent = text
    element('event-fault').hidden = text === ''
  }

  async #act() {
    try {
      const event = (await this.page.asker.ask('read', { path: 'event', text: this.#editor.text })) as LifecycleEvent | null
      if (typeof event !== 'object' || event === null || Array.isArray(event)) {
        return this.#told('event: an event is an object with `actor`, `at` and `action`')
      }
      if (await this.page.act({ ...event, event_id: event.event_id ?? '' })) this.#told('')
    } catch (fault) {
      this.#told(told(fault as Fault))
    }
  }

  async #save(what: 'state' | 'journal') {
    const text = await this.page.asker.ask('save', what)
    save(what === 'state' ? 'state.json' : 'journal.jsonl', text, 'application/json')
  }
}

const SIGN: Record<string, string> = { accepted: '✓ accepted', denied: '✕ denied', duplicate: '= had happened', error: '! could not happen' }

/** Returns an action in a few words: its name, and what it is about. */
export function inWords(action: LifecycleAction | undefined): string {
  const [name, fields] = Object.entries(action ?? {}).find(([, value]) => value) ?? ['?', {}]
  const { subject, event, project, kind, name: own, conflict, gate } = fields as Record<string, string | undefined>
  const target = subject ?? conflict ?? [project, kind, own].filter(Boolean).join('/')
  return [name, target, event ?? gate].filter(Boolean).join(' ')
}

const templates = (id: string): Record<string, LifecycleAction> => {
  const project = id.split('/')[0] ?? ''
  return {
    declare: { declare: { project, kind: 'service', name: '', depends_on: [], paths: [] } },
    begin_project: { begin_project: { project: '' } },
    begin_task: { begin_task: { project, name: '', depends_on: [] } },
    advance: { advance: { subject: id, event: '' } },
    verify: { verify: { subject: id } },
    record_gate: { record_gate: { subject: id, gate: 'tests', passed: true } },
    approve: { approve: { subject: id } },
    tick: { tick: {} },
  }
}
