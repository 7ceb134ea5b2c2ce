// Several files on a side, an earlier version, and what open schemas promise.

import { Buffer } from 'node:buffer'

import { equal, headline, holds, open, pair, put, result, text } from './tools.mjs'

const ORDER = 'type: object\nproperties:\n  total:\n    $ref: common/money.yaml\n'
const MONEY = 'type: integer\nmaximum: 100\n'
const SCHEMA = 'type Query {\n  me: User\n}\n'
const USER = 'type User {\n  id: ID!\n  name: String\n}\n'
const file = (name, text) => ({ name, mimeType: 'text/yaml', buffer: Buffer.from(text) })
const saw = (page, words) => page.waitForFunction((words) => document.getElementById('diff').shadowRoot.querySelector('.headline')?.textContent === words, words)
const names = (page, side) => page.locator(`#shown-${side} option`).allTextContents().then((all) => all.join())

/** Drops a folder, as a browser hands one over: entries that are asked for part by part. */
const dropFolder = (page, side, files) => page.evaluate(([side, files]) => {
  const tree = {}
  for (const [path, text] of files) {
    const parts = path.split('/')
    const name = parts.pop()
    let folder = tree
    for (const part of parts) folder = folder[part] ??= {}
    folder[name] = text
  }
  const entry = (name, node) => typeof node === 'string'
    ? { name, isFile: true, isDirectory: false, file: (told) => told(new File([node], name)) }
    : { name, isFile: false, isDirectory: true, createReader: () => { let given = false; return { readEntries: (told) => { told(given ? [] : Object.entries(node).map(([name, one]) => entry(name, one))); given = true } } } }
  const event = new Event('drop', { bubbles: true, cancelable: true })
  Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], files: [], items: [{ webkitGetAsEntry: () => entry('any', tree) }] } })
  document.getElementById(`pane-${side}`).dispatchEvent(event)
}, [side, files])

export async function several({ context, address, test }) {
  const page = await open(context, address)

  await test('files stand beside the document, and places lead to them', async () => {
    await dropFolder(page, 'before', [['order.yaml', ORDER], ['common/money.yaml', MONEY], ['logo.png', '\u0000'], ['.git/config.yaml', 'a: 1']])
    await dropFolder(page, 'after', [['order.yaml', ORDER], ['common/money.yaml', MONEY.replace('100', '50')]])
    await saw(page, '1 breaking')
    equal(await names(page, 'before'), 'common/money.yaml,order.yaml (compared)', 'files')
    equal(await page.inputValue('#path-before'), 'order.yaml', 'the document')
    equal(await page.locator('semantic-diff .where').textContent(), 'common/money.yaml, line 2', 'where')
    equal(await page.locator('#after .cm-line.marked').count(), 0, 'marks in another file')
    const card = page.locator('semantic-diff details.change').first()
    await card.locator('summary').click()
    holds((await card.locator('.body').textContent()).includes('maximum: 50'), 'the lines of the file')
    await card.locator('button.place').last().click()
    await page.waitForSelector('#after .cm-line.breaking')
    equal(await page.inputValue('#path-after'), 'common/money.yaml', 'the shown file')
    equal(await page.evaluate(() => document.activeElement.closest('.editor')?.id), 'after', 'focus')
    equal(await headline(page), '1 breaking', 'the result')
  })

  await test('a file beside the document is edited, and keeps what can be taken back', async () => {
    await put(page, 'after', MONEY)
    await saw(page, 'No change of meaning')
    await page.selectOption('#shown-after', 'order.yaml')
    await page.waitForFunction(() => document.getElementById('path-after').value === 'order.yaml')
    equal((await text(page, 'after')).trim(), ORDER.trim(), 'the document')
    await page.selectOption('#shown-after', 'common/money.yaml')
    await page.waitForFunction(() => document.getElementById('path-after').value === 'common/money.yaml')
    await page.locator('#after .cm-content').click()
    await page.keyboard.press('ControlOrMeta+z')
    await saw(page, '1 breaking')
  })

  await test('another file is compared, renamed and removed, by keyboard', async () => {
    await page.locator('#shown-before').focus()
    await page.keyboard.press('ArrowUp')
    await page.waitForFunction(() => document.getElementById('path-before').value === 'common/money.yaml')
    for (const side of ['before', 'after']) {
      await page.locator(`#main-${side}`).focus()
      await page.keyboard.press('Enter')
    }
    await page.waitForFunction(() => document.getElementById('diff').report?.changes[0]?.after_location?.pointer === '/maximum')
    equal(await page.textContent('#beside-said-after'), 'common/money.yaml is compared; the others stand beside it.', 'said')
    equal(await page.locator('#main-after').isDisabled(), true, 'it is compared already')
    await page.selectOption('#shown-after', 'order.yaml')
    await page.waitForFunction(() => document.getElementById('path-after').value === 'order.yaml')
    await page.locator('#leave-after').focus()
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.getElementById('beside-after').hidden)
    equal(await page.inputValue('#path-after'), 'common/money.yaml', 'the file that is left')
    equal(await page.evaluate(() => document.activeElement.id), 'path-after', 'focus is not lost')
  })

  await test('files are added beside a text: a GraphQL schema of several', async () => {
    await page.selectOption('#kind', 'graphql')
    for (const [side, user] of [['before', USER], ['after', USER.replace('  name: String\n', '')]]) {
      await page.setInputFiles(`#file-${side}`, file('schema.graphql', SCHEMA))
      await page.setInputFiles(`#add-${side}`, file('user.graphql', user))
      await page.waitForFunction((side) => document.getElementById(`shown-${side}`).options.length === 2, side)
    }
    await saw(page, '1 breaking')
    equal(await page.evaluate(() => document.getElementById('diff').report.changes[0].before_location.path), 'user.graphql', 'place')
  })

  await test('a link holds the files, and swapping takes them along', async () => {
    await page.click('#swap')
    await saw(page, '1 additive')
    await page.click('#link')
    await page.waitForFunction(() => location.hash.startsWith('#v1='))
    const other = await open(context, address, new URL(page.url()).hash)
    await result(other)
    equal(await headline(other), '1 additive', 'result')
    equal(await names(other, 'after'), 'schema.graphql (compared),user.graphql', 'files')
    await other.close()
  })

  await test('an error in a file beside names it, and leads there', async () => {
    await page.setInputFiles('#add-after', file('user.graphql', 'type User {\n  id ID\n}\n'))
    await page.waitForSelector('semantic-diff .error:not([hidden])')
    holds((await page.locator('semantic-diff .error').textContent()).includes('user.graphql'), 'the file')
    await page.locator('semantic-diff .error button').click()
    await page.waitForFunction(() => document.getElementById('path-after').value === 'user.graphql')
  })

  await test('a folder without documents is told', async () => {
    await dropFolder(page, 'before', [['a.png', 'x']])
    await page.waitForFunction(() => document.getElementById('notice').textContent.startsWith('the folder has no file that ends like a document'))
  })

  await test('the files report no error of their own', () => equal(page.problems.join('\n'), '', 'problems'))
  await page.close()
}

export async function earlier({ context, address, test }) {
  const page = await open(context, address)
  const schema = (most) => `type: object\nproperties:\n  a:\n    type: integer\n    maximum: ${most}\n`

  await test('what an earlier version accepted must hold, too', async () => {
    await pair(page, schema(5), schema(7))
    equal(await headline(page), '1 additive', 'since the last version')
    await page.locator('#more > summary').click()
    await page.setInputFiles('#file-earlier', file('first.yaml', schema(9)))
    await saw(page, '1 breaking, 1 additive')
    const card = page.locator('semantic-diff details.change').first()
    await card.locator('summary').click()
    holds((await card.locator('.body').textContent()).includes('Sincefirst.yaml'), 'since which version')
    await card.locator('button.place').first().click()
    equal(await page.evaluate(() => document.activeElement.closest('.editor')?.id), 'earlier', 'focus')
    equal(await page.textContent('#more-set'), '— an earlier version', 'what is set')
  })

  await test('what open schemas list from now on breaks when somebody may have used it', async () => {
    await put(page, 'earlier', '')
    await pair(page, schema(5), `${schema(5)}  b:\n    type: string\n`)
    equal(await headline(page), '1 additive', 'lenient')
    await page.selectOption('#open_content', 'strict')
    await saw(page, '1 breaking')
    equal(await page.textContent('#more-set'), '— strict content', 'what is set')
  })

  await test('the earlier version reports no error of its own', () => equal(page.problems.join('\n'), '', 'problems'))
  await page.close()
}
