// Which changes are shown: by class, by code, and by words that all occur in what a card says.

/** @typedef {import('../operations.js').Change} Change */
/** @typedef {{classes: Set<string>, code: string, text: string}} Filter */

/** @param {Change} change */
function words(change) {
  const consumers = (change.consumers ?? []).map(({ name, owner }) => `${name} ${owner ?? ''}`)
  const places = [change.before_pointer, change.after_pointer]
  return [change.code, change.class, change.message, change.rationale, change.remediation, ...places, ...consumers]
    .join('\n').toLowerCase()
}

/**
 * Returns the test that a filter makes of changes.
 * @param {Filter} filter
 * @returns {(change: Change) => boolean}
 */
export function matcher({ classes, code, text }) {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean)
  return (change) => {
    if (!classes.has(change.class) || (code && change.code !== code)) return false
    if (wanted.length === 0) return true
    const all = words(change)
    return wanted.every((word) => all.includes(word))
  }
}

/**
 * Returns the codes of changes with how often each occurs, sorted.
 * @param {Change[]} changes
 * @returns {[string, number][]}
 */
export function codes(changes) {
  const found = new Map()
  for (const { code } of changes) found.set(code, (found.get(code) ?? 0) + 1)
  return [...found].sort(([left], [right]) => (left < right ? -1 : 1))
}
