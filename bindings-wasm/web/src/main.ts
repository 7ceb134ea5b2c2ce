// The page: two texts, and what changed in meaning between them while they are typed.

import '../../element/index.js'
import type { SemanticDiff, SemanticDiffErrorDetail, SemanticDiffPlaceDetail, SemanticDiffResultDetail } from '../../element/index.js'
import { keepOffline } from './offline.ts'
import { rest } from './editor.ts'
import { droppable, read } from './files.ts'
import { type EditorName, Form, element } from './form.ts'
import { Keys } from './keys.ts'
import { type Saved, decode, encode } from './link.ts'
import type { Mark } from './marks.ts'
import { SAMPLES, load } from './samples.ts'
import { themes } from './theme.ts'

const SIDES = ['before', 'after'] as const
const diff = element<SemanticDiff>('diff')
const form = new Form(edited, (side, line) => keys.at(side, line))
const keys = new Keys(diff, form)
let timer: ReturnType<typeof setTimeout> | undefined
/** The last result or error, whose marks the editors have. */
let told: unknown

/** Says something that is not about the comparison. */
function notice(text: string) {
  element('notice').textContent = text
  element('notice').hidden = text === ''
}

/** A result came, unless the texts have changed again. */
function settled() {
  element('busy').hidden = timer === undefined
}

/** Compares a moment after the last edit: longer for long texts, whose copying takes time too. */
function edited() {
  clearTimeout(timer)
  element('busy').hidden = false
  timer = setTimeout(compare, Math.min(800, 120 + form.size / 10_000))
  if (location.hash) history.replaceState(null, '', location.pathname + location.search)
}

function compare() {
  clearTimeout(timer)
  timer = undefined
  form.refresh()
  const { before = '', after = '', before_path, after_path, kind, direction, consumers, rules, now, ...versions } = form.save()
  element('empty').hidden = /\S/.test(before) || /\S/.test(after)
  element('busy').hidden = !element('empty').hidden
  Object.assign(diff, {
    sources: { before: { path: before_path || 'before', text: before }, after: { path: after_path || 'after', text: after } },
    kind: kind || null,
    direction: direction || null,
    consumers: consumers?.trim() ? { path: 'config/consumers.yaml', text: consumers } : null,
    rules: rules?.trim() ? { path: 'config/rules.yaml', text: rules } : null,
    now: now || null,
    options: Object.fromEntries(Object.entries(versions).filter(([, value]) => value)),
  })
}

function show(saved: Saved) {
  notice('')
  form.restore(saved)
  compare()
}

diff.addEventListener('semantic-diff-result', async (event) => {
  const { report } = (event as CustomEvent<SemanticDiffResultDetail>).detail
  told = report
  settled()
  keys.changes = report.changes
  for (const side of SIDES) {
    // The cards of many changes have just been made: let them be seen first.
    await rest()
    if (told !== report) return
    form.editors[side].mark(report.changes.flatMap((change): Mark[] => {
      const place = side === 'before' ? change.before_location : change.after_location
      if (!place?.line) return []
      return [{ line: place.line, end: place.end_line ?? place.line, kind: change.class, label: `${change.class}: ${change.message}` }]
    }))
  }
})

diff.addEventListener('semantic-diff-error', (event) => {
  const { error, side } = (event as CustomEvent<SemanticDiffErrorDetail>).detail
  told = error
  settled()
  keys.changes = []
  for (const name of SIDES) form.editors[name].mark([])
  if (side && error.line) {
    form.editors[side].mark([{ line: error.line, end: error.line, kind: 'error', label: error.reason }])
    if (side === 'consumers' || side === 'rules') element<HTMLDetailsElement>('more').open = true
  }
})

diff.addEventListener('semantic-diff-place', (event) => {
  const { side, line, column, change } = (event as CustomEvent<SemanticDiffPlaceDetail>).detail
  if (change) keys.go(change)
  form.editors[side].go(line, column)
  form.editors[side].view.focus()
})

async function open(side: EditorName, files: File[]) {
  try {
    const [first, second] = await Promise.all(files.slice(0, 2).map(read))
    const other = side === 'before' ? 'after' : 'before'
    const isText = side === 'before' || side === 'after'
    for (const [name, file] of [[second ? 'before' : side, first], [second ? 'after' : other, second]] as const) {
      if (!file) continue
      if (isText) element<HTMLInputElement>(`path-${name}`).value = file.path
      await form.editors[isText ? name : side].load(file.text)
    }
    notice('')
    compare()
  } catch (error) {
    notice(`${(error as Error).message}.`)
  }
}

for (const side of ['before', 'after', 'consumers', 'rules'] as const) droppable(element(`pane-${side}`), (files) => void open(side, files))
for (const side of SIDES) {
  const input = element<HTMLInputElement>(`file-${side}`)
  input.addEventListener('change', () => void open(side, [...(input.files ?? [])]).then(() => (input.value = '')))
}

element('swap').addEventListener('click', () => {
  const { before, after, before_path, after_path, before_version, after_version, ...rest } = form.save()
  show({ ...rest, before: after, after: before, before_path: after_path, after_path: before_path, before_version: after_version, after_version: before_version })
})

element('link').addEventListener('click', async () => {
  try {
    history.replaceState(null, '', await encode(form.save()))
    const copied = await navigator.clipboard.writeText(location.href).then(() => true, () => false)
    notice(copied ? 'The link is copied. It holds both texts: share it with those who may read them.' : 'The link stands in the address bar.')
  } catch (error) {
    notice(`No link: ${(error as Error).message}.`)
  }
})

const sample = element<HTMLSelectElement>('sample')
sample.addEventListener('change', async () => {
  const chosen = SAMPLES.find(({ kind }) => kind === sample.value)
  if (chosen) show(await load(chosen))
})

async function follow() {
  try {
    const saved = await decode(location.hash)
    if (saved) show(saved)
  } catch (error) {
    notice((error as Error).message)
  }
}

async function about() {
  try {
    const { kinds, version } = await diff.about()
    for (const kind of kinds) element('kind').append(new Option(kind, kind))
    for (const { kind, title } of SAMPLES) if (kinds.includes(kind)) sample.append(new Option(title, kind))
    element('version').textContent = `meta-core ${version}`
  } catch (error) {
    notice(`The module does not load: ${(error as Error).message}.`)
  }
}

themes(element<HTMLButtonElement>('theme'), diff)
addEventListener('hashchange', () => void follow())
await about()
await follow()
document.documentElement.dataset.ready = 'true'
keepOffline()
