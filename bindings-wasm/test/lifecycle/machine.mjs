// A machine alone, and texts that are wrong.

import { equal, guard, holds, open, put, sample, settled, transition } from './tools.mjs'

const FAULTY = `name: door
initial: open
states: { open: {}, closed: {}, loose: {} }
transitions:
  - { event: close, from: open, to: closd }
`

export async function machine({ context, address, test }) {
  const page = await open(context, address)
  await page.click('#tab-machine')

  await test('a machine with a fault has its finding at line and column, marked in the text', async () => {
    await put(page, 'machine-text', FAULTY)
    const finding = page.locator('#findings li', { hasText: 'lifecycle/unknown_state' })
    await finding.waitFor()
    equal(await finding.locator('button').textContent(), 'machine.yaml:5:37', 'place')
    holds((await finding.textContent()).includes('there is no state closd') && (await finding.textContent()).includes('did you mean closed?'), 'finding')
    equal(await page.locator('#machine-text .cm-line.marked').first().textContent(), '  - { event: close, from: open, to: closd }', 'marked line')
    equal(await page.isHidden('#stepper'), true, 'it cannot be stepped through')
    await finding.locator('button').click()
    equal(await page.evaluate(() => document.activeElement.closest('.editor')?.id), 'machine-text', 'focus')
  })

  await test('a text that cannot be read keeps its place and the text', async () => {
    await put(page, 'machine-text', 'name: [door\ninitial: open\n')
    await page.waitForFunction(() => document.getElementById('machine-said').textContent.includes('[input_invalid]'))
    holds(/^machine\.yaml:2:\d+: /.test(await page.textContent('#machine-said')), 'place')
    equal(await page.locator('#machine-text .cm-line.error').textContent(), 'initial: open', 'marked line')
  })

  await test('a machine that is mended is drawn, and stepped through with guards and facts', async () => {
    await page.selectOption('#machine-sample', 'review')
    await page.locator('#machine-drawing .node.current').waitFor()
    equal(await page.locator('#machine-drawing .node.current').textContent(), '▶ waiting', 'it begins')
    await page.locator('#machine-drawing .cluster text', { hasText: 'open' }).waitFor()
    await transition(page, 'claim', 'step-transitions').locator('button').click()
    await page.locator('#machine-drawing .node.current', { hasText: 'reviewing' }).waitFor()
    equal(await page.locator('#machine-drawing .edge.taken').count(), 1, 'the way')
    const approve = transition(page, 'approve', 'step-transitions')
    equal((await guard(approve, '/approvals is at least 2')).join(' | '), '? not known |  | the fact /approvals, which is not stated', 'a fact')
    await approve.locator('button').click()
    await page.waitForFunction(() => document.getElementById('step-fault').textContent.startsWith('approve is denied'))
    await page.selectOption('#step-guards select', 'true')
    await page.fill('#step-facts', 'approvals: 2')
    await page.locator('#step-transitions article.possible[data-event="approve"]').waitFor()
    await approve.locator('button').click()
    await page.locator('#machine-drawing .node.current', { hasText: 'merged' }).waitFor()
    holds((await page.textContent('#step-transitions')).includes('Nothing happens any more'), 'it is final')
  })

  await test('a step goes back, and time passes', async () => {
    await page.click('#step-back')
    await page.locator('#machine-drawing .node.current', { hasText: 'reviewing' }).waitFor()
    await page.selectOption('#step-seconds', '86400')
    await page.click('#step-pass')
    await page.locator('#machine-drawing .node.current', { hasText: 'abandoned' }).waitFor()
    equal((await page.locator('#step-way li').allTextContents()).join(), 'waiting → reviewing (claim),reviewing → abandoned', 'the way')
  })

  await test('names of a machine are never markup', async () => {
    await put(page, 'machine-text', `name: x\ninitial: '<img src=x onerror=alert(1)>'\nstates: { '<img src=x onerror=alert(1)>': {}, b: {} }\ntransitions: [{ event: '</text><script>', from: '<img src=x onerror=alert(1)>', to: b }]\n`)
    await page.locator('#machine-drawing .node.current', { hasText: '<img' }).waitFor()
    equal(await page.locator('#machine img, #machine svg script').count(), 0, 'elements of the user')
  })
  await test('the machines had no problem of their own', () => equal(page.problems.join('\n'), '', 'problems'))
  await page.close()
}

export async function faults({ context, address, test }) {
  const page = await open(context, address)
  const said = (part) => page.waitForFunction((part) => document.getElementById('open-fault').textContent.includes(part), part)

  await test('a text that is none is told with its line, and nothing is lost', async () => {
    await sample(page)
    await page.click('#tab-open')
    await put(page, 'rules-text', 'policy:\n  mode: adaptive\n approvals: 2\n')
    await page.click('#open')
    await said('rules.yaml:3:')
    equal(await page.locator('#rules-text .cm-line.error').textContent(), ' approvals: 2', 'marked line')
    holds((await page.evaluate(() => document.querySelector('#journal-text .cm-content').innerText)).includes('shop-001'), 'the journal stays')
    await page.click('#tab-subjects')
    equal(await page.textContent('#row-count'), '17 of 17, 9 blocked', 'what was open stays open')
  })

  await test('a field that is wrong is told with its code, its pointer and what was meant', async () => {
    await page.click('#tab-open')
    await put(page, 'rules-text', 'policy: { mode: hard }\n')
    await page.click('#open')
    await said('/config/policy/mode')
    holds((await page.textContent('#open-fault')).startsWith('rules.yaml:1:11: '), 'its place in the text')
    holds((await page.textContent('#open-fault')).includes('the values are playground, adaptive, strict'), 'help')
  })

  await test('an event of a journal that is wrong is told with its line', async () => {
    await put(page, 'rules-text', '# none\n{}\n')
    await put(page, 'journal-text', '{"event_id":"1","actor":"ann","at":"2026-01-01T00:00:00Z","action":{"begin_project":{"project":"a"}}}\n\n{"event_id":"2","actor":"ann","at":"2026-01-01T00:00:00Z","act":{}}\n')
    await page.click('#open')
    await said('journal.jsonl:3:1: ')
    holds((await page.textContent('#open-fault')).includes('(at /events/1'), 'pointer')
    await put(page, 'journal-text', '{"event_id":"1","actor":"ann","at":"2026-01-01T00:00:00Z","action":{"begin_project":{"project":"a"}}}\n{"event_id":"2",')
    await page.click('#open')
    await said('journal.jsonl:2:')
  })

  await test('a state in YAML opens, and one of another shape is refused', async () => {
    await put(page, 'journal-text', '- { event_id: e1, actor: ann, at: "2026-01-01T00:00:00Z", action: { begin_project: { project: a } } }\n- { event_id: e2, actor: ann, at: "2026-01-01T00:00:00Z", action: { advance: { subject: b, event: plan } } }\n')
    await put(page, 'state-text', 'tenants: {}\n')
    await page.click('#open')
    await page.waitForFunction(() => document.getElementById('row-count').textContent === '1 of 1, 0 blocked')
    equal(await page.textContent('#notice'), '1 of 2 events could not happen; the journal tells why.', 'an event that could not happen')
    holds((await page.textContent('#entries')).includes('! could not happen'), 'in the journal')
    await page.click('#tab-open')
    await put(page, 'state-text', 'tenants: { default: { nox: 1 } }\n')
    await page.click('#open')
    await said('/snapshot/tenants/default/nox')
    holds((await page.textContent('#open-fault')).startsWith('state.json:1:23: '), 'its place in the text')
    await put(page, 'state-text', '{"tenants": {"default": {\n  "now": "yesterday"}}}\n')
    await page.click('#open')
    await said('/snapshot/tenants/default')
    holds(/^state\.json:[12]:\d+: /.test(await page.textContent('#open-fault')), 'its place in JSON')
  })

  await test('an event that cannot be read, and one that is not possible, are told', async () => {
    await page.click('#tab-journal')
    await put(page, 'event', 'actor: [ann\n')
    await page.click('#do-event')
    await page.waitForFunction(() => /^event:2:\d+: /.test(document.getElementById('event-fault').textContent))
    await put(page, 'event', 'actor: ann\nat: "2026-01-02T00:00:00Z"\naction: { advance: { subject: a, event: complete } }\n')
    await page.click('#do-event')
    await page.waitForFunction(() => document.getElementById('notice').textContent.includes('[illegal_transition]'))
    await settled(page)
    equal(await page.textContent('#entry-count'), '2 events.', 'events')
  })
  await test('faults of texts are no problems of the page', () => equal(page.problems.join('\n'), '', 'problems'))
  await page.close()
}
