// State machines, compared with `xstate` on generated machines and traces: events, inner states, time.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { SimulatedClock, createActor, createMachine } from 'xstate'

import meta from '../index.js'

const STATES = ['a', 'b', 'c', 'd', 'e']
const INSIDE = ['b', 'c']
const EVENTS = ['x', 'y', 'z']
const FACTS = ['p', 'q', 'r']
const START = Date.parse('2026-01-01T00:00:00Z')

const call = (name, input) => JSON.parse(meta.callText(name, JSON.stringify(input)))
const among = (random, list) => list[Math.floor(random() * list.length)]

/** Returns numbers from 0 up to 1, the same ones for a seed. */
function generator(seed) {
  let state = seed * 2654435761 + 1
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) | 0
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32
  }
}

function guard(random, depth = 2) {
  const kind = depth ? among(random, ['fact', 'fact', 'not', 'any', 'all']) : 'fact'
  if (kind === 'fact') return { fact: `/${among(random, FACTS)}`, equals: random() < 0.5 }
  if (kind === 'not') return { not: guard(random, depth - 1) }
  return { [kind]: Array.from({ length: 1 + Math.floor(random() * 2) }, () => guard(random, depth - 1)) }
}

function holds(condition, facts) {
  if (condition.not) return !holds(condition.not, facts)
  if (condition.any) return condition.any.some((part) => holds(part, facts))
  if (condition.all) return condition.all.every((part) => holds(part, facts))
  return facts[condition.fact.slice(1)] === condition.equals
}

/** Returns a machine; in every other one, `b` and `c` stand inside of `g`. */
function definition(random) {
  const isDeep = random() < 0.5
  const states = Object.fromEntries(STATES.map((name) => [name, {}]))
  states.d.final = true
  if (isDeep) {
    states.g = { initial: among(random, INSIDE) }
    for (const name of INSIDE) states[name].parent = 'g'
  }
  const names = Object.keys(states)
  const open = names.filter((name) => name !== 'd')
  const guards = () => Array.from({ length: Math.floor(random() * 3) }, () => guard(random))
  const transitions = Array.from({ length: 3 + Math.floor(random() * 10) }, () => {
    const transition = { from: random() < 0.15 ? '*' : among(random, open), to: among(random, names), guards: guards() }
    // Inner states and those around them would have timers that are due at once, whose order the two see differently.
    if (!isDeep && transition.from !== '*' && random() < 0.3) transition.after_seconds = 1 + Math.floor(random() * 40)
    else transition.event = among(random, EVENTS)
    return transition
  })
  return { name: 'generated', initial: 'a', states, transitions }
}

/** Returns the machine as `xstate` has it. */
function theirs(machine, world) {
  const nodes = {}
  const node = (name) => ({ id: name, on: {}, after: {}, always: [], ...(machine.states[name].final ? { type: 'final' } : {}) })
  for (const name of Object.keys(machine.states)) nodes[name] = node(name)
  const root = { id: 'root', initial: machine.initial, states: {}, on: {} }
  for (const { from, to, event, after_seconds: seconds, guards } of machine.transitions) {
    const transition = { target: `#${to}`, guard: () => guards.every((one) => holds(one, world.facts)), reenter: true }
    const place = from === '*' ? root : nodes[from]
    if (event) (place.on[event] ??= []).push(transition)
    else if (seconds) (place.after[seconds * 1000] ??= []).push(transition)
    else place.always.push(transition)
  }
  for (const name of Object.keys(nodes)) {
    const { parent, initial } = machine.states[name]
    if (initial) Object.assign(nodes[name], { initial, states: {} })
    if (!parent) root.states[name] = nodes[name]
  }
  for (const name of Object.keys(nodes)) {
    const { parent } = machine.states[name]
    if (parent) nodes[parent].states[name] = nodes[name]
  }
  return root
}

const leaf = (value) => (typeof value === 'string' ? value : leaf(Object.values(value)[0]))

test('traces of events and time', () => {
  const seen = { advanced: 0, denied: 0, unchanged: 0, illegal: 0 }
  for (let seed = 1; seed <= 400; seed += 1) {
    const random = generator(seed)
    const machine = definition(random)
    const world = { facts: { p: false, q: false, r: false } }
    const clock = new SimulatedClock()
    const actor = createActor(createMachine(theirs(machine, world)), { clock })
    actor.start()
    const begun = call('advance_machine', { machine, facts: world.facts, now: new Date(START).toISOString() })
    let { position } = begun
    for (let step = 0; step < 15 && actor.getSnapshot().status === 'active'; step += 1) {
      const before = leaf(actor.getSnapshot().value)
      assert.equal(position.state, before, JSON.stringify({ seed, step, machine }))
      world.facts = Object.fromEntries(FACTS.map((name) => [name, random() < 0.5]))
      // A second at a time: a timer that is set when another fires would begin at the end of the step.
      for (let second = Math.floor(random() * 60); second > 0; second -= 1) clock.increment(1000)
      const event = random() < 0.7 ? among(random, EVENTS) : undefined
      if (event && actor.getSnapshot().status === 'active') actor.send({ type: event })
      const input = { machine, position, facts: world.facts, now: new Date(START + clock.now()).toISOString() }
      let outcome = 'illegal'
      try {
        const answer = call('advance_machine', { ...input, ...(event ? { event } : {}) })
        ;({ position, outcome } = answer)
      } catch (error) {
        assert.equal(error.code, 'illegal_transition')
        ;({ position } = call('advance_machine', input))
      }
      seen[outcome] += 1
      assert.equal(position.state, leaf(actor.getSnapshot().value), JSON.stringify({ seed, step, event, before, facts: world.facts, machine }))
    }
  }
  for (const [outcome, count] of Object.entries(seen)) assert.ok(count > 50, `${outcome}: ${count}`)
})
