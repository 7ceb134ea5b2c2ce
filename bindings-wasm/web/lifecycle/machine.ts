// A machine alone: its text with what the linter says, its drawing, and steps through it.

import { h, sentence } from '../../element/dom.js'
import type { Finding, MachineReport, RenderedMachine, ShippedMachine, StateMachine } from '../../operations.js'
import { TextEditor } from '../shared/editor.ts'
import { named, droppable, read } from '../shared/files.ts'
import type { Mark } from '../shared/marks.ts'
import { marked, way } from './arrows.ts'
import { newest, told } from './asker.ts'
import { draw } from './drawing.ts'
import { possibleOf } from './judgements.ts'
import { type Page, element, later } from './page.ts'
import { Stepper } from './stepper.ts'
import type { Fault, Text } from './types.ts'
import review from './samples/review.yaml?raw'

const KINDS: Record<string, string> = { critical: 'breaking', high: 'breaking', moderate: 'behavioral' }

export class MachineView {
  readonly #editor: TextEditor
  readonly #newest = newest()
  readonly #stepper: Stepper
  #path = 'machine.yaml'
  #machine: StateMachine | null = null
  #digest = ''
  #shipped: ShippedMachine[] = []

  constructor(readonly page: Page) {
    const check = later(() => void this.#check())
    this.#editor = new TextEditor(element('machine-text'), {
      label: 'Machine', hint: 'Paste or drop a machine in YAML or JSON, or choose one above', changed: check, clicked: (line) => this.#editor.go(line),
    })
    this.#stepper = new Stepper(page, () => void this.#draw())
    const pick = element<HTMLSelectElement>('machine-sample')
    pick.addEventListener('input', () => this.#pick(pick.value))
    const file = element<HTMLInputElement>('machine-file')
    file.addEventListener('change', () => void this.#open(named(file.files ?? [])[0]).then(() => (file.value = '')))
    droppable(element('machine-pane'), (dropped) => void dropped.then(({ found }) => this.#open(found[0]), (error) => page.fail(error)))
  }

  /** Offers the machines that come along. */
  async begin() {
    this.#shipped = (await this.page.asker.call<{ machines: ShippedMachine[] }>('list_machines', {})).machines
    for (const { name } of this.#shipped) element('machine-sample').append(new Option(name, name))
  }

  #pick(name: string) {
    const one = this.#shipped.find((machine) => machine.name === name)
    if (!one && name !== 'review') return
    this.#path = one ? `${name}.json` : 'review.yaml'
    this.#editor.replace(one ? `${JSON.stringify(one.definition, null, 2)}\n` : review)
  }

  async #open(found: Parameters<typeof read>[0] | undefined) {
    if (!found) return
    try {
      const { path, text } = await read(found)
      this.#path = path
      await this.#editor.load(text)
    } catch (error) {
      this.page.fail(error)
    }
  }

  get #source(): Text {
    return { path: this.#path, text: this.#editor.text }
  }

  async #check() {
    this.#editor.colour(this.#path, '')
    const source = this.#source
    if (source.text.trim() === '') return this.#show(null, [], 'Paste a machine, or choose one.')
    try {
      const report = await this.#newest(this.page.asker.call<MachineReport>('check_machine', { machine: source }))
      if (!report) return
      const { usable, findings, states, events, digest, version } = report
      const said = findings.length === 0 ? 'no findings' : `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`
      const text = `${report.name || 'A machine'}, version ${version}: ${states.length} states, ${events.length} events, ${said}${usable ? '' : '; it cannot be run'}.`
      const machine = usable ? ((await this.page.asker.ask('read', source)) as StateMachine) : null
      if (source.text !== this.#editor.text) return
      const isOther = digest !== this.#digest
      this.#digest = digest
      this.#show(machine, findings, text)
      if (machine && isOther) await this.#stepper.begin(machine)
    } catch (fault) {
      const { file, line, column, reason } = fault as Fault
      this.#show(null, [], told(fault as Fault))
      if (line && file === source.path) this.#editor.mark([{ line, end: line, kind: 'error', label: `${column}: ${reason}` }])
    }
  }

  #show(machine: StateMachine | null, findings: Finding[], said: string) {
    this.#machine = machine
    element('machine-said').textContent = said
    element('findings').replaceChildren(...findings.slice(0, 200).map((finding) => this.#finding(finding)))
    this.#editor.mark(findings.flatMap(({ location, severity, message }): Mark[] =>
      (location?.line ? [{ line: location.line, end: location.line, kind: KINDS[severity] ?? 'cosmetic', label: `${severity}: ${message}` }] : [])))
    element('stepper').hidden = machine === null
    if (machine) return
    this.#digest = ''
    element('machine-drawing').replaceChildren(said ? 'Nothing is drawn while the machine cannot be run.' : '')
  }

  #finding({ severity, code, message, location, remediation }: Finding) {
    const place = location?.line ? `${location.path}:${location.line}:${location.column ?? 1}` : (location?.path ?? '')
    const go = () => {
      this.#editor.go(location?.line ?? 1, location?.column ?? 1)
      this.#editor.view.focus()
    }
    return h('li', { class: 'finding' }, h('span', { class: `badge ${severity}` }, severity), ' ',
      place && h('button', { type: 'button', class: 'link', onclick: go }, place), ' ', ...sentence(message), ' ', h('code', {}, code),
      remediation && h('span', { class: 'soft' }, ' ', ...sentence(remediation)))
  }

  async #draw() {
    const machine = this.#machine
    if (!machine) return
    const { state, moves, transitions } = this.#stepper
    const { text } = await this.page.asker.call<RenderedMachine>('render_machine', { machine, format: 'dot', current: state })
    if (machine !== this.#machine) return
    await draw(element('machine-drawing'), marked(text, machine, { current: state, way: way(machine, moves), possible: possibleOf(transitions) }),
      `The machine ${machine.name}, in the state ${state}. What may happen is listed beside it.`)
  }
}
