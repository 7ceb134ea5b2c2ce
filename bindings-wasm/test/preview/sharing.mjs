// Files, links, the clipboard, and use without a network.

import { Buffer } from 'node:buffer'

import { AFTER, BEFORE, equal, headline, holds, open, pair, result, text } from './tools.mjs'

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText())

export async function drop(page, selector, files) {
  const transfer = await page.evaluateHandle((files) => {
    const data = new DataTransfer()
    for (const [name, text] of files) data.items.add(new File([text], name))
    return data
  }, files)
  for (const type of ['dragover', 'drop']) await page.dispatchEvent(selector, type, { dataTransfer: transfer })
}

export async function files({ context, address, test }) {
  const page = await open(context, address)

  await test('two dropped files are compared', async () => {
    await drop(page, '#pane-before', [['person-1.yaml', BEFORE], ['person-2.yaml', AFTER]])
    await result(page)
    equal(await headline(page), '1 breaking, 1 additive', 'result')
    equal(await page.inputValue('#path-after'), 'person-2.yaml', 'name')
  })

  await test('a file dropped on one side replaces that side', async () => {
    await drop(page, '#after .cm-content', [['same.yaml', BEFORE]])
    await page.waitForFunction(() => document.getElementById('diff').shadowRoot.querySelector('.headline').textContent === 'No change of meaning')
  })

  await test('a chosen file is read, and one that is no text is refused', async () => {
    await page.setInputFiles('#file-after', { name: 'other.yaml', mimeType: 'text/yaml', buffer: Buffer.from(AFTER) })
    await page.waitForFunction(() => document.getElementById('path-after').value === 'other.yaml')
    await page.setInputFiles('#file-after', { name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0xff, 0xfe]) })
    await page.waitForFunction(() => document.getElementById('notice').textContent.includes('logo.png is no text'))
    equal(await page.inputValue('#path-after'), 'other.yaml', 'the text before stays')
  })
  await page.close()
}

export async function links({ context, address, test }) {
  const page = await open(context, address)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: address })

  await test('a link brings everything back', async () => {
    await pair(page)
    await page.selectOption('#direction', 'forward')
    await page.fill('#path-after', 'schemas/person.yaml')
    await page.locator('#more summary').click()
    await page.fill('#before_version', '1.0.0')
    await page.fill('#after_version', '1.0.1')
    await page.waitForTimeout(300)
    await result(page)
    const want = await headline(page)
    await page.click('#link')
    await page.waitForFunction(() => location.hash.startsWith('#v1='))
    const link = await clipboard(page)
    equal(link, page.url(), 'the copied link')
    const other = await open(context, address, new URL(link).hash)
    await result(other)
    equal(await headline(other), want, 'result')
    equal(await text(other, 'before'), await text(page, 'before'), 'text')
    equal(await other.inputValue('#direction'), 'forward', 'direction')
    equal(await other.inputValue('#path-after'), 'schemas/person.yaml', 'name')
    holds((await other.locator('semantic-diff .verdict').textContent()).includes('1.0.0 → 1.0.1 is not enough'), 'versions')
    await other.close()
  })

  await test('a link is dropped from the address bar when the texts change', async () => {
    await page.locator('#after .cm-content').click()
    await page.keyboard.type(' ')
    // The editor tells of a change once it has taken it over.
    await page.waitForFunction(() => location.hash === '')
  })

  await test('texts too long for a link are refused in words', async () => {
    await pair(page, BEFORE, `${AFTER}description: ${'long '.repeat(45_000)}`)
    await page.click('#link')
    await page.waitForFunction(() => document.getElementById('notice').textContent.startsWith('No link: the texts have 2'))
    equal(new URL(page.url()).hash, '', 'hash')
  })

  await test('a damaged link, and one that unpacks to very much, are told', async () => {
    for (const [hash, said] of [['#v1=abc', 'it is damaged or was cut'], [await bomb(page), 'it holds more text than a link may']]) {
      const other = await open(context, address, hash)
      holds((await other.textContent('#notice')).includes(said), `told: ${said}`)
      equal(other.problems.join(), '', 'problems')
      await other.close()
    }
  })

  await test('the result is copied as Markdown', async () => {
    await pair(page)
    await page.locator('semantic-diff button.copy').click()
    await page.waitForFunction(() => document.getElementById('diff').shadowRoot.querySelector('button.copy').textContent === 'Copied')
    const copied = await clipboard(page)
    holds(copied.includes('diff/json-schema/maximum_lowered') && copied.startsWith('#'), 'a report in Markdown')
    equal(copied.trimEnd(), (await page.evaluate(() => document.getElementById('diff').write('markdown'))).trimEnd(), 'as the core writes it')
  })
  await page.close()
}

const bomb = (page) => page.evaluate(async () => {
  const stream = new Blob(['"', 'a'.repeat(30_000_000), '"']).stream().pipeThrough(new CompressionStream('deflate-raw'))
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer())
  return `#v1=${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')).replace(/\+/g, '-').replace(/\//g, '_')}`
})

export async function offline({ context, address, test }) {
  await test('nothing is asked of anybody else, and the page works without a network', async () => {
    const page = await open(context, address)
    const asked = []
    context.on('request', (request) => asked.push(request.url()))
    await page.evaluate(() => navigator.serviceWorker.ready)
    await context.setOffline(true)
    try {
      await page.reload()
      await page.waitForSelector('html[data-ready]', { timeout: 60_000 })
      await page.selectOption('#sample', 'flags')
      await result(page)
      holds((await headline(page)).includes('breaking'), 'a result')
      equal(asked.filter((url) => !url.startsWith(address) && !url.startsWith('data:')).join(), '', 'requests to others')
      const refused = await page.evaluate(() => fetch('https://example.com/').then(() => 'sent', () => 'refused'))
      equal(refused, 'refused', 'a request to another host')
    } finally {
      await context.setOffline(false)
      await page.close()
    }
  })
}
