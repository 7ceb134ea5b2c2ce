// A pair of each kind to try, with those who use it. The texts are loaded when one is chosen.

import type { Saved } from './saved.ts'

export interface Sample {
  kind: string
  title: string
  before: string
  after: string
}

/** A sample whose kind the module does not know is not offered. */
export const SAMPLES: Sample[] = [
  { kind: 'json-schema', title: 'JSON Schema: an order', before: 'order-1.yaml', after: 'order-2.yaml' },
  { kind: 'openapi', title: 'OpenAPI: bookings', before: 'bookings-1.yaml', after: 'bookings-2.yaml' },
  { kind: 'graphql', title: 'GraphQL: a library', before: 'library-1.graphql', after: 'library-2.graphql' },
  { kind: 'config', title: 'Policy: deployments', before: 'deployments-1.yaml', after: 'deployments-2.yaml' },
  { kind: 'flags', title: 'Feature flags: a shop', before: 'shop-1.json', after: 'shop-2.json' },
  { kind: 'prompts', title: 'Prompts: support', before: 'support-1.yaml', after: 'support-2.yaml' },
]

const texts = import.meta.glob<string>('../samples/*/*', { query: '?raw', import: 'default' })

async function text(kind: string, name: string): Promise<string> {
  return (await texts[`../samples/${kind}/${name}`]?.()) ?? ''
}

export async function load({ kind, before, after }: Sample): Promise<Saved> {
  const [first, second, consumers] = await Promise.all([text(kind, before), text(kind, after), text(kind, 'consumers.yaml')])
  return { before: first, after: second, before_path: before, after_path: after, consumers, kind }
}
