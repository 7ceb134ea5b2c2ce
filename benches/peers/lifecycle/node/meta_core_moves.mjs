// meta-core: a lifecycle that stays open: `meta_core_moves.mjs EVENTS_OF_A_CALL WORK`.
import assert from 'node:assert'
import { Lifecycle } from '../../../../bindings-node/index.js'
import { Clock } from '../../clock.mjs'
import { counted, read } from './inputs.mjs'

const at = '2026-01-01T00:00:00Z'
const event = (number, action) => ({ event_id: String(number), actor: 'ann', at, action })
const action = ([task, move]) =>
  move === 'begin'
    ? { begin_task: { project: 'shop', name: task } }
    : { advance: { subject: `shop/${task}`, event: move } }

const atOnce = Number(process.argv[2])
const clock = new Clock()
const machine = read('machine.json')
const events = read('moves.json').map((move, number) => event(number, action(move)))

const lifecycle = await clock.least('work', () => {
  const lifecycle = new Lifecycle({ config: { machines: { task: machine } } })
  lifecycle.advance(event('project', { begin_project: { project: 'shop' } }))
  for (let first = 0; first < events.length; first += atOnce) {
    const { results } = lifecycle.advanceMany({ events: events.slice(first, first + atOnce) })
    assert(results.every(({ decision }) => decision.outcome === 'accepted'))
  }
  return lifecycle
})
const { tasks } = lifecycle.state({}).tenants.default
clock.report(counted(Object.values(tasks).map(({ position }) => position.state)))
