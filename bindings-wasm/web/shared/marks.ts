// Changes at their lines: a ground and a sign in the margin for each, so that colour is not all there is.

import { RangeSet, RangeSetBuilder, StateEffect, StateField, type EditorState } from '@codemirror/state'
import { Decoration, EditorView, GutterMarker, gutter, type DecorationSet } from '@codemirror/view'

import { CLASS, CLASSES } from '../../element/words.js'

/** A marked range of lines, both counted from 1. */
export interface Mark {
  line: number
  end: number
  /** A class of changes, or `error`. */
  kind: string
  label: string
}

export const setMarks = StateEffect.define<Mark[]>()
/** Lines of a change that was removed or added as a whole are tinted up to here; the rest only has the sign. */
const TINTED = 400
/** Lines that are tinted in all: of thousands of changes, the first lines of each are enough, and the page answers. */
const TINTED_IN_ALL = 20_000

class Sign extends GutterMarker {
  constructor(readonly kind: string, readonly label: string) {
    super()
  }
  override eq(other: Sign) {
    return other.kind === this.kind && other.label === this.label
  }
  override toDOM() {
    const element = document.createElement('span')
    element.className = `sign ${this.kind}`
    element.textContent = CLASS[this.kind]?.mark ?? '!'
    element.title = this.label
    return element
  }
}

const rank = (kind: string) => (kind === 'error' ? -1 : CLASSES.findIndex((name) => name === kind))

/** Returns the worst mark of each line. */
function byLine(marks: Mark[], lines: number) {
  const found = new Map<number, Mark & { first: boolean }>()
  const most = Math.min(TINTED, Math.floor(TINTED_IN_ALL / marks.length))
  for (const mark of marks) {
    const end = Math.min(mark.end, mark.line + most, lines)
    for (let line = Math.max(1, mark.line); line <= end; line += 1) {
      const known = found.get(line)
      if (known && rank(known.kind) <= rank(mark.kind)) continue
      found.set(line, { ...mark, first: line === mark.line || known?.first === true })
    }
  }
  return [...found].sort(([left], [right]) => left - right)
}

interface Marked {
  lines: DecorationSet
  signs: RangeSet<Sign>
}

function build(state: EditorState, marks: Mark[]): Marked {
  const lines = new RangeSetBuilder<Decoration>()
  const signs = new RangeSetBuilder<Sign>()
  for (const [line, mark] of byLine(marks, state.doc.lines)) {
    const { from } = state.doc.line(line)
    lines.add(from, from, Decoration.line({ class: `marked ${mark.kind}` }))
    if (mark.first) signs.add(from, from, new Sign(mark.kind, mark.label))
  }
  return { lines: lines.finish(), signs: signs.finish() }
}

const field = StateField.define<Marked>({
  create: () => ({ lines: Decoration.none, signs: RangeSet.empty }),
  update(value, transaction) {
    const effect = transaction.effects.find((one) => one.is(setMarks))
    if (effect) return build(transaction.state, effect.value as Mark[])
    if (!transaction.docChanged) return value
    return { lines: value.lines.map(transaction.changes), signs: value.signs.map(transaction.changes) }
  },
  provide: (self) => EditorView.decorations.from(self, (value) => value.lines),
})

/** Returns the margin with the signs; a click on one tells its line. */
export function marks(clicked: (line: number) => void) {
  return [
    field,
    gutter({
      class: 'signs',
      markers: (view) => view.state.field(field).signs,
      initialSpacer: () => new Sign('cosmetic', ''),
      domEventHandlers: {
        click(view, block) {
          clicked(view.state.doc.lineAt(block.from).number)
          return true
        },
      },
    }),
  ]
}
