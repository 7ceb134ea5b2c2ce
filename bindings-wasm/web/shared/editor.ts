// One text of the page: an editor with a file name, marks and colours of its language.

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching } from '@codemirror/language'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, type Extension, Text, Transaction } from '@codemirror/state'
import { EditorView, drawSelection, keymap, lineNumbers, placeholder } from '@codemirror/view'

import { language } from './languages.ts'
import { type Mark, marks, setMarks } from './marks.ts'
import { placeOf } from './places.ts'

/** Waits for whatever else the page has to do. */
export const rest = () => new Promise((resume) => setTimeout(resume))

export interface Options {
  label: string
  hint: string
  changed: () => void
  clicked?: (line: number) => void
}

/** Characters that are split into lines at once: a longer text would keep the page from answering. */
const PIECE = 1_500_000

export class TextEditor {
  readonly view: EditorView
  /** A text as a whole, and the lines that it is: to put a long one together takes its time. */
  #whole: { lines: Text; text: string } | undefined
  readonly #language = new Compartment()
  readonly #extensions: Extension
  #told = ''

  constructor(parent: HTMLElement, { label, hint, changed, clicked }: Options) {
    this.#extensions = [
      clicked ? marks(clicked) : [],
      lineNumbers(), history(), drawSelection(), bracketMatching(), search({ top: true }), highlightSelectionMatches(),
      keymap.of([...searchKeymap, ...historyKeymap, ...defaultKeymap]),
      this.#language.of([]),
      placeholder(hint),
      EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
      EditorState.tabSize.of(2),
      EditorView.updateListener.of((update) => update.docChanged && changed()),
    ]
    this.view = new EditorView({ parent, state: EditorState.create({ extensions: this.#extensions }) })
  }

  /** A text with its cursor and what can be taken back of it, to come back to. */
  get state() {
    return this.view.state
  }

  set state(state: EditorState) {
    this.view.setState(state)
    this.#told = ''
  }

  /** Starts with another text, of which nothing before can be taken back. */
  async fresh(text: string) {
    this.state = EditorState.create({ extensions: this.#extensions })
    await this.load(text)
  }

  get text() {
    const lines = this.view.state.doc
    if (this.#whole?.lines !== lines) this.#whole = { lines, text: lines.toString() }
    return this.#whole.text
  }

  get length() {
    return this.view.state.doc.length
  }

  /** Replaces the text by a long one, and lets the page answer meanwhile. */
  async load(text: string) {
    let lines = Text.empty
    for (let start = 0; start < text.length; ) {
      // Not between the two characters of one line end.
      const end = start + PIECE - (text[start + PIECE - 1] === '\r' ? 1 : 0)
      lines = lines.append(Text.of(text.slice(start, end).split(/\r\n?|\n/)))
      start = end
      await rest()
    }
    this.replace(lines)
    if (!text.includes('\r')) this.#whole = { lines: this.view.state.doc, text }
  }

  /** Replaces the text, which can be taken back like any other edit. */
  replace(text: string | Text) {
    const { doc } = this.view.state
    this.view.dispatch({
      changes: { from: 0, to: doc.length, insert: text },
      annotations: Transaction.userEvent.of('input.replace'),
      effects: setMarks.of([]),
      scrollIntoView: false,
    })
  }

  mark(list: Mark[]) {
    this.view.dispatch({ effects: setMarks.of(list) })
  }

  /** Colours the text as what its name and kind say it is. */
  colour(path: string, kind: string) {
    const { doc } = this.view.state
    const start = doc.sliceString(0, 2_000)
    const name = `${path} ${kind} ${doc.length > 1_500_000} ${start.trimStart().slice(0, 40)}`
    if (name === this.#told) return
    this.#told = name
    this.view.dispatch({ effects: this.#language.reconfigure(language(path, kind, { length: doc.length, start })) })
  }

  /** Returns the place of what a JSON Pointer names, counted from 1. */
  placeOf(pointer: string): { line: number; column: number } | null {
    const at = placeOf(this.view.state, pointer)
    if (at === null) return null
    const line = this.view.state.doc.lineAt(at)
    return { line: line.number, column: at - line.from + 1 }
  }

  /** Moves to a place, both counted from 1, in the middle of the window. */
  go(line: number, column = 1) {
    const { doc } = this.view.state
    const row = doc.line(Math.min(Math.max(1, line), doc.lines))
    const at = Math.min(row.from + Math.max(0, column - 1), row.to)
    this.view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(row.from, { y: 'center' }) })
  }
}
