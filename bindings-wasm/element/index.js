// `<semantic-diff>`: compares two versions of an artifact in the browser and shows what changed in meaning.

import { Comparer, Superseded } from './comparer.js'
import { h } from './dom.js'
import { CSS } from './style.js'
import { View } from './view.js'

const TEXTS = ['before', 'after', 'kind', 'direction', 'consumers', 'rules', 'now']
// Elements have methods of these names, and code that calls them must still find them.
const DOM_METHODS = new Map([['before', Element.prototype.before], ['after', Element.prototype.after]])
/** @type {CSSStyleSheet | undefined} */
let sheet

/** @param {any} source @returns {string | null} */
const textOf = (source) => (typeof source === 'string' ? source : typeof source?.text === 'string' ? source.text : null)
/** @param {string | null} text whether there is one, and nothing in it; it may be long */
const empty = (text) => text !== null && !/\S/.test(text)
/**
 * Returns the texts that places of a side are in, by name.
 * @param {Record<string, any>} input @param {'before' | 'after'} side
 */
function textsOf(input, side) {
  const sources = [[side, input[side]], ...Object.entries(input[`${side}_files`] ?? {})]
  if (side === 'before') (input.earlier ?? []).forEach((/** @type {any} */ one, /** @type {number} */ index) => sources.push([`earlier/${index}`, one]))
  /** @type {Map<string, string>} */
  const texts = new Map()
  for (const [name, source] of sources) {
    const text = textOf(source)
    if (text !== null) texts.set(source.path ?? name, text)
  }
  return texts
}

/** @param {any} source */
const blank = (source) => source === null || source === undefined || empty(textOf(source))

export class SemanticDiff extends HTMLElement {
  static observedAttributes = [...TEXTS, 'worker', 'level']
  /** @type {Comparer | undefined} */
  #comparer
  /** @type {View | undefined} */
  #view
  /** @type {Record<string, any>} what was set as properties; they win over attributes */
  #set = {}
  #scheduled = false
  #turn = 0
  /** @type {import('../operations.js').DiffReport | null} */
  #report = null
  /** @type {{text: string, lines: string[]}[]} */
  #split = []

  connectedCallback() {
    // What a framework set before the element was known hides the accessors: put it through them.
    /** @type {any} */
    const self = this
    for (const name of [...TEXTS, 'sources', 'options']) {
      if (!Object.hasOwn(self, name)) continue
      const value = self[name]
      delete self[name]
      self[name] = value
    }
    if (!this.#view) this.#build()
    this.refresh()
  }

  disconnectedCallback() {
    this.#comparer?.close()
    this.#comparer = undefined
  }

  attributeChangedCallback(/** @type {string} */ name) {
    if (name === 'worker') this.disconnectedCallback()
    this.refresh()
  }

  /** The last report, or `null`. */
  get report() {
    return this.#report
  }

  /** Both versions. `before` and `after` can be set by themselves too; read, they are methods of every element. */
  get sources() {
    return { before: this.#value('before'), after: this.#value('after') }
  }

  set sources({ before = null, after = null }) {
    Object.assign(this.#set, { before, after })
    this.refresh()
  }

  /** More of the input of `diff_artifacts`, such as `environment` or `before_version`. */
  get options() {
    return this.#set.options ?? {}
  }

  set options(value) {
    this.#set.options = value
    this.refresh()
  }

  /** Compares anew, once for all that was set in this turn. */
  refresh() {
    if (this.#scheduled || !this.isConnected) return
    this.#scheduled = true
    queueMicrotask(() => {
      this.#scheduled = false
      if (this.isConnected) this.#compare()
    })
  }

  /** Opens the card of a change of the last report. */
  reveal(/** @type {import('../operations.js').Change} */ change) {
    this.#view?.reveal(change)
  }

  focusSearch() {
    this.#view?.focusSearch()
  }

  /** Returns the last report as Markdown, or in another format of `render_report`. */
  write(/** @type {string} */ format = 'markdown') {
    return this.#open().ask('write', { report: this.#report, format })
  }

  /** Asks the module which kinds it compares, and its version. */
  about() {
    return this.#open().ask('about', {})
  }

  #open() {
    return (this.#comparer ??= new Comparer({ inWorker: this.getAttribute('worker') !== 'off' }))
  }

  #build() {
    const root = this.attachShadow({ mode: 'open' })
    if (!sheet) {
      sheet = new CSSStyleSheet()
      sheet.replaceSync(CSS)
    }
    root.adoptedStyleSheets = [sheet]
    const level = Math.min(6, Math.max(2, Number(this.getAttribute('level') ?? 3) || 3))
    this.#view = new View({
      excerpt: (side, path, line, end) => this.#excerpt(side, path, line, end),
      isSeveral: () => this.#texts.before.size > 1 || this.#texts.after.size > 1,
      show: this.hasAttribute('linked') ? (side, change) => this.#place(side, change) : null,
      explain: (code) => this.#open().ask('explain', { code }),
      markdown: () => this.write(),
    }, level)
    root.append(...this.#view.nodes)
  }

  /** @param {string} name */
  #value(name) {
    return this.#set[name] ?? this.getAttribute(name)
  }

  #input() {
    /** @type {Record<string, any>} */
    const input = { ...this.options, before: this.#value('before'), after: this.#value('after') }
    for (const name of ['kind', 'direction', 'consumers', 'rules']) {
      const value = this.#value(name)
      if (!blank(value)) input[name] = value
    }
    input.now = this.#value('now') ?? `${new Date().toISOString().slice(0, 19)}Z`
    return input
  }

  async #compare() {
    const input = this.#input()
    const turn = ++this.#turn
    if (blank(input.before) && blank(input.after)) {
      this.#report = null
      this.#view?.clear()
      return this.#tell('clear', {})
    }
    try {
      this.setAttribute('aria-busy', 'true')
      const { report, milliseconds } = await this.#open().compare(input)
      this.#report = report
      this.#split = []
      this.#texts = { before: textsOf(input, 'before'), after: textsOf(input, 'after') }
      this.#view?.show(report, milliseconds)
      this.#tell('result', { report, milliseconds })
    } catch (/** @type {any} */ error) {
      if (error instanceof Superseded) return
      this.#fail(error)
    } finally {
      if (turn === this.#turn) this.removeAttribute('aria-busy')
    }
  }

  /** @type {{before: Map<string, string>, after: Map<string, string>}} the texts of both sides, by the names of their files */
  #texts = { before: new Map(), after: new Map() }

  /** @param {any} error */
  #fail(error) {
    const side = /^\/(before|after|earlier|consumers|rules)(_files)?(\/|$)/.exec(error.path ?? '')?.[1] ?? null
    const linked = this.hasAttribute('linked') && side && error.line
    const link = linked
      ? h('button', { type: 'button', onclick: () => this.#tell('place', { side, path: error.file ?? side, line: error.line, column: error.column ?? 1, change: null }) }, `Go to line ${error.line}`)
      : null
    this.#view?.fail(error, link)
    this.#tell('error', { error, side })
  }

  /** @param {string} side @param {import('../operations.js').Change} change */
  #place(side, change) {
    const location = side === 'before' ? change.before_location : change.after_location
    this.#tell('place', { side, path: location?.path ?? side, line: location?.line ?? 1, column: location?.column ?? 1, change })
  }

  /** @param {'before' | 'after'} side @param {string} path @param {number} line @param {number} end */
  #excerpt(side, path, line, end) {
    const text = this.#texts[side].get(path)
    if (!text) return null
    let known = this.#split.find((one) => one.text === text)
    if (!known) this.#split.push((known = { text, lines: text.split('\n') }))
    const shown = known.lines.slice(line - 1, Math.min(end, line + 7)).map((one) => one.slice(0, 400))
    if (end > line + 7) shown.push(`… ${end - line - 7} more lines`)
    return shown.join('\n')
  }

  /** @param {string} what @param {object} detail */
  #tell(what, detail) {
    this.dispatchEvent(new CustomEvent(`semantic-diff-${what}`, { detail, bubbles: true, composed: true }))
  }

  static {
    for (const name of TEXTS) {
      Object.defineProperty(this.prototype, name, {
        configurable: true,
        enumerable: true,
        get() { return DOM_METHODS.get(name) ?? this.#value(name) },
        set(value) { this.#set[name] = value; this.refresh() },
      })
    }
    Object.defineProperty(this.prototype, 'theme', {
      configurable: true,
      get() { return this.getAttribute('theme') },
      set(value) { if (value) this.setAttribute('theme', value); else this.removeAttribute('theme') },
    })
  }
}

if (!customElements.get('semantic-diff')) customElements.define('semantic-diff', SemanticDiff)
