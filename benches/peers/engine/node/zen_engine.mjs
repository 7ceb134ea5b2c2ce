// zen-engine: a decision that is prepared once; it is asked about each service, and all answers are awaited together.
import { ZenEngine } from '@gorules/zen-engine'
import { Clock } from '../../clock.mjs'
import { counted, decision, facts } from './inputs.mjs'

const services = facts()
const prepared = new ZenEngine().createDecision(decision())
const clock = new Clock()
const ask = (service) => prepared.evaluate(service)
const answers = await clock.least('evaluate', () => Promise.all(services.map(ask)))
const times = (found) => (Array.isArray(found) ? found.length : Number(found))
const rules = answers.flatMap(({ result }) =>
  Object.entries(result).flatMap(([rule, found]) => Array(times(found)).fill(rule)),
)
clock.report({ findings: counted(rules) })
