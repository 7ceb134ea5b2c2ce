// The page of lifecycles: where everything is, what may happen, and why not.

import type { LifecycleDecision, LifecycleEvent } from '../../operations.js'
import { decode, share } from '../shared/link.ts'
import { keepOffline } from '../shared/offline.ts'
import { themes } from '../shared/theme.ts'
import { Asker, told } from './asker.ts'
import { follows } from './decision.ts'
import { Inputs } from './inputs.ts'
import { JournalView, inWords } from './journal.ts'
import { List } from './list.ts'
import { MachineView } from './machine.ts'
import { type Page, element, later } from './page.ts'
import { ReportView } from './report.ts'
import { SubjectView } from './subject.ts'
import { Tabs } from './tabs.ts'
import type { Fault, Overview, Subject } from './types.ts'

const value = (id: string) => element<HTMLInputElement>(id).value.trim()
const asker = new Asker((isBusy) => (element('busy').hidden = !isBusy))
const page: Page = { asker, moment: () => ({ actor: value('actor'), at: value('at') }), act, write, show, fail }
const inputs = new Inputs(() => void open(), fail)
const list = new List((subject) => void choose(subject))
const subjectView = new SubjectView(page)
const reportView = new ReportView(page, () => list.tenant)
const journalView = new JournalView(page, () => list.tenant)
const machineView = new MachineView(page)
const tabs = new Tabs(element('tabs'), (name) => name === 'report' && void reportView.refresh())
let overview: Overview | null = null

function notice(text: string) {
  element('notice').textContent = text
  element('notice').hidden = text === ''
}

function fail(fault: unknown) {
  const isTyped = typeof fault === 'object' && fault !== null && 'reason' in fault
  notice(isTyped ? told(fault as Fault) : (fault as Error).message.replace(/\.?$/, '.'))
}

async function choose(subject: Subject) {
  list.mark(subject.id)
  journalView.subject = subject.id
  await subjectView.show(subject)
}

function show(id: string) {
  const subject = list.find(id)
  if (!subject) return notice(`${id} is not there.`)
  tabs.show('subjects')
  void choose(subject).then(() => element('subject-name').focus())
}

function write(action: Parameters<Page['write']>[0]) {
  tabs.show('journal')
  journalView.write(action)
}

/** Takes over where everything is now. */
function take(found: Overview) {
  overview = found
  const { subjects, tenants, actors, entries, events, findings, digest } = found
  list.subjects = subjects
  reportView.projects = [...new Set(subjects.filter(({ tenant }) => tenant === list.tenant).map(({ project }) => project))]
  journalView.list(entries, events)
  element('digest').textContent = digest
  element('actors').replaceChildren(...actors.map((name) => new Option(name)))
  if (!value('actor')) element<HTMLInputElement>('actor').value = actors[0] ?? ''
  const now = tenants.find(({ name }) => name === list.tenant)?.now ?? ''
  if (now && !(Date.parse(value('at')) >= Date.parse(now))) element<HTMLInputElement>('at').value = now
  element('rules-said').textContent = findings.map(({ message }) => message).join('; ')
  element('rules-said').hidden = findings.length === 0
  element<HTMLButtonElement>('take-back').disabled = !entries.at(-1)?.isOwn
  return subjectView.show(list.find(subjectView.id) ?? null)
}

async function open(isSample = false) {
  inputs.fault(null)
  notice('')
  try {
    const found = await asker.ask('open', inputs.sources)
    element<HTMLInputElement>('at').value = ''
    element<HTMLInputElement>('actor').value = isSample ? 'mira' : ''
    await take(found)
    element('said').hidden = true
    tabs.show('subjects')
    if (found.failed > 0) notice(`${found.failed} of ${found.events} events could not happen; the journal tells why.`)
  } catch (fault) {
    inputs.fault(fault as Fault)
    tabs.show('open-part')
  }
}

async function act(event: LifecycleEvent): Promise<boolean> {
  notice('')
  try {
    const { decision, overview: found } = await asker.ask('act', event)
    await take(found)
    say(event, decision)
    if (tabs.current === 'report') void reportView.refresh()
    return true
  } catch (fault) {
    fail(fault)
    return false
  }
}

const SAID = { accepted: '✓ Done', denied: '✕ Denied', duplicate: '= Nothing: it had happened already' }

function say(event: LifecycleEvent, decision: LifecycleDecision) {
  element('said').hidden = false
  element('said-text').textContent = `${SAID[decision.outcome]}: ${inWords(event.action)}, by ${event.actor} at ${event.at}.`
  element('said-more').replaceChildren(follows(decision))
}

element('take-back').addEventListener('click', async () => {
  const last = overview?.entries.at(-1)
  try {
    await take(await asker.ask('takeBack', null))
    element('said').hidden = false
    element('said-text').textContent = `Taken back: ${last ? inWords(last.event.action) : 'nothing'}. Everything is as it was before.`
    element('said-more').replaceChildren()
    if (tabs.current === 'report') void reportView.refresh()
  } catch (fault) {
    fail(fault)
  }
})

const asked = later(() => {
  void subjectView.refresh()
  if (tabs.current === 'report') void reportView.refresh()
})
for (const id of ['actor', 'at']) element(id).addEventListener('input', asked)
element('tenant').addEventListener('input', () => overview && void take(overview))

element('sample').addEventListener('click', async () => {
  const [rules, journal] = await Promise.all([import('./samples/rules.yaml?raw'), import('./samples/journal.jsonl?raw')])
  inputs.fill({ rules: rules.default, journal: journal.default })
  await open(true)
})

element('link').addEventListener('click', async () => {
  try {
    const copied = await share(inputs.texts)
    notice(copied ? 'The link is copied. It holds the texts that are open: share it with those who may read them.' : 'The link stands in the address bar.')
  } catch (error) {
    notice(`No link: ${(error as Error).message}.`)
  }
})

/** Opens what the address holds. */
async function follow() {
  try {
    const texts = await decode(location.hash)
    if (!texts) return
    inputs.fill(texts)
    await open()
  } catch (error) {
    fail(error)
  }
}
/** The digest of the state when it was saved last. */
let kept = ''
for (const id of ['save-state', 'save-journal']) element(id).addEventListener('click', () => (kept = overview?.digest ?? ''))
// What was done here is nowhere else.
addEventListener('beforeunload', (event) => {
  if (overview?.entries.at(-1)?.isOwn && overview.digest !== kept) event.preventDefault()
})

addEventListener('hashchange', () => void follow())

addEventListener('keydown', (event) => {
  if (event.key !== 'F8' || event.ctrlKey || event.altKey || event.metaKey) return
  event.preventDefault()
  tabs.show('subjects')
  list.step(event.shiftKey ? -1 : 1)
})

themes(element<HTMLButtonElement>('theme'))
try {
  element('version').textContent = `meta-core ${await asker.ask('version', null)}`
  await machineView.begin()
  await follow()
} catch (fault) {
  notice(`The module does not load: ${(fault as Fault).reason}.`)
}
document.documentElement.dataset.ready = 'true'
void keepOffline('lifecycle', '../')
