// The files of one side: one is the document that is compared, the others stand beside it. One is shown.

import type { EditorState } from '@codemirror/state'

import type { TextEditor } from '../shared/editor.ts'
import type { Opened } from '../shared/files.ts'

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T

export class Bundle {
  /** The files that are not shown: as they were left, or as they were read. */
  #others = new Map<string, EditorState | string>()
  #document: string
  #path: HTMLInputElement
  #list: HTMLSelectElement
  #said: HTMLElement

  constructor(readonly side: string, readonly editor: TextEditor, readonly changed: () => void) {
    this.#document = side
    this.#path = element(`path-${side}`)
    this.#list = element(`shown-${side}`)
    this.#said = element(`beside-said-${side}`)
    this.#path.addEventListener('input', () => this.#rename())
    this.#list.addEventListener('change', () => void this.show(this.#list.value))
    element(`main-${side}`).addEventListener('click', () => this.#choose())
    element(`leave-${side}`).addEventListener('click', () => this.#leave())
  }

  /** The name of the file that is shown, and of the one that is compared. */
  get shown() {
    return this.#shown
  }

  get document() {
    return this.#document
  }

  #shown = ''

  /** How many characters all files have. */
  get length() {
    let sum = this.editor.length
    for (const file of this.#others.values()) sum += typeof file === 'string' ? file.length : file.doc.length
    return sum
  }

  get isSeveral() {
    return this.#others.size > 0
  }

  has(path: string) {
    return path === this.#shown || this.#others.has(path)
  }

  #text(path: string) {
    if (path === this.#shown) return this.editor.text
    const file = this.#others.get(path)
    return typeof file === 'string' ? file : (file?.doc.toString() ?? '')
  }

  /** The document, and the files beside it by name. */
  save(): { path: string; text: string; files: Record<string, string> } {
    const beside = [this.#shown, ...this.#others.keys()].filter((path) => path !== this.#document)
    return {
      path: this.#document,
      text: this.#text(this.#document),
      files: Object.fromEntries(beside.map((path) => [path, this.#text(path)])),
    }
  }

  /** Takes these files instead of what was there; the first one is the document. */
  async replace([first, ...others]: Opened[]) {
    if (!first) return
    this.#others = new Map(others.filter(({ path }) => path !== first.path).map(({ path, text }) => [path, text]))
    this.#document = this.#shown = first.path
    this.#list.value = ''
    this.#fill()
    await this.editor.load(first.text)
  }

  /** The same at once, for what is not long. */
  restore(path: string, text: string, files: Record<string, string>) {
    this.#others = new Map(Object.entries(files).filter(([name]) => name !== path))
    this.#document = this.#shown = path
    this.#fill()
    this.editor.replace(text)
  }

  /** Adds files beside the document; those of a name that is there already take its place. */
  async add(files: Opened[]) {
    for (const { path, text } of files) {
      if (path === this.#shown) await this.editor.load(text)
      else this.#others.set(path, text)
    }
    this.#fill()
    this.#say(files.length === 1 ? `${files[0]?.path} stands beside the document.` : `${files.length} files stand beside the document.`)
    this.changed()
  }

  /** Shows another file in the editor. */
  async show(path: string) {
    const file = this.#others.get(path)
    if (file === undefined || path === this.#shown) return
    this.#others.delete(path)
    this.#others.set(this.#shown, this.editor.state)
    this.#shown = path
    this.#fill()
    if (typeof file === 'string') await this.editor.fresh(file)
    else this.editor.state = file
    this.changed()
  }

  #rename() {
    const name = this.#path.value.trim() || this.side
    // Two files of one name would be one.
    if (this.#others.has(name)) return this.#say(`There is a ${name} already.`)
    if (this.#document === this.#shown) this.#document = name
    this.#shown = name
    this.#options()
  }

  #choose() {
    this.#document = this.#shown
    this.#fill()
    this.#say(`${this.#shown} is compared; the others stand beside it.`)
    this.changed()
  }

  #leave() {
    const left = this.#shown
    const next = left === this.#document ? [...this.#others.keys()][0] : this.#document
    if (next === undefined) return
    if (left === this.#document) this.#document = next
    void this.show(next).then(() => {
      this.#others.delete(left)
      this.#fill()
      this.#say(`${left} was removed.`)
      this.#path.focus()
      this.changed()
    })
  }

  /** Names the files in the order of their names. */
  #options() {
    const names = [this.#shown, ...this.#others.keys()].sort()
    this.#list.replaceChildren(...names.map((name) =>
      new Option(name === this.#document ? `${name} (compared)` : name, name, false, name === this.#shown)))
  }

  #fill() {
    this.#path.value = this.#shown
    this.#options()
    element(`beside-${this.side}`).hidden = !this.isSeveral
    element<HTMLButtonElement>(`main-${this.side}`).disabled = this.#shown === this.#document
    this.#said.textContent = ''
  }

  #say(text: string) {
    this.#said.textContent = text
  }
}
