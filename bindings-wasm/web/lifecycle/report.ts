// The blocking report: what is blocked, by what, waiting for whom, and in which order it can go on.

import { h, sentence } from '../../element/dom.js'
import type { BlockedSubject, BlockingConflict, BlockingReport, LifecycleAction, RenderedReport, ResolutionWay } from '../../operations.js'
import { newest } from './asker.ts'
import { capped } from './decision.ts'
import { type Page, element, save } from './page.ts'

export class ReportView {
  #report: BlockingReport | null = null
  readonly #newest = newest()

  constructor(readonly page: Page, readonly tenant: () => string) {
    element('report-project').addEventListener('input', () => void this.refresh())
    for (const format of ['markdown', 'csv'] as const) {
      element(`save-${format}`).addEventListener('click', () => void this.#save(format))
    }
  }

  set projects(names: string[]) {
    const list = element<HTMLSelectElement>('report-project')
    const chosen = list.value
    list.replaceChildren(new Option('all', ''), ...names.map((name) => new Option(name, name)))
    if (names.includes(chosen)) list.value = chosen
  }

  async refresh() {
    const project = element<HTMLSelectElement>('report-project').value || null
    try {
      const report = await this.#newest(this.page.asker.ask('report', { tenant: this.tenant(), project, at: this.page.moment().at || null }))
      if (report) this.#fill(report)
    } catch (fault) {
      this.page.fail(fault)
    }
  }

  #fill(report: BlockingReport) {
    this.#report = report
    const { blocked, conflicts, unblock_order: order, undecided, at } = report
    const messages = new Map(conflicts.map(({ id, message }) => [id, message]))
    element('report-sum').textContent = blocked.length === 0
      ? `Nothing is blocked${at ? ` at ${at}` : ''}.`
      : `${blocked.length} blocked by ${conflicts.length} conflicts at ${at}; they can go on in ${order.length} steps.`
    element('order').replaceChildren(...capped(order, ({ settle, subjects }) => h('li', {},
      settle.length > 0 && h('p', {}, 'Settle ', ...settle.flatMap((id, index) => [index > 0 ? '; ' : '', ...sentence(messages.get(id) ?? id)])),
      h('p', {}, 'Then go on: ', ...this.#links(subjects)))))
    element('conflicts').replaceChildren(...conflicts.slice(0, 100).map((one) => this.#conflict(one)))
    if (conflicts.length > 100) element('conflicts').append(h('p', { class: 'soft' }, `and ${conflicts.length - 100} more: save the report to read all`))
    element('blocked').replaceChildren(...blocked.slice(0, 200).map((one) => this.#row(one)))
    element('blocked-more').textContent = blocked.length > 200 ? `and ${blocked.length - 200} more: save the report to read all` : ''
    element('undecided').replaceChildren(...capped(undecided, ({ kind, project, subject, message }) =>
      h('li', {}, `${kind} in ${project}, ${subject}: `, ...sentence(message))))
    element('undecided-part').hidden = undecided.length === 0
  }

  #links(ids: string[]) {
    const links = ids.slice(0, 50).flatMap((id, index) => [index > 0 ? ', ' : '', h('button', { type: 'button', class: 'link', onclick: () => this.page.show(id) }, id)])
    return ids.length > 50 ? [...links, ` and ${ids.length - 50} more`] : links
  }

  #row({ subject, state, since, conflicts, waits_for: waits }: BlockedSubject) {
    return h('tr', {}, h('th', { scope: 'row' }, ...this.#links([subject])), h('td', {}, `■ ${state}`), h('td', {}, since),
      h('td', {}, conflicts.join(', ')), h('td', {}, ...this.#links(waits)))
  }

  #conflict(conflict: BlockingConflict) {
    const { id, kind, severity, message, why, remediation, members, waiting_for: whom, approvals, escalated, suggestions, resolutions, since } = conflict
    return h('article', { class: 'conflict', 'data-id': id },
      h('h4', {}, h('span', { class: `badge ${severity}` }, severity), ' ', ...sentence(message)),
      h('p', { class: 'soft' }, `${kind} `, h('code', {}, id), `, since ${since}: `, ...sentence(why)),
      h('p', {}, 'Between ', ...this.#links(members), whom.length > 0 ? `. Waiting for ${whom.join(', ')}` : '. It follows from another conflict',
        escalated ? `, whom ${escalated.by} asked` : '', approvals.length > 0 ? `. Approved by ${approvals.join(', ')}` : '', '.'),
      h('p', {}, 'To mend it: ', ...sentence(remediation), '.'),
      suggestions.length > 0 && h('ul', {}, ...capped(suggestions, ({ message: text, verified }) =>
        h('li', {}, ...sentence(text), verified ? ' (tried: it mends the conflict)' : ''))),
      h('div', { class: 'bar' }, ...resolutions.map(({ way, can_close: closes, requires }) =>
        h('button', { type: 'button', title: `needs ${requires.join(', ')}`, onclick: () => this.page.write(resolution(conflict, way)) },
          `Write: ${way}${closes ? '' : ' (settles nothing)'}`))))
  }

  async #save(format: 'markdown' | 'csv') {
    if (!this.#report) return
    const { text, media_type: type } = await this.page.asker.call<RenderedReport>('render_blocking_report', { report: this.#report, format })
    save(format === 'csv' ? 'blocked.csv' : 'blocked.md', text, type)
  }
}

/** Returns an event that settles a conflict, with what only the reader knows left open. */
function resolution({ id, members }: BlockingConflict, way: ResolutionWay): LifecycleAction {
  const [project = '', kind = '', rest = ''] = members[0]?.split('/') ?? []
  const artifact = { project, kind, name: rest.split('@')[0] ?? '' }
  const ways = {
    override: { winner: members[0] ?? '', justification: '' },
    escalate: { to: '' },
    merge: { artifact, parents: members },
    retry: { artifact, member: members[0] ?? null },
  }
  return { resolve: { conflict: id, [way]: ways[way] } }
}
