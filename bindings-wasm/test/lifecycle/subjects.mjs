// The list, one subject with its drawing and its guards, events and the way back, the report, the journal.

import { drop } from '../preview/sharing.mjs'
import { choose, download, equal, guard, holds, open, put, row, sample, settled, transition } from './tools.mjs'

export async function subjects({ context, address, test }) {
  const page = await open(context, address)

  await test('the sample opens, and what is blocked is said in words', async () => {
    await sample(page)
    equal(await page.textContent('#row-count'), '17 of 17, 9 blocked', 'count')
    holds((await row(page, 'shop/service/stock@1').textContent()).includes('■ blocked'), 'a blocked one')
    holds((await row(page, 'shop/dataset/images@1').textContent()).includes('conflict overridden'), 'an overridden conflict')
    equal(await row(page, 'data/month-end').locator('.soft').first().textContent(), 'task', 'kind')
  })

  await test('project, state, text and blocked narrow the list', async () => {
    await page.selectOption('#project', 'payments')
    equal(await page.locator('#rows button').count(), 3, 'of a project')
    await page.selectOption('#state', 'draft')
    equal(await page.locator('#rows button').count(), 2, 'drafts of it')
    await page.selectOption('#project', '')
    await page.selectOption('#state', '')
    await page.check('#only-blocked')
    equal(await page.locator('#rows button').count(), 9, 'blocked')
    await page.fill('#search', 'AGENT-mail artifact')
    equal((await page.locator('#rows .id').allTextContents()).join(), 'shop/service/mail@1', 'by maker and kind')
    await page.fill('#search', '')
    await page.uncheck('#only-blocked')
  })

  await test('the drawing marks the current state, the way it came, and what is possible', async () => {
    await choose(page, 'shop/service/stock@1')
    const current = page.locator('#drawing .node.current')
    equal(await current.count(), 1, 'current states')
    equal(await current.textContent(), '▶ blocked', 'current state')
    equal(await page.locator('#drawing .node').count(), 6, 'the five states and the beginning')
    const taken = await page.locator('#drawing .edge.taken').evaluateAll((edges) => edges.map((edge) => [...edge.querySelectorAll('text')].map((text) => text.textContent).join(' ')).sort())
    equal(taken.length, 2, 'arrows of the way')
    holds(taken[0].startsWith('activate') && taken[0].endsWith('step 1') && taken[1] === 'conflict_opened step 2', `the way: ${taken}`)
    equal(await page.locator('#drawing .edge.impossible').count(), 2, 'arrows that are not possible now')
    holds((await page.getAttribute('#drawing svg', 'aria-label')).includes('shop/service/stock@1 is blocked'), 'the same in words')
    equal((await page.locator('#history li').allTextContents()).length, 3, 'history')
  })

  await test('a denied transition has every guard, what it has read, and what would make it hold', async () => {
    await choose(page, 'payments/service/billing@1')
    const activate = transition(page, 'activate')
    holds((await activate.locator('.line').textContent()).includes('not possible: 3 of 4 conditions do not hold'), 'why not')
    equal((await guard(activate, 'dependencies_active')).join(' | '), '✕ does not hold | ["shop/service/cart"] | that these are active: shop/service/cart', 'dependencies')
    equal((await guard(activate, 'gates_passed')).join(' | '), '? not known | {"security-review":null,"tests":true} | to pass security-review', 'gates')
    equal((await guard(activate, 'approved')).at(-1), '1 more to approve it, other than who acts and who made it', 'approvals')
    await page.fill('#actor', 'agent-billing')
    await page.waitForTimeout(400)
    await settled(page)
    equal((await guard(transition(page, 'activate'), 'no_blocking_conflict'))[0], '✓ holds', 'asked by another actor')
  })

  await test('another time is another answer, and one before the state is told', async () => {
    await page.fill('#actor', 'mira')
    await choose(page, 'shop/service/mail@1')
    await page.fill('#at', '2020-01-01T00:00:00Z')
    await page.locator('#transitions .fault').waitFor()
    holds((await page.textContent('#transitions .fault')).includes('[clock_regression]'), 'a typed error')
    await page.fill('#at', '2026-03-03T14:30:00Z')
    await transition(page, 'archive').waitFor()
  })

  await test('what would follow is told before it happens', async () => {
    await transition(page, 'archive').locator('summary').click()
    const follows = transition(page, 'archive').locator('.follows')
    await follows.waitFor()
    const moves = await follows.locator('.moves li').allTextContents()
    holds(moves.includes('shop/service/mail@1: blocked → archived (archive)'), `moves: ${moves}`)
    holds(moves.includes('shop/service/stock@1: blocked → active (conflicts_cleared)'), `what goes on: ${moves}`)
    holds((await follows.textContent()).includes('− settled high conflict'), 'a conflict goes')
  })

  await test('an event is done, told, and taken back to the same state', async () => {
    const before = await page.textContent('#digest')
    await transition(page, 'archive').locator('button', { hasText: 'Do it' }).click()
    await page.waitForSelector('#said:not([hidden])')
    equal(await page.textContent('#said-text'), '✓ Done: advance shop/service/mail@1 archive, by mira at 2026-03-03T14:30:00Z.', 'said')
    await settled(page)
    equal(await page.locator('#drawing .node.current').textContent(), '▶ archived', 'drawn')
    holds((await row(page, 'shop/service/stock@1').textContent()).includes('active'), 'what went on')
    equal(await page.textContent('#row-count'), '17 of 17, 4 blocked', 'count')
    holds(before !== (await page.textContent('#digest')), 'another digest')
    await page.click('#take-back')
    await page.waitForFunction(() => document.getElementById('row-count').textContent === '17 of 17, 9 blocked')
    equal(await page.textContent('#digest'), before, 'the digest is as before')
    equal(await page.isDisabled('#take-back'), true, 'nothing more to take back')
    await settled(page)
    equal(await page.locator('#drawing .node.current').textContent(), '▶ blocked', 'drawn')
  })

  await test('a denied event leaves everything as it was, and says why', async () => {
    await choose(page, 'payments/service/billing@1')
    await transition(page, 'activate').locator('button', { hasText: 'Do it' }).click()
    await page.waitForFunction(() => document.getElementById('said-text').textContent.startsWith('✕ Denied'))
    holds((await page.textContent('#said-more')).includes('to pass security-review'), 'what it needs')
    holds((await row(page, 'payments/service/billing@1').textContent()).includes('draft'), 'its state')
    await page.click('#take-back')
    await page.waitForFunction(() => document.getElementById('said-text').textContent.startsWith('Taken back'))
  })
  await test('the page had no problem of its own', () => equal(page.problems.join('\n'), '', 'problems'))
  await page.close()
}

export async function report({ context, address, test }) {
  const page = await open(context, address)
  await sample(page)

  await test('the report says what is blocked, by what, waiting for whom, and in which order it goes on', async () => {
    await page.click('#tab-report')
    await page.waitForFunction(() => document.getElementById('report-sum').textContent.startsWith('9 blocked by 4 conflicts'))
    const steps = await page.locator('#order > li').allTextContents()
    equal(steps.length, 3, 'steps')
    holds(steps[0].includes('shop/service/stock@1') && steps[1].includes('shop/service/cart@1') && steps[2].includes('shop/spring-sale'), `order: ${steps}`)
    const paths = page.locator('article.conflict', { hasText: 'path_same' })
    holds((await paths.textContent()).includes('Waiting for agent-mail, agent-stock'), 'for whom')
    const waits = page.locator('#blocked tr', { hasText: 'shop/spring-sale' })
    equal(await waits.locator('td').last().textContent(), 'shop/service/cart@1', 'what it waits for')
    await page.selectOption('#report-project', 'data')
    await page.waitForFunction(() => document.querySelectorAll('#blocked tr').length === 3)
    await page.selectOption('#report-project', '')
    await page.waitForFunction(() => document.querySelectorAll('#blocked tr').length === 9)
    const { name, text } = await download(page, '#save-csv')
    equal(name, 'blocked.csv', 'file')
    holds(text.includes('shop/service/mail@1'), 'the report as a file')
  })

  await test('a conflict is overridden by an event that the report writes, and the report follows', async () => {
    await page.locator('article.conflict', { hasText: 'path_same' }).locator('button', { hasText: 'override' }).click()
    await page.locator('#event .cm-content', { hasText: '"justification": ""' }).waitFor()
    await page.click('#do-event')
    await page.waitForFunction(() => document.getElementById('said-text').textContent.startsWith('✕ Denied: resolve'))
    holds((await page.textContent('#said-more')).includes('has no justification'), 'why it is denied')
    const written = await page.evaluate(() => document.querySelector('#event .cm-content').innerText)
    await put(page, 'event', written.replace('"justification": ""', '"justification": "one team owns the file now"'))
    await page.click('#do-event')
    await page.waitForFunction(() => document.getElementById('said-text').textContent.startsWith('✓ Done: resolve'))
    equal(await page.textContent('#row-count'), '17 of 17, 4 blocked', 'blocked')
    equal(await page.textContent('#entry-count'), '33 events.', 'events, with the denied one')
    await page.click('#tab-report')
    await page.waitForFunction(() => document.getElementById('report-sum').textContent.startsWith('4 blocked by 2 conflicts'))
  })

  await test('state and journal are saved, and open again as the same state', async () => {
    await page.click('#tab-journal')
    const digest = await page.textContent('#digest')
    const state = await download(page, '#save-state')
    const journal = await download(page, '#save-journal')
    equal(journal.text.trimEnd().split('\n').length, 33, 'events')
    equal(JSON.parse(state.text).tenants.default.artifacts.length, 12, 'artifacts')
    for (const { name, text } of [state, journal]) {
      const other = await open(context, address)
      const kind = name === 'state.json' ? 'state' : 'journal'
      await other.setInputFiles(`#${kind}-file`, { name, mimeType: 'application/json', buffer: Buffer.from(text) })
      await other.setInputFiles('#rules-file', 'bindings-wasm/web/lifecycle/samples/rules.yaml')
      await other.waitForFunction(() => document.querySelector('#rules-text .cm-content').innerText.includes('soak_seconds'))
      await other.click('#open')
      await other.locator('#rows button').first().waitFor()
      equal(await other.textContent('#digest'), digest, `digest from the ${kind}`)
      await other.close()
    }
  })
  await test('a link brings the texts back', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: address })
    await page.click('#link')
    await page.waitForFunction(() => location.hash.startsWith('#v1='))
    const link = await page.evaluate(() => navigator.clipboard.readText())
    equal(link, page.url(), 'the copied link')
    const other = await open(context, address, new URL(link).hash)
    equal(await other.textContent('#row-count'), '17 of 17, 9 blocked', 'the sample, without what was done')
    await other.close()
  })
  await test('the report had no problem of its own', () => equal(page.problems.join('\n'), '', 'problems'))
  await page.close()
}

const begins = (number, tenant, name) => JSON.stringify({
  event_id: `e${number}`, tenant, actor: 'ann', at: `2026-01-0${number}T00:00:00Z`, action: { begin_project: { project: name } },
})

export async function inputs({ context, address, test }) {
  const page = await open(context, address)

  await test('files are dropped together, and tenants are kept apart', async () => {
    const journal = `${begins(1, 'red', 'one')}\n${begins(2, 'red', 'two')}\n${begins(3, 'blue', 'three')}\n`
    await drop(page, '#state-pane', [['journal.jsonl', journal], ['rules.yaml', 'policy: { mode: strict }\n']])
    await page.waitForFunction(() => document.querySelector('#rules-text .cm-content').innerText.includes('strict'))
    await page.click('#open')
    await page.locator('#rows button').first().waitFor()
    equal((await page.locator('#rows .id').allTextContents()).join(), 'three', 'of the first tenant')
    await page.selectOption('#tenant', 'red')
    equal((await page.locator('#rows .id').allTextContents()).join(), 'one,two', 'of the other one')
    await choose(page, 'two')
    await transition(page, 'plan').locator('button').click()
    await page.waitForFunction(() => document.getElementById('said-text').textContent.startsWith('✓ Done: advance two plan'))
    equal(await row(page, 'two').locator('.state').textContent(), 'planning', 'state')
  })

  await test('gates and approvals are written for the subject, in its tenant', async () => {
    await page.click('button[data-template="record_gate"]')
    await page.click('#do-event')
    await page.waitForFunction(() => document.getElementById('said-text').textContent.startsWith('✓ Done: record_gate two tests'))
    await page.click('#tab-subjects')
    holds((await page.textContent('#subject-facts')).includes('tests passed'), 'the gate is known')
  })

  await test('what was done and not saved is asked about before the page closes', async () => {
    const asks = async () => page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })))
    equal(await asks(), true, 'with events of its own')
    await page.click('#tab-journal')
    await download(page, '#save-journal')
    equal(await asks(), false, 'when they are saved')
  })
  await page.close()
}
