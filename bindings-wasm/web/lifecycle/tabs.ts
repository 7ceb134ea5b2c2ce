// Tabs, as the patterns of ARIA have them: arrows go from one to the next.

import { element } from './page.ts'

export class Tabs {
  readonly #tabs: HTMLButtonElement[]

  constructor(list: HTMLElement, readonly shown: (name: string) => void) {
    this.#tabs = [...list.querySelectorAll<HTMLButtonElement>('[role=tab]')]
    for (const tab of this.#tabs) tab.addEventListener('click', () => this.show(tab.dataset.name ?? ''))
    list.addEventListener('keydown', (event) => {
      const at = this.#tabs.indexOf(document.activeElement as HTMLButtonElement)
      const last = this.#tabs.length - 1
      const next = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key]
      if (at < 0 || next === undefined) return
      event.preventDefault()
      this.show(this.#tabs[next]?.dataset.name ?? '')
      this.#tabs[next]?.focus()
    })
  }

  get current() {
    return this.#tabs.find((tab) => tab.getAttribute('aria-selected') === 'true')?.dataset.name ?? ''
  }

  show(name: string) {
    for (const tab of this.#tabs) {
      const isShown = tab.dataset.name === name
      tab.setAttribute('aria-selected', String(isShown))
      tab.tabIndex = isShown ? 0 : -1
      element(tab.getAttribute('aria-controls') ?? '').hidden = !isShown
    }
    this.shown(name)
  }
}
