// The fields of the page by name, and what they hold together.

import { Bundle } from './bundle.ts'
import type { Saved } from './saved.ts'
import { TextEditor } from '../shared/editor.ts'

export const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T
const EDITORS = ['before', 'after', 'earlier', 'consumers', 'rules'] as const
export type EditorName = (typeof EDITORS)[number]
const FIELDS = ['kind', 'direction', 'open_content', 'before_version', 'after_version', 'environment', 'now'] as const
const LABELS: Record<EditorName, [string, string]> = {
  before: ['Text before', 'Paste, type or drop the version before'],
  after: ['Text after', 'Paste, type or drop the version after'],
  earlier: ['Text of an earlier version', 'A version before that, which the new one must keep to as well'],
  consumers: ['Consumers', 'consumers:\n  - name: billing\n    uses: [/properties/quantity]'],
  rules: ['Rules', 'diff:\n  ignores:\n    - code: diff/json-schema/…\n      reason: …'],
}

/** What fields hold that nobody changed. */
const DEFAULTS: Partial<Record<string, string>> = { direction: 'backward', open_content: 'lenient' }

export class Form {
  readonly editors: Record<EditorName, TextEditor>
  /** The files of each side. */
  readonly files: Record<'before' | 'after', Bundle>

  constructor(changed: () => void, clicked: (side: EditorName, line: number) => void) {
    const editor = (name: EditorName) => {
      const [label, hint] = LABELS[name]
      return new TextEditor(element(name), { label, hint, changed, clicked: (line) => clicked(name, line) })
    }
    this.editors = {
      before: editor('before'), after: editor('after'), earlier: editor('earlier'), consumers: editor('consumers'), rules: editor('rules'),
    }
    this.files = { before: new Bundle('before', this.editors.before, changed), after: new Bundle('after', this.editors.after, changed) }
    for (const side of ['before', 'after'] as const) this.files[side].restore(side, '', {})
    for (const name of [...FIELDS, 'path-before', 'path-after', 'path-earlier']) element(name).addEventListener('input', changed)
  }

  value(name: string) {
    return element<HTMLInputElement>(name).value.trim()
  }

  /** How many characters there are to compare. */
  get size() {
    return this.files.before.length + this.files.after.length + this.editors.earlier.length
  }

  save(): Saved {
    const [before, after] = [this.files.before.save(), this.files.after.save()]
    const packed = (files: Record<string, string>) => (Object.keys(files).length > 0 ? JSON.stringify(files) : '')
    return {
      ...Object.fromEntries(FIELDS.map((name) => [name, this.value(name)])),
      ...Object.fromEntries(EDITORS.slice(2).map((name) => [name, this.editors[name].text])),
      before: before.text,
      after: after.text,
      before_path: before.path,
      after_path: after.path,
      earlier_path: this.value('path-earlier'),
      before_files: packed(before.files),
      after_files: packed(after.files),
    }
  }

  restore(saved: Saved) {
    for (const name of FIELDS) element<HTMLInputElement>(name).value = saved[name] ?? DEFAULTS[name] ?? ''
    element<HTMLInputElement>('path-earlier').value = saved.earlier_path ?? 'earlier'
    for (const side of ['before', 'after'] as const) {
      this.files[side].restore(saved[`${side}_path`] || side, saved[side] ?? '', unpacked(saved[`${side}_files`]))
    }
    for (const name of EDITORS.slice(2)) this.editors[name].replace(saved[name] ?? '')
    element<HTMLDetailsElement>('more').open = Boolean(saved.rules || saved.earlier || saved.before_version || saved.after_version)
  }

  /** Says beside the folded part what is in it, and colours the texts. */
  refresh() {
    const kind = this.value('kind')
    for (const side of ['before', 'after'] as const) this.editors[side].colour(this.files[side].shown, kind)
    this.editors.earlier.colour(this.value('path-earlier'), kind)
    for (const name of ['consumers', 'rules'] as const) this.editors[name].colour(`${name}.yaml`, '')
    const set = [
      ...EDITORS.slice(2).map((name) => this.editors[name].length > 0 && (name === 'earlier' ? 'an earlier version' : name)),
      this.value('open_content') === 'strict' && 'strict content',
      ...['before_version', 'after_version', 'environment', 'now'].map((name) => this.value(name) && name.replace('_', ' ')),
    ].filter(Boolean)
    element('more-set').textContent = set.length > 0 ? `— ${set.join(', ')}` : ''
  }
}

/** Returns the files that a link holds as one text. */
export function unpacked(text: string | undefined): Record<string, string> {
  const found: unknown = text ? JSON.parse(text) : {}
  if (typeof found !== 'object' || found === null) return {}
  return Object.fromEntries(Object.entries(found).filter(([, value]) => typeof value === 'string'))
}
