// Themes, accessibility in every state, the keyboard alone, and very large texts.

import { Buffer } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { AFTER, equal, headline, holds, open, pair, put, result } from './tools.mjs'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']

export async function audit(page, axe, what) {
  await page.evaluate(axe)
  const found = await page.evaluate((rules) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: rules } }), RULES)
  const told = found.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.target.flat().join(' ')} ${node.any[0]?.message ?? ''}`).join('; ')}`)
  if (told.length > 0) throw new Error(`${what}\n${told.join('\n')}`)
}

const STATES = {
  empty: async () => {},
  sample: async (page) => {
    await page.selectOption('#sample', 'json-schema')
    await result(page)
    await page.locator('semantic-diff details.change summary').first().click()
    await page.locator('semantic-diff .explain button').click()
    await page.locator('semantic-diff .explanation dd').first().waitFor()
  },
  error: async (page) => {
    await pair(page)
    await put(page, 'after', 'a: [1')
    await page.waitForSelector('semantic-diff .error:not([hidden])')
  },
  words: async (page) => {
    await page.selectOption('#sample', 'prompts')
    await result(page)
    for (const summary of await page.locator('semantic-diff details.change > summary').all()) await summary.click()
  },
  several: async (page) => {
    await page.setInputFiles('#file-after', ['a.json', 'b.json'].map((name) => ({ name, mimeType: 'application/json', buffer: Buffer.from('{"type": "object"}') })))
    await page.locator('#beside-after').waitFor()
  },
  everything: async (page) => {
    for (const id of ['more', 'help']) await page.locator(`#${id} > summary`).click()
    await page.locator('#before .cm-content').click()
    await page.keyboard.press('ControlOrMeta+f')
    await page.locator('.cm-search').waitFor()
    await page.click('#link')
    await page.waitForSelector('#notice:not([hidden])')
  },
}

export async function accessibility({ context, address, test, root }) {
  const axe = await readFile(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8')
  for (const theme of ['light', 'dark']) {
    const page = await open(context, address)
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    for (const [name, reach] of Object.entries(STATES)) {
      await test(`axe finds nothing: ${name}, ${theme}`, async () => {
        await page.setViewportSize({ width: 1280, height: 900 })
        await reach(page)
        await audit(page, axe, 'at 1280 px')
        await page.setViewportSize({ width: 390, height: 844 })
        await audit(page, axe, 'at 390 px')
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        holds(over <= 0, `the page is ${over} px wider than the window`)
      })
    }
    await page.close()
  }
}

export async function themes({ context, address, test }) {
  const page = await open(context, address)
  const grounds = () => page.evaluate(() => [document.body, document.getElementById('diff')].map((one) => getComputedStyle(one).backgroundColor).join())
  await test('the theme follows the system until one is chosen, and the choice stays', async () => {
    await page.emulateMedia({ colorScheme: 'light' })
    const light = await grounds()
    await page.emulateMedia({ colorScheme: 'dark' })
    const dark = await grounds()
    holds(light !== dark && new Set(dark.split('),')).size > 0, 'two themes')
    await page.click('#theme')
    equal(await grounds(), light, 'light chosen')
    await page.reload()
    await page.waitForSelector('html[data-ready]')
    equal(await grounds(), light, 'light after a reload')
    for (let click = 0; click < 2; click += 1) await page.click('#theme')
    equal(await grounds(), dark, 'system again')
    await page.emulateMedia({ colorScheme: null })
  })
  await page.close()
}

export async function keyboard({ context, address, test }) {
  const page = await open(context, address)
  const focus = () => page.evaluate(() => {
    let active = document.activeElement
    while (active.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
    return active.closest('.editor')?.id ?? active.id ?? ''
  })
  await test('everything is reached and used without a mouse', async () => {
    await page.keyboard.press('Tab')
    equal(await page.evaluate(() => document.activeElement.className), 'skip', 'first stop')
    const seen = new Set()
    for (let step = 0; step < 26; step += 1) {
      await page.keyboard.press('Tab')
      seen.add(await focus())
    }
    for (const id of ['sample', 'kind', 'direction', 'swap', 'link', 'theme', 'path-before', 'file-before', 'add-before', 'folder-before', 'before', 'path-after', 'file-after', 'after']) {
      holds(seen.has(id), `Tab does not reach ${id}: ${[...seen]}`)
    }
    await page.locator('#sample').focus()
    await page.keyboard.type('Feature')
    await result(page)
    await page.keyboard.press('F8')
    await page.waitForFunction(() => document.getElementById('diff').shadowRoot.querySelector('details[open]'))
    const first = await page.locator('semantic-diff details[open] .message').textContent()
    await page.keyboard.press('F8')
    equal(await page.locator('semantic-diff details[open]').count(), 2, 'opened cards')
    await page.keyboard.press('Shift+F8')
    const active = await page.evaluate(() => document.getElementById('diff').shadowRoot.activeElement.querySelector('.message').textContent)
    equal(active, first, 'back at the first')
    await page.keyboard.press('F6')
    const pane = await focus()
    await page.keyboard.press('F6')
    holds(pane !== (await focus()), 'another pane')
  })
  await test('the counts are said', async () => {
    holds((await page.locator('semantic-diff [role=status]').textContent()).startsWith('Compared as flags: 1 breaking'), 'live region')
  })
  await page.close()
}

function large(seed) {
  const properties = {}
  for (let index = 0; index < 9_000; index += 1) {
    properties[`property_${index}`] = {
      type: 'object',
      description: `What the field ${index} of the generated document stands for, in so many words that it grows`,
      properties: { value: { type: 'integer', minimum: 0, maximum: 1_000 + (index % 500 === 0 ? seed : 0) }, unit: { enum: ['kg', 'g', 't'] } },
    }
  }
  return JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', properties }, null, 2)
}

export async function heavy({ context, address, test }) {
  await test('two texts of 3 MB leave the page responsive', async () => {
    const page = await open(context, address)
    const texts = [large(1), large(2)]
    holds(texts[0].length > 3_000_000, `${texts[0].length} characters`)
    await page.evaluate(() => {
      globalThis.stalls = []
      globalThis.turns = 0
      let last = performance.now()
      setInterval(() => {
        const now = performance.now()
        globalThis.stalls.push(now - last)
        last = now
        if (document.getElementById('diff').hasAttribute('aria-busy')) globalThis.turns += 1
      }, 10)
    })
    const transfer = await page.evaluateHandle(([before, after]) => {
      const data = new DataTransfer()
      data.items.add(new File([before], 'large-1.json'))
      data.items.add(new File([after], 'large-2.json'))
      return data
    }, texts)
    const started = Date.now()
    for (const type of ['dragover', 'drop']) await page.dispatchEvent('#pane-before', type, { dataTransfer: transfer })
    await page.waitForFunction(() => document.getElementById('diff').report?.changes.length === 18, null, { timeout: 120_000 })
    const all = Date.now() - started
    const turns = await page.evaluate(() => globalThis.turns)
    await page.locator('#after .cm-content').click()
    await page.keyboard.type('  ')
    await put(page, 'after', AFTER)
    await page.waitForFunction(() => document.getElementById('diff').report?.changes.length > 18, null, { timeout: 120_000 })
    const worst = await page.evaluate(() => Math.max(...globalThis.stalls))
    console.log(`large texts: ${all} ms to the result (${await page.locator('semantic-diff .facts').textContent()}), longest stall ${Math.round(worst)} ms`)
    holds((await headline(page)).includes('9'), 'a result')
    // A page that compares by itself has no turn before the result comes.
    holds(turns >= 10, `the page had ${turns} turns while it compared`)
    // Generous, because test machines are slow and shared: an editor takes a large text in one go.
    holds(worst < 6_000, `the page stood still for ${Math.round(worst)} ms`)
    equal(page.problems.join('\n'), '', 'problems')
    await page.close()
  })
}
