// Versions and ranges of npm for the comparison with node-semver: the same ones in every run.

/** Returns a function that picks from a list, the same picks for the same seed. */
export function picker(seed) {
  let state = seed >>> 0
  return (list) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return list[Math.floor((state / 2 ** 32) * list.length)]
  }
}

const NUMBERS = ['0', '0', '1', '1', '2', '3', '10']
const ODD_NUMBERS = ['01', '00', '9007199254740991', '9007199254740992', '99999999999999999999', '']
const PRERELEASES = ['alpha', 'alpha.1', 'beta', 'beta.2', '0', '0.0', 'rc.10', '1', 'a-b', '-', 'x', 'v1']
const ODD_PRERELEASES = ['01', '', 'a..b', 'a_b', 'é', '1.02']
const BUILDS = ['+b', '+b.1', '+001', '+-']
const WILD = ['x', 'X', '*']
const SIGNS = ['', '', '=', '>', '>=', '<', '<=', '^', '^', '~', '~', '~>']
const NOISE = [...' v=<>~^*x.-+|0A,', ' ', ' ', '\t', '\n', '\u00a0', '\ufeff', '\u0085', '||', ' - ']

export function version(pick) {
  let text = [0, 0, 0].map(() => pick(NUMBERS)).join('.')
  if (pick([0, 0, 1])) text += `-${pick(PRERELEASES)}`
  if (pick([0, 0, 0, 0, 1])) text += pick(BUILDS)
  return text
}

/** A version, or something near one. */
export function oddVersion(pick) {
  const parts = pick([[0, 0, 0], [0, 0, 0], [0, 0], [0], [0, 0, 0, 0]])
  let text = parts.map(() => (pick([0, 0, 0, 1]) ? pick(ODD_NUMBERS) : pick(NUMBERS))).join('.')
  if (pick([0, 1])) text += `-${pick([...PRERELEASES, ...ODD_PRERELEASES])}`
  if (pick([0, 0, 1])) text += pick([...BUILDS, '+', '+a..b'])
  return `${pick(['', '', 'v', 'V', '=', ' ', '\t', '\ufeff', '\u0085', 'v ', 'vv'])}${text}${pick(['', '', '', ' ', '\n', '.'])}`
}

function partial(pick) {
  const one = () => (pick([0, 0, 0, 1]) ? pick(WILD) : pick([0, 0, 0, 0, 0, 0, 0, 1]) ? pick(ODD_NUMBERS) : pick(NUMBERS))
  const parts = pick([3, 3, 3, 2, 2, 1])
  let text = Array.from({ length: parts }, one).join('.')
  if (parts === 3 && pick([0, 0, 1])) text += `-${pick([...PRERELEASES, 'alpha', '0'])}`
  if (pick([0, 0, 0, 0, 0, 0, 0, 1])) text += pick(BUILDS)
  return `${pick(['', '', '', '', '', '', '', 'v', '=', 'v '])}${text}`
}

function comparators(pick) {
  if (pick([0, 0, 0, 0, 1])) return `${partial(pick)} - ${partial(pick)}`
  const count = pick([1, 1, 1, 2, 2, 3])
  const gap = () => pick(['', '', '', '', ' ', '  '])
  return Array.from({ length: count }, () => `${pick(SIGNS)}${gap()}${partial(pick)}`).join(pick([' ', ' ', '  ', '\t']))
}

export function range(pick) {
  const count = pick([1, 1, 1, 1, 2, 2, 3])
  let text = Array.from({ length: count }, () => (pick([...Array(15).fill(0), 1]) ? '' : comparators(pick))).join(pick(['||', ' || ', '|| ']))
  for (let left = pick([0, 0, 0, 0, 0, 1, 2]); left > 0; left--) {
    const at = pick([...Array(text.length + 1).keys()])
    text = text.slice(0, at) + pick(NOISE) + text.slice(at)
  }
  return text
}

/** Ranges without oddities, so that pairs of them often touch. */
export function plainRange(pick) {
  const number = () => pick(['0', '1', '2'])
  const one = () => {
    const sign = pick(['', '=', '>', '>=', '<', '<=', '^', '~'])
    const parts = pick([3, 3, 3, 2, 1])
    const pre = parts === 3 && pick([0, 0, 1]) ? `-${pick(['0', 'alpha', 'alpha.1', 'beta'])}` : ''
    return sign + Array.from({ length: parts }, number).join('.') + pre
  }
  const set = () => (pick([0, 0, 0, 0, 0, 1]) ? `${number()}.${number()} - ${number()}` : Array.from({ length: pick([1, 1, 2, 2]) }, one).join(' '))
  return Array.from({ length: pick([1, 1, 1, 2]) }, set).join(' || ')
}

/** Every version that can tell two plain ranges apart. */
export function grid() {
  const found = []
  for (const major of [0, 1, 2, 3])
    for (const minor of [0, 1, 2, 3])
      for (const patch of [0, 1, 2, 3])
        for (const pre of ['', '-0', '-0.0', '-alpha', '-alpha.0', '-alpha.1', '-alpha.1.0', '-beta', '-beta.0'])
          found.push(`${major}.${minor}.${patch}${pre}`)
  return found
}
