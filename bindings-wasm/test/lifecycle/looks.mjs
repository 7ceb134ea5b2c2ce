// Accessibility in both themes, the keyboard alone, ten thousand artifacts, and use without a network.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { audit } from '../preview/looks.mjs'
import { choose, equal, holds, open, row, sample, settled, transition } from './tools.mjs'

const STATES = {
  empty: async () => {},
  subject: async (page) => {
    await sample(page)
    await choose(page, 'shop/service/mail@1')
    await transition(page, 'archive').locator('summary').click()
    await transition(page, 'archive').locator('.follows').waitFor()
  },
  report: async (page) => {
    await page.click('#tab-report')
    await page.locator('article.conflict').first().waitFor()
  },
  journal: async (page) => page.click('#tab-journal'),
  machine: async (page) => {
    await page.click('#tab-machine')
    await page.selectOption('#machine-sample', 'review')
    await page.locator('#machine-drawing svg').waitFor()
    await settled(page)
  },
}

export async function lifecycleAccessibility({ context, address, test, root }) {
  const axe = await readFile(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8')
  for (const theme of ['light', 'dark']) {
    const page = await open(context, address)
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    for (const [name, reach] of Object.entries(STATES)) {
      await test(`axe finds nothing in the lifecycles: ${name}, ${theme}`, async () => {
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

export async function lifecycleKeyboard({ context, address, test }) {
  const page = await open(context, address)
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const active = () => page.evaluate(() => document.activeElement.id || document.activeElement.dataset.id || document.activeElement.className)

  await test('a subject is found, asked about and moved without a mouse', async () => {
    await press('Tab')
    equal(await active(), 'skip', 'first stop')
    const seen = []
    for (let step = 0; step < 12 && seen.at(-1) !== 'sample'; step += 1) {
      await press('Tab')
      seen.push(await active())
    }
    for (const id of ['theme', 'tab-open', 'actor', 'at', 'sample']) holds(seen.includes(id), `Tab does not reach ${id}: ${seen}`)
    await press('Enter')
    await page.locator('#rows button').first().waitFor()
    await press('F8')
    await page.waitForFunction(() => document.getElementById('subject-name').textContent === 'data/month-end')
    equal(await active(), 'data/month-end', 'the first blocked one')
    await press('F8')
    equal(await active(), 'data/service/forecast@1', 'the next')
    await press('Shift+F8')
    equal(await active(), 'data/month-end', 'back')
    await press('ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter')
    await page.waitForFunction(() => document.getElementById('subject-name').textContent === 'payments')
    await settled(page)
    await transition(page, 'start').locator('button').focus()
    await press('Enter')
    await page.waitForFunction(() => document.getElementById('said-text').textContent.startsWith('✓ Done: advance payments start'))
    equal(await active(), 'subject-name', 'focus behind the event')
    await page.locator('#tab-subjects').focus()
    await press('ArrowRight')
    equal(await active(), 'tab-report', 'the next view')
    await page.waitForFunction(() => document.getElementById('report-sum').textContent.startsWith('9 blocked'))
    equal(await page.locator('[role=tab][aria-selected=true]').count(), 1, 'chosen tabs')
  })
  await page.close()
}

/** A journal of ten thousand declared artifacts, of which a few clash. */
function large() {
  const lines = []
  for (let index = 0; index < 10_000; index += 1) {
    const paths = [index % 500 === 0 ? 'src/shared.ts' : `src/${index}.ts`]
    const declare = { project: `p${index % 40}`, kind: 'service', name: `s${index}`, paths }
    lines.push(JSON.stringify({ event_id: `e${index}`, actor: `a${index % 9}`, at: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString(), action: { declare } }))
  }
  return `${lines.join('\n')}\n`
}

export async function lifecycleHeavy({ context, address, test }) {
  await test('ten thousand artifacts leave the page responsive, and the list says what it shows', async () => {
    const page = await open(context, address)
    await page.evaluate(() => {
      globalThis.stalls = []
      let last = performance.now()
      setInterval(() => {
        const now = performance.now()
        globalThis.stalls.push(now - last)
        last = now
      }, 10)
    })
    const started = Date.now()
    await page.setInputFiles('#journal-file', { name: 'journal.jsonl', mimeType: 'application/json', buffer: Buffer.from(large()) })
    await page.waitForFunction(() => document.querySelector('#journal-text .cm-content').innerText.includes('e0'))
    await page.click('#open')
    await page.waitForFunction(() => document.getElementById('row-count').textContent.startsWith('200 of 10040 shown, '), null, { timeout: 120_000 })
    const all = Date.now() - started
    equal(await page.locator('#rows button').count(), 200, 'lines')
    await page.click('#more-rows')
    equal(await page.locator('#rows button').count(), 400, 'more lines')
    await page.fill('#search', 's9999')
    await choose(page, 'p39/service/s9999@1')
    await page.fill('#search', '')
    await transition(page, 'archive').locator('button', { hasText: 'Do it' }).click()
    await page.waitForFunction(() => document.getElementById('said-text').textContent.startsWith('✓ Done'), null, { timeout: 60_000 })
    await settled(page)
    const worst = await page.evaluate(() => Math.max(...globalThis.stalls))
    console.log(`10,000 artifacts: ${all} ms to the list, longest stall ${Math.round(worst)} ms`)
    // Generous, because test machines are slow and shared.
    holds(worst < 1_500, `the page stood still for ${Math.round(worst)} ms`)
    equal(page.problems.join('\n'), '', 'problems')
    await page.close()
  })
}

export async function lifecycleOffline({ context, address, test }) {
  await test('the page of lifecycles asks nobody else, and works without a network', async () => {
    const page = await open(context, address)
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready
      for (let turn = 0; turn < 200 && !(await caches.match('./index.html')); turn += 1) await new Promise((resume) => setTimeout(resume, 50))
    })
    await context.setOffline(true)
    try {
      await page.reload()
      await page.waitForSelector('html[data-ready]', { timeout: 60_000 })
      await sample(page)
      await choose(page, 'shop/service/cart@1')
      equal(await page.locator('#drawing .node.current').textContent(), '▶ blocked', 'drawn')
      holds((await row(page, 'shop/service/cart@1').textContent()).includes('blocked'), 'listed')
      const others = page.asked.filter((url) => !url.startsWith(address) && !/^(data|blob):/.test(url))
      equal(others.join(), '', 'requests to others')
      equal(await page.evaluate(() => fetch('https://example.com/').then(() => 'sent', () => 'refused')), 'refused', 'a request to another host')
    } finally {
      await context.setOffline(false)
      await page.close()
    }
  })
}
