// What the tests of the page of lifecycles share.

export { equal, holds } from '../preview/tools.mjs'

/** Opens the page anew; whatever goes wrong in it is collected in `page.problems`, what it asks for in `page.asked`. */
export async function open(context, address, hash = '') {
  const page = await context.newPage()
  page.problems = []
  page.asked = []
  page.on('pageerror', (error) => page.problems.push(error.message))
  page.on('console', (message) => message.type() === 'error' && page.problems.push(message.text()))
  page.on('request', (request) => page.asked.push(request.url()))
  await page.goto(`${address}/bindings-wasm/dist/lifecycle/${hash}`)
  await page.waitForSelector('html[data-ready]', { timeout: 60_000 })
  return page
}

export async function sample(page) {
  await page.click('#sample')
  await page.locator('#rows button').first().waitFor()
}

export const row = (page, id) => page.locator(`#rows button[data-id="${id}"]`)

/** Waits until nothing is asked or drawn any more. */
export async function settled(page) {
  await page.waitForTimeout(50)
  await page.waitForFunction(() => document.getElementById('busy').hidden && !document.querySelector('[data-drawing]'), null, { timeout: 60_000 })
}

export async function choose(page, id) {
  await row(page, id).click()
  await page.waitForFunction((id) => document.getElementById('subject-name').textContent === id, id)
  await settled(page)
}

export const transition = (page, event, place = 'transitions') => page.locator(`#${place} article[data-event="${event}"]`)

export async function put(page, id, text) {
  await page.locator(`#${id} .cm-content`).click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(text)
}

/** The cells of the guard of a transition: whether it holds, what it has read, what would make it hold. */
export const guard = async (article, name) => {
  const line = article.locator('tr', { has: article.page().locator('th code', { hasText: new RegExp(`^${name}$`) }) })
  return line.locator('td').allTextContents()
}

/** What a click gives the reader as a file. */
export async function download(page, selector) {
  const [given] = await Promise.all([page.waitForEvent('download'), page.click(selector)])
  const parts = []
  for await (const part of await given.createReadStream()) parts.push(part)
  return { name: given.suggestedFilename(), text: Buffer.concat(parts).toString('utf8') }
}
