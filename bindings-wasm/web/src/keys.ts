// The way through the changes and the parts of the page without a mouse.

import type { SemanticDiff } from '../../element/index.js'
import type { Change } from '../../operations.js'
import { type EditorName, type Form, element } from './form.ts'

export class Keys {
  #changes: Change[] = []
  #current = -1

  constructor(readonly diff: SemanticDiff, readonly form: Form) {
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'F8' && event.key !== 'F6') return
      if (event.ctrlKey || event.altKey || event.metaKey) return
      event.preventDefault()
      const step = event.shiftKey ? -1 : 1
      if (event.key === 'F8') this.#step(step)
      else this.#pane(step)
    })
  }

  get changes() {
    return this.#changes
  }

  set changes(changes: Change[]) {
    this.#changes = changes
    this.#current = -1
  }

  /** Makes a change the current one, and moves both texts to it. */
  go(change: Change) {
    this.#current = this.#changes.indexOf(change)
    const { before_location: before, after_location: after } = change
    const { files, editors } = this.form
    if (before?.line && before.path === files.before.shown) editors.before.go(before.line, before.column ?? 1)
    if (after?.line && after.path === files.after.shown) editors.after.go(after.line, after.column ?? 1)
  }

  /** Opens the card of the worst change at a line, and of the next one when asked again. */
  at(side: EditorName, line: number) {
    if (side !== 'before' && side !== 'after') return
    const here = this.#changes.filter((change) => {
      const place = side === 'before' ? change.before_location : change.after_location
      return place?.line === line && place.path === this.form.files[side].shown
    })
    const known = here.findIndex((change) => change === this.#changes[this.#current])
    const next = here[(known + 1) % here.length]
    if (!next) return
    this.go(next)
    this.diff.reveal(next)
  }

  #step(step: number) {
    const count = this.#changes.length
    if (count === 0) return
    const from = this.#current < 0 && step < 0 ? 0 : this.#current
    const change = this.#changes[(from + step + count) % count]
    if (!change) return
    void this.#follow(change)
  }

  /** Shows the files that a change is in, and moves both texts to it. */
  async #follow(change: Change) {
    const { before, after } = this.form.files
    if (change.before_location) await before.show(change.before_location.path)
    if (change.after_location) await after.show(change.after_location.path)
    this.go(change)
    this.diff.reveal(change)
  }

  #pane(step: number) {
    const { before, after } = this.form.editors
    const panes = [() => before.view.focus(), () => after.view.focus(), () => this.diff.focusSearch()]
    const current = before.view.hasFocus ? 0 : after.view.hasFocus ? 1 : element('result').contains(document.activeElement) ? 2 : -1
    panes[(Math.max(current, step > 0 ? -1 : 0) + step + panes.length) % panes.length]?.()
  }
}
