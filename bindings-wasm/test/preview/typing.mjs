// Typing, errors, filters and search, samples: what most people do most of the time.

import { AFTER, BEFORE, equal, headline, holds, open, pair, put, result } from './tools.mjs'

const waitFor = (page, want) =>
  page.waitForFunction((want) => document.getElementById('diff').shadowRoot.querySelector('.headline')?.textContent === want, want, { timeout: 30_000 })

export async function typing({ context, address, test }) {
  const page = await open(context, address)

  await test('the result follows the typing', async () => {
    await pair(page)
    equal(await headline(page), '1 breaking, 1 additive', 'result')
    holds((await page.locator('semantic-diff .facts').textContent()).startsWith('compared as json-schema'), 'the kind is told from the content')
    await page.locator('#after .cm-line', { hasText: 'maximum' }).click()
    await page.keyboard.press('End')
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Backspace')
    await page.keyboard.type('200')
    await waitFor(page, '2 additive')
  })

  await test('changed lines are marked by a sign, and the list leads to them', async () => {
    await pair(page)
    equal(await page.locator('#after .cm-line.breaking').textContent(), '    maximum: 99', 'marked line')
    equal(await page.locator('#before .sign.breaking').first().textContent(), '✕', 'sign')
    const card = page.locator('semantic-diff details.change').first()
    await card.locator('summary').click()
    await card.locator('button.place').last().click()
    equal(await page.evaluate(() => document.activeElement.closest('.editor')?.id), 'after', 'focus')
    holds((await card.locator('.body').textContent()).includes('before: ✓ accepted · after: ✕ rejected'), 'the witness says who accepts it')
    await card.locator('.explain button').click()
    await card.locator('.explanation dd').first().waitFor()
  })

  await test('the sign of a line opens its change', async () => {
    await pair(page)
    await page.locator('#before .sign.additive').click()
    equal(await page.locator('semantic-diff details[open] .message').textContent(), 'maxLength went from 20 to 40', 'opened')
  })

  await test('an error shows at its line, in its editor, and goes away with its cause', async () => {
    await put(page, 'after', 'type: object\nproperties: [1, 2\nrequired: [a]\n')
    await page.waitForSelector('semantic-diff .error:not([hidden])')
    const said = await page.locator('semantic-diff .error').textContent()
    const line = Number(/after:(\d+):/.exec(said)?.[1])
    equal(await page.locator('#after .cm-line.error').count(), 1, 'marked lines')
    equal(await page.locator('#before .cm-line.error').count(), 0, 'marked lines of the other side')
    await page.locator('semantic-diff .error button').click()
    equal(await page.evaluate(() => document.activeElement.closest('.editor')?.id), 'after', 'focus')
    holds(line >= 2, `a line in ${said}`)
    await put(page, 'after', AFTER)
    await page.locator('semantic-diff .error').waitFor({ state: 'hidden' })
    equal(await headline(page), '1 breaking, 1 additive', 'result')
  })

  await test('filters and search narrow the list', async () => {
    await pair(page)
    const cards = page.locator('semantic-diff details.change')
    await page.locator('semantic-diff .toggle.breaking').click()
    equal(await cards.count(), 1, 'without breaking ones')
    equal(await page.locator('semantic-diff .toggle.breaking').getAttribute('aria-pressed'), 'false', 'pressed')
    await page.locator('semantic-diff .toggle.breaking').click()
    await page.locator('semantic-diff input[type=search]').fill('properties/age')
    equal(await cards.count(), 1, 'with the words')
    await page.locator('semantic-diff input[type=search]').fill('nothing like it')
    equal(await cards.count(), 0, 'with other words')
    await page.locator('semantic-diff input[type=search]').fill('')
    await page.locator('semantic-diff select').selectOption('diff/json-schema/max_length_raised')
    equal(await cards.count(), 1, 'of a code')
    equal(await page.locator('semantic-diff [role=status]').textContent(), '1 change shown of 2.', 'said')
  })

  await test('names in the texts are never markup', async () => {
    await pair(page, '{"properties": {}}', '{"properties": {"<img src=x onerror=alert(1)>": {"type": "string"}}}')
    await page.locator('semantic-diff details.change summary').first().click()
    equal(await page.locator('semantic-diff img').count(), 0, 'elements of the user')
  })

  await test('an emptied page has no result', async () => {
    await put(page, 'before', '')
    await put(page, 'after', '')
    await page.waitForFunction(() => !document.getElementById('diff').shadowRoot.querySelector('.headline'))
    equal(await page.locator('#empty').isVisible(), true, 'the hint')
    equal(await page.locator('#busy').isVisible(), false, 'busy')
  })

  await test('the newest text wins when many come at once', async () => {
    const shown = await page.evaluate(async ({ before, after }) => {
      const diff = document.getElementById('diff')
      const results = []
      diff.addEventListener('semantic-diff-result', (event) => results.push(event.detail.report.changes[0]?.after))
      for (let high = 100; high < 130; high += 1) {
        diff.sources = { before, after: after.replace('99', String(high)) }
        await new Promise((resume) => setTimeout(resume, 3))
      }
      while (results.at(-1) !== 129) await new Promise((resume) => setTimeout(resume, 20))
      return results
    }, { before: BEFORE, after: AFTER })
    holds(shown.every((high, index) => index === 0 || high > shown[index - 1]), `in order: ${shown}`)
  })

  await test('the page while typing reports no error of its own', () => equal(page.problems.join('\n'), '', 'problems'))
  await page.close()
}

export async function samples({ context, address, test }) {
  const page = await open(context, address)
  const kinds = await page.locator('#kind option').evaluateAll((all) => all.map((one) => one.value).filter(Boolean))
  const offered = await page.locator('#sample option').evaluateAll((all) => all.map((one) => one.value).filter(Boolean))
  await test('every kind has a sample, and every sample a kind', () => equal([...offered].sort().join(), [...kinds].sort().join(), 'samples'))
  for (const kind of offered) {
    await test(`the sample of ${kind} shows every class`, async () => {
      const told = page.evaluate((kind) => new Promise((resolve) => {
        document.getElementById('diff').addEventListener('semantic-diff-result', (event) => resolve(event.detail.report), { once: true })
        const select = document.getElementById('sample')
        select.value = kind
        select.dispatchEvent(new Event('change'))
      }), kind)
      const report = await told
      equal(report.kind, kind, 'kind')
      for (const name of ['breaking', 'behavioral', 'additive', 'cosmetic']) holds(report.summary[name] > 0, `no ${name} change`)
      holds(report.changes.some((change) => change.consumers.length > 0), 'no consumer')
    })
  }
  await result(page)
  await test('the samples report no error of their own', () => equal(page.problems.join('\n'), '', 'problems'))
  await page.close()
}
