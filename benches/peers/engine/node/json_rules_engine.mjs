// json-rules-engine: four rules, and two operators in JavaScript in the place of loops.
import { Engine } from 'json-rules-engine'
import { Clock } from '../../clock.mjs'
import { allow, counted, facts } from './inputs.mjs'

const rule = (type, ...all) => ({ conditions: { all }, event: { type } })
const condition = (fact, operator, value) => ({ fact, operator, value })

// Facts of the top level are quicker than paths into them.
const services = facts().map((service) => ({ ...service, layers: service.internal.map(({ layer }) => layer) }))
const engine = new Engine([
  rule('vulnerable', condition('maturity', 'equal', 'stable'), condition('open_critical_vulns', 'greaterThan', 0)),
  rule('coverage', condition('coverage', 'lessThan', 0.75)),
  rule('external', condition('external', 'isOutside', new Set(allow()))),
  rule('layer', condition('layers', 'isAbove', { fact: 'layer' })),
])
engine.addOperator('isOutside', (names, allowed) => names.some((name) => !allowed.has(name)))
engine.addOperator('isAbove', (layers, own) => layers.some((layer) => layer > own))

async function judge() {
  const results = []
  // One by one is quicker than all at once.
  for (const service of services) results.push(await engine.run(service))
  return results
}

const clock = new Clock()
const results = await clock.least('evaluate', judge)
const denied = results.filter(({ events }) => events.length > 0).length
clock.report({ fired: counted(results.flatMap(({ events }) => events.map(({ type }) => type))), denied })
