// The records of a state, as the page lists them.

import type { Credentials, LifecycleState, Position } from '../../operations.js'
import type { Kind, Subject, View } from './types.ts'

export interface Found {
  kind: Kind
  project: string
  actor: string
  position: Position
  credentials: Credentials
  dependsOn: string[]
  paths: string[]
}

const artifactId = ({ project, kind, name, version }: { project: string; kind: string; name: string; version: number }) =>
  `${project}/${kind}/${name}@${version}`

/** Lists all records of a tenant: projects, their artifacts, tasks. */
function* records(state: LifecycleState, tenant: string): Generator<[string, Found]> {
  const { projects = {}, artifacts = [], tasks = {} } = state.tenants[tenant] ?? {}
  for (const [id, { actor, position, credentials }] of Object.entries(projects)) {
    yield [id, { kind: 'project', project: id, actor, position, credentials, dependsOn: [], paths: [] }]
  }
  for (const { artifact, position, credentials } of artifacts) {
    const { project, actor, depends_on: dependsOn = [], paths = [] } = artifact
    yield [artifactId(artifact), { kind: 'artifact', project, actor, position, credentials, dependsOn, paths }]
  }
  for (const [id, { actor, position, credentials, depends_on: dependsOn = [] }] of Object.entries(tasks)) {
    yield [id, { kind: 'task', project: id.split('/')[0] ?? '', actor, position, credentials, dependsOn, paths: [] }]
  }
}

export function recordOf(state: LifecycleState, tenant: string, id: string): Found | undefined {
  for (const [found, record] of records(state, tenant)) if (found === id) return record
  return undefined
}

export function subjectsOf(state: LifecycleState, tenant: string, blocked: Set<string>): Subject[] {
  const overridden = new Map<string, number>()
  for (const { members, overridden_by: by } of Object.values(state.tenants[tenant]?.conflicts ?? {})) {
    if (by) for (const member of members) overridden.set(member, (overridden.get(member) ?? 0) + 1)
  }
  return [...records(state, tenant)].map(([id, { kind, project, actor, position }]) => ({
    tenant, id, kind, project, actor, state: position.state, since: position.since, isBlocked: blocked.has(id), overridden: overridden.get(id) ?? 0,
  })).sort((left, right) => (left.id < right.id ? -1 : 1))
}

/** Lists the conflicts that a subject is part of. */
export function conflictsOf(state: LifecycleState, tenant: string, id: string): View['conflicts'] {
  return Object.entries(state.tenants[tenant]?.conflicts ?? {})
    .filter(([, { members, waiting }]) => members.includes(id) || waiting.includes(id))
    .map(([key, { message, severity, overridden_by: by }]) => ({
      id: key, message, severity, overridden: by ? `${by.by}: ${by.justification}` : null,
    }))
}

/** Returns what is known of a subject beside its state, in words. */
export function factsOf({ actor, position, credentials, dependsOn, paths }: Found): [string, string][] {
  const gates = Object.entries(credentials.gates ?? {}).map(([name, { passed }]) => `${name} ${passed ? 'passed' : 'failed'}`)
  const facts: [string, string][] = [
    ['made by', actor],
    ['in this state since', position.since],
    ['depends on', dependsOn.join(', ')],
    ['writes', paths.join(', ')],
    ['verified', credentials.verified_at ?? ''],
    ['gates', gates.join(', ')],
    ['approved by', Object.keys(credentials.approvals ?? {}).join(', ')],
  ]
  return facts.filter(([, value]) => value !== '')
}
