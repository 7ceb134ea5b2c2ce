// What is opened: a state, a journal and rules, as texts. They stay as they are, whatever comes of them.

import { TextEditor } from '../shared/editor.ts'
import { droppable, named, readAll } from '../shared/files.ts'
import type { Texts } from '../shared/link.ts'
import { told } from './asker.ts'
import { element } from './page.ts'
import type { Fault, Sources } from './types.ts'

const NAMES = ['state', 'journal', 'rules'] as const
type Name = (typeof NAMES)[number]

const HINTS: Record<Name, [string, string, string]> = {
  state: ['State', 'Where everything is: what `replay` or `advance` wrote. Empty: nothing has happened yet', 'state.json'],
  journal: ['Journal', 'What has happened since: an event on each line', 'journal.jsonl'],
  rules: ['Rules', 'policy: { mode: adaptive }', 'rules.yaml'],
}

/** Where the texts stand in what the library is asked. */
const ROOTS: [string, Name][] = [['/config', 'rules'], ['/snapshot', 'state'], ['/state', 'state'], ['/events', 'journal']]

/** Which of the three a dropped file is, by its name. */
const kindOf = (path: string): Name | null =>
  /\.(jsonl|ndjson)$|journal|events/i.test(path) ? 'journal' : /rules|config|policy/i.test(path) ? 'rules' : /state|snapshot/i.test(path) ? 'state' : null

export class Inputs {
  readonly #editors: Record<Name, TextEditor>
  readonly #paths: Record<Name, string> = { state: HINTS.state[2], journal: HINTS.journal[2], rules: HINTS.rules[2] }

  constructor(open: () => void, readonly fail: (error: unknown) => void) {
    const editor = (name: Name) => new TextEditor(element(`${name}-text`), {
      label: HINTS[name][0], hint: HINTS[name][1], changed: () => this.#colour(name), clicked: (line) => this.#editors[name].go(line),
    })
    this.#editors = { state: editor('state'), journal: editor('journal'), rules: editor('rules') }
    element('open').addEventListener('click', open)
    for (const name of NAMES) {
      const input = element<HTMLInputElement>(`${name}-file`)
      input.addEventListener('change', () => void this.#take([...(input.files ?? [])], name).then(() => (input.value = '')))
      droppable(element(`${name}-pane`), (dropped) =>
        void dropped.then(({ found }) => this.#take(found.map(({ file }) => file), name), (error) => fail(error)))
    }
  }

  get sources(): Sources {
    const source = (name: Name) => ({ path: this.#paths[name], text: this.#editors[name].text })
    return { state: source('state'), journal: source('journal'), rules: source('rules') }
  }

  /** What a link holds. */
  get texts(): Texts {
    return Object.fromEntries(NAMES.flatMap((name) => [[name, this.#editors[name].text], [`${name}_path`, this.#paths[name]]]))
  }

  fill(texts: Texts) {
    for (const name of NAMES) {
      this.#paths[name] = texts[`${name}_path`] || HINTS[name][2]
      this.#editors[name].replace(texts[name] ?? '')
      this.#title(name)
    }
  }

  /** Shows why something was not opened, at its place. */
  fault(found: Fault | null) {
    const fault = found && this.#placed(found)
    for (const name of NAMES) this.#editors[name].mark([])
    element('open-fault').textContent = fault ? told(fault) : ''
    element('open-fault').hidden = fault === null
    const name = NAMES.find((one) => this.#paths[one] === fault?.file)
    if (!name || !fault?.line) return
    this.#editors[name].mark([{ line: fault.line, end: fault.line, kind: 'error', label: fault.reason }])
    this.#editors[name].go(fault.line, fault.column ?? 1)
  }

  /** Finds the place of a fault that names a pointer only. */
  #placed(fault: Fault): Fault {
    const [root, name] = ROOTS.find(([start]) => fault.path.startsWith(start)) ?? []
    if (fault.line || !root || !name) return fault
    const editor = this.#editors[name]
    const pointer = fault.path.slice(root.length)
    // A journal is a list, or has one under `events`.
    const place = editor.placeOf(pointer) ?? (name === 'journal' ? editor.placeOf(fault.path) : null)
    return place ? { ...fault, file: this.#paths[name], ...place } : fault
  }

  #colour(name: Name) {
    this.#editors[name].colour(name === 'journal' ? 'journal.yaml' : this.#paths[name], '')
  }

  #title(name: Name) {
    element(`${name}-path`).textContent = this.#paths[name]
  }

  /** Takes files: one for the editor it was given to, several by what their names say. */
  async #take(files: File[], name: Name) {
    try {
      const opened = await readAll(named(files))
      for (const { path, text } of opened) {
        const target = opened.length > 1 ? kindOf(path) : name
        if (!target) throw new Error(`${path} may be a state, a journal or rules: open it beside its heading`)
        this.#paths[target] = path
        this.#title(target)
        await this.#editors[target].load(text)
      }
    } catch (error) {
      this.fail(error)
    }
  }
}
