// The result: a verdict, filters, and the changes by class.

import { card } from './card.js'
import { h, sentence } from './dom.js'
import { codes, matcher } from './filter.js'
import { BUMP, CLASS, CLASSES, counted, counts } from './words.js'

/** @typedef {import('../operations.js').DiffReport} DiffReport */
/** @typedef {import('../operations.js').Change} Change */

/** How many cards of a class are made at first, and how many with each push of the button for more. */
const FIRST = 50
const PAGE = 200

export class View {
  /** @type {DiffReport | null} */
  #report = null
  /** @type {import('./filter.js').Filter} */
  #filter = { classes: new Set(CLASSES), code: '', text: '' }
  #around
  #level
  #verdict = h('div', { class: 'verdict', part: 'verdict' })
  #error = h('div', { class: 'error', part: 'error', hidden: true })
  #live = h('p', { class: 'hidden', role: 'status' })
  #toggles = CLASSES.map((name) => h('button', {
    type: 'button', class: `toggle ${name}`, 'aria-pressed': 'true', title: CLASS[name]?.means, onclick: () => this.#toggle(name),
  }))
  #search = h('input', { type: 'search', 'aria-label': 'Search changes', placeholder: 'Search changes', oninput: () => this.#narrow() })
  #codes = h('select', { 'aria-label': 'Only the code', onchange: () => this.#narrow() })
  #copy = h('button', { type: 'button', class: 'copy', onclick: () => this.#copied() }, 'Copy as Markdown')
  #filters = h('div', { class: 'filters', part: 'filters', role: 'group', 'aria-label': 'Filters', hidden: true },
    h('div', { class: 'toggles' }, ...this.#toggles), this.#search, this.#codes, this.#copy)
  #list = h('div', { class: 'list', part: 'list' })
  /** @type {HTMLElement[]} */
  nodes = [this.#live, this.#error, this.#verdict, this.#filters, this.#list]
  /** @type {Map<Change, HTMLDetailsElement>} */
  #cards = new Map()

  /**
   * @param {import('./card.js').Surroundings & {markdown: () => Promise<string>}} around
   * @param {number} level of the headings
   */
  constructor(around, level) {
    this.#around = around
    this.#level = level
  }

  /** @param {DiffReport} report @param {number} milliseconds */
  show(report, milliseconds) {
    this.#report = report
    this.#error.hidden = true
    this.#filters.hidden = report.changes.length === 0
    this.#fillVerdict(report, milliseconds)
    CLASSES.forEach((name, index) => {
      const { title, mark } = CLASS[name] ?? { title: name, mark: '' }
      this.#toggles[index]?.replaceChildren(
        h('span', { 'aria-hidden': 'true' }, mark), ` ${title} ${report.changes.filter((one) => one.class === name && !one.ignored).length}`)
    })
    this.#fillCodes(report.changes)
    this.#fill()
    this.say(`Compared as ${report.kind}: ${counts(report.summary)}.`)
  }

  /** @param {{message: string, help?: string | null}} error @param {HTMLElement | null} [link] */
  fail(error, link = null) {
    this.#error.replaceChildren(
      h('strong', {}, 'Cannot compare: '), ...sentence(error.message), error.help ? ` — ${error.help}.` : '', ' ', link ?? '')
    if (this.#report) this.#error.append(h('small', {}, 'Below is the last result, from before the error.'))
    this.#error.hidden = false
    this.say(`Cannot compare: ${error.message}`)
  }

  clear() {
    this.#report = null
    this.#error.hidden = this.#filters.hidden = true
    this.#verdict.replaceChildren()
    this.#list.replaceChildren()
    this.#cards.clear()
    this.say('')
  }

  /** @param {string} text for those who hear the page */
  say(text) {
    if (this.#live.textContent !== text) this.#live.textContent = text
  }

  /** @param {Change} change */
  reveal(change) {
    if (!this.#cards.has(change)) this.#reset()
    while (!this.#cards.has(change)) {
      const more = /** @type {HTMLButtonElement | null} */ (this.#list.querySelector('button.more-changes'))
      if (!more) return
      more.click()
    }
    const found = this.#cards.get(change)
    const folded = /** @type {HTMLDetailsElement | null | undefined} */ (found?.closest('details.ignored'))
    if (folded) folded.open = true
    if (found) found.open = true
    found?.querySelector('summary')?.focus({ preventScroll: true })
    found?.scrollIntoView({ block: 'nearest' })
  }

  focusSearch() {
    this.#search.focus()
  }

  /** @param {DiffReport} report @param {number} milliseconds */
  #fillVerdict({ summary, required_bump: bump, kind, version, incomplete, changes }, milliseconds) {
    const seconds = milliseconds < 1000 ? `${Math.max(1, Math.round(milliseconds))} ms` : `${(milliseconds / 1000).toFixed(1)} s`
    const headline = changes.length === 0 ? 'No change of meaning' : counts(summary)
    const step = version && h('span', {}, ` ${version.before} → ${version.after} is ${version.enough ? 'enough' : 'not enough'}.`)
    this.#verdict.replaceChildren(
      h('p', { class: 'headline' }, headline[0]?.toUpperCase() + headline.slice(1)),
      h('p', {}, 'Asks for ', h('strong', { class: 'bump' }, BUMP[bump] ?? bump), '.', step ?? ''),
      h('p', { class: 'facts' }, `compared as ${kind} in ${seconds}`),
      incomplete ? h('p', { class: 'incomplete' }, 'A limit was met: changes may be missing.') : '')
  }

  /** @param {Change[]} changes */
  #fillCodes(changes) {
    const all = codes(changes)
    if (!all.some(([code]) => code === this.#filter.code)) this.#filter.code = ''
    this.#codes.replaceChildren(h('option', { value: '' }, 'All codes'),
      ...all.map(([code, count]) => h('option', { value: code, selected: code === this.#filter.code }, `${code} (${count})`)))
  }

  /** @param {string} name */
  #toggle(name) {
    const { classes } = this.#filter
    if (!classes.delete(name)) classes.add(name)
    this.#toggles[CLASSES.findIndex((one) => one === name)]?.setAttribute('aria-pressed', String(classes.has(name)))
    this.#narrow()
  }

  #narrow() {
    this.#filter.text = this.#search.value
    this.#filter.code = this.#codes.value
    const shown = this.#fill()
    this.say(`${counted(shown, 'change')} shown of ${this.#report?.changes.length ?? 0}.`)
  }

  #reset() {
    this.#search.value = this.#codes.value = ''
    this.#filter = { classes: new Set(CLASSES), code: '', text: '' }
    for (const toggle of this.#toggles) toggle.setAttribute('aria-pressed', 'true')
    this.#fill()
  }

  /** Makes the list anew; returns how many changes pass the filter. */
  #fill() {
    const changes = (this.#report?.changes ?? []).filter(matcher(this.#filter))
    this.#cards.clear()
    const counting = changes.filter((change) => !change.ignored)
    const ignored = changes.filter((change) => change.ignored)
    this.#list.replaceChildren()
    for (const name of CLASSES) this.#section(name, counting.filter((change) => change.class === name))
    if (ignored.length > 0) {
      this.#list.append(h('details', { class: 'ignored' },
        h('summary', {}, `Ignored (${ignored.length})`), this.#cardList(ignored)))
    }
    if (changes.length === 0 && this.#report && this.#report.changes.length > 0) {
      this.#list.append(h('p', {}, 'No change passes the filters.'))
    }
    this.#findings()
    return changes.length
  }

  /** @param {string} name @param {Change[]} changes */
  #section(name, changes) {
    if (changes.length === 0) return
    const title = CLASS[name]?.title ?? name
    this.#list.append(h('section', { class: name },
      this.#heading(`${title} (${changes.length})`, CLASS[name]?.means), this.#cardList(changes)))
  }

  /** @param {string} text @param {string} [means] */
  #heading(text, means) {
    const tag = /** @type {'h3'} */ (`h${this.#level}`)
    return h(tag, {}, text, means ? h('small', {}, means) : '')
  }

  /** @param {Change[]} changes */
  #cardList(changes) {
    const list = h('ol', {})
    const add = (/** @type {number} */ from, /** @type {number} */ count) => {
      const end = from + count
      for (const change of changes.slice(from, end)) {
        const made = card(change, this.#around)
        this.#cards.set(change, made)
        list.append(h('li', {}, made))
      }
      const rest = changes.length - end
      if (rest <= 0) return
      const more = h('li', {}, h('button', { type: 'button', class: 'more-changes', onclick: () => { more.remove(); add(end, PAGE) } },
        `Show ${Math.min(rest, PAGE)} more of ${rest}`))
      list.append(more)
    }
    add(0, FIRST)
    return list
  }

  #findings() {
    const findings = this.#report?.findings ?? []
    if (findings.length === 0) return
    this.#list.append(h('section', { class: 'findings' }, this.#heading(`About the documents (${findings.length})`),
      h('ul', {}, ...findings.map(({ severity, code, message, location }) => h('li', {},
        h('strong', {}, severity), ' ', ...sentence(message), ' ',
        h('span', { class: 'code' }, location?.line ? `${location.path}:${location.line} ` : '', code))))))
  }

  async #copied() {
    const text = await this.#around.markdown()
    const done = await navigator.clipboard.writeText(text).then(() => true, () => false)
    this.#copy.textContent = done ? 'Copied' : 'The browser refused'
    this.say(done ? 'Copied as Markdown.' : 'The browser refused to copy.')
    setTimeout(() => (this.#copy.textContent = 'Copy as Markdown'), 2000)
  }
}
