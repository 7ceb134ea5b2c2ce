// meta-core: a set of policies and a catalog, both prepared, and one call: `meta_core_policies.mjs POLICY WORK SIZE`.
// The whole report is parsed into objects.
import { Catalog, PolicySet } from '../../../../bindings-node/index.js'
import { Clock } from '../../clock.mjs'
import { counted, index, text } from './inputs.mjs'

// The ends of the messages, which tell the rules of the one policy apart.
const ends = [
  ['has critical vulnerabilities', 'vulnerable'],
  ['is tested', 'coverage'],
  ['is not allowed', 'external'],
  ['is in a higher layer', 'layer'],
]

function rule({ message }) {
  const [, rule] = ends.find(([end]) => message.endsWith(end)) ?? []
  if (!rule) throw new Error(`a finding of no rule: ${message}`)
  return rule
}

const policies = new PolicySet({ files: { 'four_rules.rhai': text(`${process.argv[2]}.rhai`) } })
const catalog = new Catalog({ catalog: index() })
const clock = new Clock()
const report = await clock.least('evaluate', () => policies.evaluate(catalog, { now: '2026-01-01T00:00:00Z' }))
clock.report({ findings: counted(report.findings.map(rule)) })
