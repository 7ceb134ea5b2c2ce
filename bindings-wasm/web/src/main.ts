// The page: two texts, and what changed in meaning between them while they are typed.

import '../../element/index.js'
import type { SemanticDiff, SemanticDiffErrorDetail, SemanticDiffPlaceDetail, SemanticDiffResultDetail } from '../../element/index.js'
import { keepOffline } from '../shared/offline.ts'
import { rest } from '../shared/editor.ts'
import { type Found, droppable, inFolder, named, readAll } from '../shared/files.ts'
import { type EditorName, Form, element, unpacked } from './form.ts'
import { Keys } from './keys.ts'
import { share } from '../shared/link.ts'
import type { Mark } from '../shared/marks.ts'
import { SAMPLES, load } from './samples.ts'
import { type Saved, saved } from './saved.ts'
import { themes } from '../shared/theme.ts'

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
  const { before = '', after = '', kind, direction, consumers, rules, now, ...saved } = form.save()
  const { before_path, after_path, before_files, after_files, earlier, earlier_path, open_content, ...versions } = saved
  element('empty').hidden = /\S/.test(before) || /\S/.test(after)
  element('busy').hidden = !element('empty').hidden
  Object.assign(diff, {
    sources: { before: { path: before_path || 'before', text: before }, after: { path: after_path || 'after', text: after } },
    kind: kind || null,
    direction: direction || null,
    consumers: consumers?.trim() ? { path: 'config/consumers.yaml', text: consumers } : null,
    rules: rules?.trim() ? { path: 'config/rules.yaml', text: rules } : null,
    now: now || null,
    options: {
      ...Object.fromEntries(Object.entries(versions).filter(([, value]) => value)),
      before_files: unpacked(before_files),
      after_files: unpacked(after_files),
      earlier: earlier?.trim() ? [{ path: earlier_path || 'earlier', text: earlier }] : [],
      open_content: open_content || 'lenient',
    },
  })
}

function show(saved: Saved) {
  notice('')
  form.restore(saved)
  compare()
}

/** Marks the lines of the file that a side shows. */
function mark(side: 'before' | 'after') {
  const shown = form.files[side].shown
  form.editors[side].mark(keys.changes.flatMap((change): Mark[] => {
    const place = side === 'before' ? change.before_location : change.after_location
    if (!place?.line || place.path !== shown) return []
    return [{ line: place.line, end: place.end_line ?? place.line, kind: change.class, label: `${change.class}: ${change.message}` }]
  }))
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
    mark(side)
  }
})

diff.addEventListener('semantic-diff-error', (event) => {
  const { error, side } = (event as CustomEvent<SemanticDiffErrorDetail>).detail
  told = error
  settled()
  keys.changes = []
  for (const name of SIDES) form.editors[name].mark([])
  if (!side || !error.line) return
  const isShown = side !== 'before' && side !== 'after' || !error.file || error.file === form.files[side].shown
  if (isShown) form.editors[side].mark([{ line: error.line, end: error.line, kind: 'error', label: error.reason }])
  if (side === 'consumers' || side === 'rules' || side === 'earlier') element<HTMLDetailsElement>('more').open = true
})

diff.addEventListener('semantic-diff-place', async (event) => {
  const { side, path, line, column, change } = (event as CustomEvent<SemanticDiffPlaceDetail>).detail
  const isEarlier = side === 'before' && !form.files.before.has(path) && path === form.value('path-earlier')
  const target = isEarlier ? 'earlier' : side
  if (target === 'before' || target === 'after') await form.files[target].show(path)
  if (target === 'earlier') element<HTMLDetailsElement>('more').open = true
  if (change) keys.go(change)
  form.editors[target].go(line, column)
  form.editors[target].view.focus()
})

const isSide = (name: string): name is 'before' | 'after' => name === 'before' || name === 'after'

/** Puts what is likely the document first: the file that the other side compares, if there is one of that name. */
function likely(side: 'before' | 'after', found: Found[]) {
  const other = form.files[side === 'before' ? 'after' : 'before'].document
  return [...found].sort((left, right) => Number(right.path === other) - Number(left.path === other))
}

/** Takes files for a side: the first one as its document, the others beside it, or all beside what is there. */
async function open(side: EditorName, files: Found[] | Promise<Found[]>, isBeside = false) {
  try {
    const found = await files
    if (found.length === 0) return
    if (isSide(side)) {
      const opened = await readAll(isBeside ? found : likely(side, found))
      if (isBeside) await form.files[side].add(opened)
      else await form.files[side].replace(opened)
    } else {
      const [first] = await readAll(found.slice(0, 1))
      if (side === 'earlier') element<HTMLInputElement>('path-earlier').value = first?.path ?? ''
      await form.editors[side].load(first?.text ?? '')
    }
    notice('')
    compare()
  } catch (error) {
    notice(`${(error as Error).message}.`)
  }
}

for (const side of ['before', 'after', 'earlier', 'consumers', 'rules'] as const) {
  droppable(element(`pane-${side}`), async (dropped) => {
    const { found, isFolder } = await dropped.catch((error: Error) => (notice(`${error.message}.`), { found: [], isFolder: false }))
    const [first, second, ...others] = found
    // Two files are the two versions; a folder, and more than two, are the files of one.
    if (!isSide(side) || isFolder || !first || !second || others.length > 0) return open(side, found)
    await open('before', [first])
    await open('after', [second])
  })
}
for (const side of ['before', 'after', 'earlier'] as const) {
  for (const [what, take] of [
    ['file', (files: File[]) => open(side, named(files))],
    ['add', (files: File[]) => open(side, named(files), true)],
    ['folder', (files: File[]) => open(side, Promise.resolve(files).then(inFolder))],
  ] as const) {
    const input = document.getElementById(`${what}-${side}`) as HTMLInputElement | null
    input?.addEventListener('change', () => void take([...(input.files ?? [])]).then(() => (input.value = '')))
  }
}

element('swap').addEventListener('click', () => {
  const saved = form.save()
  const swapped = ['', '_path', '_version', '_files'].flatMap((end) => [[`before${end}`, `after${end}`], [`after${end}`, `before${end}`]])
  show({ ...saved, ...Object.fromEntries(swapped.map(([to, from]) => [to, saved[from as keyof Saved] ?? ''])) })
})

element('link').addEventListener('click', async () => {
  try {
    const copied = await share(form.save())
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
    const found = await saved(location.hash)
    if (found) show(found)
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
void keepOffline('preview')
