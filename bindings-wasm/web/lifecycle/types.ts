// What goes between the page and its worker.

import type {
  BlockingReport, ErrorReport, Finding, LifecycleDecision, LifecycleEvent, PossibleTransition, StateMachine, SubjectMove,
  TransitionExplanation,
} from '../../operations.js'

export type Kind = 'artifact' | 'task' | 'project'

/** One line of the list. */
export interface Subject {
  tenant: string
  id: string
  kind: Kind
  project: string
  state: string
  actor: string
  since: string
  /** Whether it waits for a conflict. */
  isBlocked: boolean
  /** Conflicts it is a member of that an override keeps from blocking. */
  overridden: number
}

/** An event of the journal, and what has come of it. */
export interface Entry {
  event: LifecycleEvent
  outcome: string
  moves: number
  error?: ErrorReport
  /** Whether it was done in this page, and can be taken back. */
  isOwn: boolean
}

/** Where everything is, as the page shows it. */
export interface Overview {
  subjects: Subject[]
  tenants: { name: string; now: string }[]
  actors: string[]
  /** The newest events, and how many there are in all. */
  entries: Entry[]
  events: number
  /** Events that could not happen. */
  failed: number
  /** What the rules state without effect. */
  findings: Finding[]
  /** SHA-256 of the canonical JSON of the state. */
  digest: string
}

/** What a subject looks like at a time. */
export interface View {
  subject: Subject
  /** The state it is in at that time, after what is due. */
  state: string
  machine: StateMachine
  dot: string
  transitions: PossibleTransition[]
  moves: SubjectMove[]
  conflicts: { id: string; message: string; severity: string; overridden: string | null }[]
  facts: [string, string][]
}

/** A moment, and who acts. */
export interface Asked {
  tenant: string
  subject: string
  actor: string
  at: string
}

export interface Sources {
  state: Text
  journal: Text
  rules: Text
}

export interface Text {
  path: string
  text: string
}

/** Why there is no answer, as the library tells it. */
export interface Fault {
  code: string
  reason: string
  path: string
  file: string | null
  line: number | null
  column: number | null
  help: string | null
}

/** The questions that the worker answers. */
export interface Tasks {
  version: { input: null; answer: string }
  open: { input: Sources; answer: Overview }
  view: { input: Asked; answer: View }
  explain: { input: Asked & { event: string }; answer: TransitionExplanation }
  act: { input: LifecycleEvent; answer: { decision: LifecycleDecision; overview: Overview } }
  takeBack: { input: null; answer: Overview }
  report: { input: { tenant: string; project: string | null; at: string | null }; answer: BlockingReport }
  save: { input: 'state' | 'journal'; answer: string }
  /** A document in YAML or JSON as a value. */
  read: { input: Text; answer: unknown }
  /** Any operation that is asked about nothing but its input. */
  call: { input: { name: string; input: object }; answer: unknown }
}
