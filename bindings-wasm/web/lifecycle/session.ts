// What the page looks at: rules, a state, and the events that led from what was opened to where it is now.

import { call as operation, Lifecycle } from '../../core.js'
import type {
  AvailableTransitions, BlockingReport, EventResult, LifecycleConfig, LifecycleDecision, LifecycleEvent, LifecycleState,
  LifecycleStateInput, ManySteps, ReplayedLifecycle, ShippedMachine, StateMachine, SubjectMove, TransitionExplanation,
} from '../../operations.js'
import { journal, read } from './documents.ts'
import { conflictsOf, factsOf, recordOf, subjectsOf } from './records.ts'
import type { Asked, Entry, Kind, Overview, Sources, Subject, Tasks, View } from './types.ts'

export const call = (name: string, input: object): any => operation(name, input)

/** An event with everything that has moved by it. */
type Done = Entry & { tenant: string; all: SubjectMove[] }

/** Events that the page shows: the newest. */
const SHOWN = 200
const EMPTY = { tenants: {} } as LifecycleState

export class Session {
  #config: LifecycleConfig = {}
  /** The state behind what was opened: to take an event back, the others are done again from here. */
  #opened: LifecycleState = EMPTY
  #state: LifecycleState = EMPTY
  /** The same, ready to be asked; made when something is asked of it. */
  #lifecycle?: Lifecycle
  #subjects: Subject[] = []
  #journal: Done[] = []
  #machines = new Map<Kind, StateMachine>()
  #findings: Overview['findings'] = []

  /** Opens other documents; what is open already stays when one of them is faulty. */
  open({ state, journal: events, rules }: Sources): Overview {
    const config = (blank(rules.text) ? {} : read(rules)) as LifecycleConfig
    const findings = call('check_lifecycle', { config }).findings
    const machines = machinesOf(config)
    const snapshot = (blank(state.text) ? EMPTY : read(state)) as LifecycleStateInput
    const before = replay(config, snapshot, [])
    const done = run(config, before.state, events)
    this.#config = config
    this.#machines = machines
    this.#findings = findings
    this.#opened = done.state
    this.#put(done.state)
    this.#journal = done.entries
    return this.#overview()
  }

  view({ tenant, subject: id, actor, at }: Asked): View {
    const { state } = this
    const found: AvailableTransitions = this.#asked().available({ tenant, actor, at, subject: id })
    const available = found.subjects[0]
    const record = recordOf(state, tenant, id)
    if (!record) throw { code: 'input_invalid', reason: `there is no \`${id}\` any more`, path: '/subject' }
    const machine = this.#machines.get(record.kind) as StateMachine
    const current = available?.state ?? record.position.state
    const moves = this.#journal.flatMap((done) => (done.tenant === tenant ? done.all.filter((move) => move.subject === id) : []))
    return {
      subject: this.#subjects.find((subject) => subject.id === id && subject.tenant === tenant) as View['subject'],
      state: current,
      machine,
      dot: call('render_machine', { machine, format: 'dot', current }).text,
      transitions: available?.transitions ?? [],
      moves,
      conflicts: conflictsOf(state, tenant, id),
      facts: factsOf(record),
    }
  }

  explain({ tenant, subject, actor, at, event }: Asked & { event: string }): TransitionExplanation {
    return this.#asked().explain({ tenant, actor, at, transition: { subject, event } })
  }

  act(event: LifecycleEvent): { decision: LifecycleDecision; overview: Overview } {
    const decision = this.#asked().advance({ ...event, event_id: event.event_id || this.#unused(event) })
    if (decision.outcome !== 'duplicate') {
      this.#state = this.#asked().state({})
      this.#journal.push(entry({ ...event, event_id: decision.event_id }, { decision }, true))
    }
    return { decision, overview: this.#overview() }
  }

  /** Takes the last event back that was done here: the ones before it are done again. */
  takeBack(): Overview {
    if (!this.#journal.at(-1)?.isOwn) return this.#overview()
    this.#journal.pop()
    const own = this.#journal.filter(({ isOwn }) => isOwn).map(({ event }) => event)
    this.#put(replay(this.config, this.#opened, own).state)
    return this.#overview()
  }

  report({ tenant, project, at }: Tasks['report']['input']): BlockingReport {
    return this.#asked().blockingReport({ tenant, project, at })
  }

  save(what: 'state' | 'journal'): string {
    if (what === 'state') return `${JSON.stringify(this.state, null, 2)}\n`
    return this.#journal.map(({ event }) => `${JSON.stringify(event)}\n`).join('')
  }

  #put(state: LifecycleState) {
    this.#state = state
    this.#lifecycle = undefined
  }

  /** Returns what is open, ready to be asked: a question then costs what it asks about. */
  #asked() {
    this.#lifecycle ??= new Lifecycle({ config: this.config, state: this.state })
    return this.#lifecycle
  }

  get state() {
    return this.#state
  }

  get config() {
    return this.#config
  }

  #overview(): Overview {
    const tenants = Object.entries(this.state.tenants).map(([name, { now }]) => ({ name, now }))
    this.#subjects = tenants.flatMap(({ name: tenant }) => {
      const { blocked } = this.report({ tenant, project: null, at: null })
      return subjectsOf(this.state, tenant, new Set(blocked.map(({ subject }) => subject)))
    })
    const actors = new Set([...this.#subjects.map(({ actor }) => actor), ...this.#journal.map(({ event }) => event.actor)])
    return {
      subjects: this.#subjects,
      tenants,
      actors: [...actors].sort(),
      entries: this.#journal.slice(-SHOWN).map(({ tenant: _, all: __, ...shown }) => shown),
      events: this.#journal.length,
      failed: this.#journal.filter(({ error }) => error).length,
      findings: this.#findings,
      digest: call('render_canonical', { document: this.state }).sha256,
    }
  }

  /** Returns an id that no event of the tenant has. */
  #unused(event: LifecycleEvent) {
    const seen = new Set(this.state.tenants[event.tenant ?? 'default']?.seen?.map(({ event_id }) => event_id))
    let number = this.#journal.length + 1
    while (seen.has(`page-${number}`)) number += 1
    return `page-${number}`
  }
}

const blank = (text: string) => text.trim() === ''

function machinesOf(config: LifecycleConfig) {
  const shipped: ShippedMachine[] = call('list_machines', {}).machines
  const machines = new Map<Kind, StateMachine>()
  for (const kind of ['artifact', 'task', 'project'] as const) {
    const own = config.machines?.[kind]
    const source = own ?? shipped.find(({ name }) => name === kind)?.definition
    machines.set(kind, JSON.parse(call('render_canonical', { document: source }).canonical))
  }
  return machines
}

/** Checks a state, or does events again. */
const replay = (config: LifecycleConfig, snapshot: LifecycleStateInput, events: LifecycleEvent[]): ReplayedLifecycle =>
  call('replay_lifecycle', { config, snapshot, events })

function run(config: LifecycleConfig, state: LifecycleState, source: Sources['journal']) {
  const { events, lines } = journal(source)
  if (events.length === 0) return { state, entries: [] as Done[] }
  try {
    const steps: ManySteps = call('advance_many', { config, state, events })
    return { state: steps.state, entries: events.map((event, index) => entry(event, steps.results[index] ?? {}, false)) }
  } catch (error: any) {
    const line = lines[Number(/^\/events\/(\d+)/.exec(error.path)?.[1] ?? -1)]
    throw line && !error.line ? Object.assign(error, { file: source.path, line, column: 1 }) : error
  }
}

function entry(event: LifecycleEvent, { decision, error }: EventResult, isOwn: boolean): Done {
  const all = decision?.moves ?? []
  return {
    event, isOwn, all, tenant: event.tenant ?? 'default', moves: all.length, outcome: decision?.outcome ?? 'error', error: error ?? undefined,
  }
}
