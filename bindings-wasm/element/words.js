// What the fields of a report mean, in words.

/** The classes, worst first. Each has a mark, because colour alone tells some people nothing. */
export const CLASSES = /** @type {const} */ (['breaking', 'behavioral', 'additive', 'cosmetic'])

/** @type {Record<string, {title: string, mark: string, means: string}>} */
export const CLASS = {
  breaking: { title: 'Breaking', mark: '✕', means: 'those who kept to the old version can fail' },
  behavioral: { title: 'Behavioral', mark: '≈', means: 'what is exchanged stays valid, and means or does something else' },
  additive: { title: 'Additive', mark: '+', means: 'something new that nobody has to use' },
  cosmetic: { title: 'Cosmetic', mark: '·', means: 'same values, same behaviour' },
}

/** @param {number} confidence */
export function confidence(confidence) {
  if (confidence >= 1) return 'Certain: an exact rule or a checked value decides it.'
  if (confidence >= 0.85) return 'Almost certain: an exact rule about this one thing; what stands beside it was not examined.'
  if (confidence > 0.5) return 'Likely: the best match, such as for a renaming.'
  return 'Open: the documents do not decide it; look at it yourself.'
}

/** @param {number} confidence */
export function concern(confidence) {
  if (confidence >= 0.9) return 'uses it'
  return confidence > 0.5 ? 'probably uses it' : 'may use it'
}

/** @type {Record<string, string>} */
export const EFFECT = {
  none: 'accepts the same values as before',
  widened: 'accepts more values than before',
  narrowed: 'accepts fewer values than before',
  changed: 'accepts some new values, and rejects some old ones',
}

/** @type {Record<string, string>} */
export const POLARITY = {
  input: 'others write the values, the owner reads them',
  output: 'the owner writes the values, others read them',
  both: 'both sides write the values',
}

/** @type {Record<string, string>} */
export const BUMP = {
  none: 'no new version',
  patch: 'a patch version',
  minor: 'a minor version',
  major: 'a major version',
}

/** @param {number} count @param {string} noun */
export const counted = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`

/**
 * Returns the counts of a summary as one line, worst first.
 * @param {import('../operations.js').DiffSummary} summary
 */
export function counts(summary) {
  const parts = CLASSES.filter((name) => summary[name] > 0).map((name) => `${summary[name]} ${name}`)
  if (summary.ignored > 0) parts.push(`${summary.ignored} ignored`)
  return parts.length > 0 ? parts.join(', ') : 'no change of meaning'
}
