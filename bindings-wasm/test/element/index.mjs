// The element in pages of others: with an import map, and as a bundler delivers it.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { equal, holds } from '../preview/tools.mjs'

const shown = (page, id) => page.waitForFunction((id) => document.getElementById(id).shadowRoot?.querySelector('.headline'), id, { timeout: 60_000 })
const headline = (page, id) => page.locator(`#${id} .headline`).textContent()

/** Sets properties of an element and returns what its next event tells. */
const next = (page, id, properties) => page.evaluate(([id, properties]) => new Promise((resolve) => {
  const element = document.getElementById(id)
  for (const name of ['result', 'error']) {
    element.addEventListener(`semantic-diff-${name}`, ({ detail }) => resolve({ name, ...JSON.parse(JSON.stringify(detail)) }), { once: true })
  }
  Object.assign(element, properties)
}), [id, properties])

export default async function elementTests({ context, address, test, root }) {
  const only = process.env.ONLY?.split(',')
  if (only && !only.includes('element')) return
  const page = await context.newPage()
  const problems = []
  page.on('pageerror', (error) => problems.push(error.message))
  await page.goto(`${address}/bindings-wasm/test/element/index.html`)

  await test('the element compares what its attributes hold, without a bundler', async () => {
    await shown(page, 'first')
    equal(await headline(page, 'first'), '1 breaking', 'result')
    equal(await page.locator('#first h2').count(), 1, 'headings of the stated level')
    equal(await page.locator('#first button.place').count(), 0, 'places are no buttons unless linked')
  })

  await test('an attribute that changes is compared anew', async () => {
    const told = page.evaluate(() => new Promise((resolve) => document.addEventListener('semantic-diff-result', (event) => resolve(event.detail.report.summary.additive), { once: true })))
    await page.evaluate(() => document.getElementById('first').setAttribute('after', '{"type": "object", "properties": {"age": {"type": "integer", "maximum": 200}}}'))
    equal(await told, 1, 'additive changes')
  })

  await test('properties take values, consumers, rules, a direction and a kind', async () => {
    const told = await next(page, 'first', {
      sources: { before: { properties: { a: { maxLength: 1 } } }, after: { properties: { a: { maxLength: 2 } } } },
      direction: 'forward', kind: 'json-schema', now: '2026-02-01T00:00:00Z',
      consumers: 'consumers:\n  - name: billing\n    uses: [/properties/a]\n',
    })
    equal(told.report.direction, 'forward', 'direction')
    equal(told.report.changes[0].consumers[0].name, 'billing', 'consumer')
    equal(told.report.changes[0].class, 'breaking', 'class')
  })

  await test('an error is an event, and names its text', async () => {
    const told = await next(page, 'first', { sources: { before: 'a: 1', after: { path: 'new.yaml', text: 'a: [1' } }, kind: 'config' })
    equal(`${told.name} ${told.side} ${told.error.code} ${told.error.file}`, 'error after input_invalid new.yaml', 'event')
  })

  await test('what elements can do besides is left alone', async () => {
    const done = await page.evaluate(() => {
      const element = document.createElement('semantic-diff')
      document.querySelector('main').append(element)
      element.before(document.createElement('hr'))
      element.after('text')
      const around = `${element.previousSibling.nodeName} ${element.nextSibling.textContent}`
      element.before = '{"type": "string"}'
      element.after = '{"type": "integer"}'
      const held = element.sources.after
      element.remove()
      return `${around} ${held}`
    })
    equal(done, 'HR text {"type": "integer"}', 'siblings, and the text')
  })

  await test('without a worker small inputs are compared on the main thread, and large ones refused', async () => {
    await page.evaluate(() => {
      const element = Object.assign(document.createElement('semantic-diff'), { id: 'main' })
      element.setAttribute('worker', 'off')
      document.querySelector('main').append(element)
    })
    const told = await next(page, 'main', { sources: { before: 'type: string', after: 'type: integer' }, kind: 'json-schema' })
    equal(told.report.summary.breaking, 1, 'breaking changes')
    const refused = await next(page, 'main', { sources: { before: 'type: string', after: `type: string\ndescription: ${'a'.repeat(300_000)}` } })
    equal(refused.error.code, 'limit_exceeded', 'code')
  })

  await test('its looks are set from outside', async () => {
    const looks = await page.evaluate(() => {
      const element = document.getElementById('first')
      return `${getComputedStyle(element).backgroundColor} ${getComputedStyle(element.shadowRoot.querySelector('.verdict')).borderTopColor}`
    })
    equal(looks, 'rgb(250, 251, 252) rgb(1, 2, 3)', 'colours')
  })

  await test('axe finds nothing in a page that embeds it', async () => {
    await page.evaluate(await readFile(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8'))
    const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] } }))
    equal(found.violations.map(({ id, nodes }) => `${id} ${nodes[0].target}`).join('; '), '', 'violations')
  })

  await test('the element works as a bundler delivers it', async () => {
    const bundled = await context.newPage()
    await bundled.goto(`${address}/bindings-wasm/dist/`)
    await bundled.waitForSelector('html[data-ready]')
    const text = await bundled.evaluate(async () => {
      const element = document.createElement('semantic-diff')
      const told = new Promise((resolve) => element.addEventListener('semantic-diff-result', resolve, { once: true }))
      element.sources = { before: 'type: string', after: 'type: integer' }
      document.body.append(element)
      await told
      return element.write('changelog')
    })
    holds(text.includes('type'), 'a changelog')
    await bundled.close()
  })

  await test('the element reports no error of its own', () => equal(problems.join('\n'), '', 'problems'))
  await page.close()
}
