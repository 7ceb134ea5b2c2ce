// The fields of the page by name, and what they hold together.

import type { Saved } from './link.ts'
import { TextEditor } from './editor.ts'

export const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T
const EDITORS = ['before', 'after', 'consumers', 'rules'] as const
export type EditorName = (typeof EDITORS)[number]
const FIELDS = ['kind', 'direction', 'before_version', 'after_version', 'environment', 'now'] as const
const LABELS: Record<EditorName, [string, string]> = {
  before: ['Text before', 'Paste, type or drop the version before'],
  after: ['Text after', 'Paste, type or drop the version after'],
  consumers: ['Consumers', 'consumers:\n  - name: billing\n    uses: [/properties/quantity]'],
  rules: ['Rules', 'diff:\n  ignores:\n    - code: diff/json-schema/…\n      reason: …'],
}

export class Form {
  readonly editors: Record<EditorName, TextEditor>

  constructor(changed: () => void, clicked: (side: EditorName, line: number) => void) {
    const editor = (name: EditorName) => {
      const [label, hint] = LABELS[name]
      return new TextEditor(element(name), { label, hint, changed, clicked: (line) => clicked(name, line) })
    }
    this.editors = { before: editor('before'), after: editor('after'), consumers: editor('consumers'), rules: editor('rules') }
    for (const name of [...FIELDS, 'path-before', 'path-after']) element(name).addEventListener('input', changed)
  }

  value(name: string) {
    return element<HTMLInputElement>(name).value.trim()
  }

  /** How many characters there are to compare. */
  get size() {
    return this.editors.before.length + this.editors.after.length
  }

  save(): Saved {
    return {
      ...Object.fromEntries(FIELDS.map((name) => [name, this.value(name)])),
      ...Object.fromEntries(EDITORS.map((name) => [name, this.editors[name].text])),
      before_path: this.value('path-before'),
      after_path: this.value('path-after'),
    }
  }

  restore(saved: Saved) {
    for (const name of FIELDS) element<HTMLInputElement>(name).value = saved[name] ?? (name === 'direction' ? 'backward' : '')
    element<HTMLInputElement>('path-before').value = saved.before_path ?? 'before'
    element<HTMLInputElement>('path-after').value = saved.after_path ?? 'after'
    for (const name of EDITORS) this.editors[name].replace(saved[name] ?? '')
    element<HTMLDetailsElement>('more').open = Boolean(saved.rules || saved.before_version || saved.after_version)
  }

  /** Says beside the folded part what is in it, and colours the texts. */
  refresh() {
    const kind = this.value('kind')
    this.editors.before.colour(this.value('path-before'), kind)
    this.editors.after.colour(this.value('path-after'), kind)
    for (const name of ['consumers', 'rules'] as const) this.editors[name].colour(`${name}.yaml`, '')
    const set = [
      this.editors.consumers.length > 0 && 'consumers',
      this.editors.rules.length > 0 && 'rules',
      ...['before_version', 'after_version', 'environment', 'now'].map((name) => this.value(name) && name.replace('_', ' ')),
    ].filter(Boolean)
    element('more-set').textContent = set.length > 0 ? `— ${set.join(', ')}` : ''
  }
}
