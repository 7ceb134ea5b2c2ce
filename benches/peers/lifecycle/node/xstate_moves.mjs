// xstate: an actor for each task, or pure transitions: `xstate_moves.mjs actors|pure WORK`.
import { createActor, createMachine, initialTransition, transition } from 'xstate'
import { Clock } from '../../clock.mjs'
import { counted, read } from './inputs.mjs'

const definition = read('machine.json')
const moves = read('moves.json')
const states = {}
for (const name of Object.keys(definition.states)) states[name] = { on: {} }
for (const { event, from, to } of definition.transitions) states[from].on[event] = to
const machine = createMachine({ initial: definition.initial, states })

function actors() {
  const tasks = new Map()
  for (const [task, type] of moves) {
    if (type === 'begin') tasks.set(task, createActor(machine).start())
    else tasks.get(task).send({ type })
  }
  return [...tasks.values()].map((actor) => actor.getSnapshot().value)
}

function pure() {
  const tasks = new Map()
  for (const [task, type] of moves) {
    const [next] =
      type === 'begin' ? initialTransition(machine) : transition(machine, tasks.get(task), { type })
    tasks.set(task, next)
  }
  return [...tasks.values()].map((snapshot) => snapshot.value)
}

const clock = new Clock()
const values = await clock.least('work', process.argv[2] === 'pure' ? pure : actors)
clock.report(counted(values))
