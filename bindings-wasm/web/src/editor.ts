// One text of the page: an editor with a file name, marks and colours of its language.

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching } from '@codemirror/language'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, Transaction } from '@codemirror/state'
import { EditorView, drawSelection, keymap, lineNumbers, placeholder } from '@codemirror/view'

import { language } from './languages.ts'
import { type Mark, marks, setMarks } from './marks.ts'

export interface Options {
  label: string
  hint: string
  changed: () => void
  clicked?: (line: number) => void
}

export class TextEditor {
  readonly view: EditorView
  readonly #language = new Compartment()
  #told = ''

  constructor(parent: HTMLElement, { label, hint, changed, clicked }: Options) {
    this.view = new EditorView({
      parent,
      state: EditorState.create({
        extensions: [
          clicked ? marks(clicked) : [],
          lineNumbers(), history(), drawSelection(), bracketMatching(), search({ top: true }), highlightSelectionMatches(),
          keymap.of([...searchKeymap, ...historyKeymap, ...defaultKeymap]),
          this.#language.of([]),
          placeholder(hint),
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
          EditorState.tabSize.of(2),
          EditorView.updateListener.of((update) => update.docChanged && changed()),
        ],
      }),
    })
  }

  get text() {
    return this.view.state.doc.toString()
  }

  get length() {
    return this.view.state.doc.length
  }

  /** Replaces the text, which can be taken back like any other edit. */
  replace(text: string) {
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

  /** Moves to a place, both counted from 1, in the middle of the window. */
  go(line: number, column = 1) {
    const { doc } = this.view.state
    const row = doc.line(Math.min(Math.max(1, line), doc.lines))
    const at = Math.min(row.from + Math.max(0, column - 1), row.to)
    this.view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(row.from, { y: 'center' }) })
  }
}
