// What the parts of the page share.

import type { LifecycleAction, LifecycleEvent } from '../../operations.js'
import type { Asker } from './asker.ts'

export const element = <T extends HTMLElement = HTMLElement>(id: string) => document.getElementById(id) as T

/** What a part may ask of the page. */
export interface Page {
  asker: Asker
  /** Who asks, and about when. */
  moment: () => { actor: string; at: string }
  /** Has an event happen; whether it was answered, and not refused as an error. */
  act: (event: LifecycleEvent) => Promise<boolean>
  /** Writes an event for the reader to finish. */
  write: (action: LifecycleAction) => void
  /** Shows a subject. */
  show: (id: string) => void
  /** Says why something has no answer. */
  fail: (fault: unknown) => void
}

/** Gives a text to the reader as a file. */
export function save(name: string, text: string, type = 'text/plain') {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** Waits until nobody has typed for a moment. */
export function later(run: () => void, milliseconds = 250) {
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    clearTimeout(timer)
    timer = setTimeout(run, milliseconds)
  }
}
