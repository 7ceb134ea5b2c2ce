// What the tests of the page share: a fresh page, texts to type, and what must be equal.

export const equal = (left, right, what) => {
  if (left !== right) throw new Error(`${what}: got ${JSON.stringify(left)}, want ${JSON.stringify(right)}`)
}

export const holds = (value, what) => {
  if (!value) throw new Error(what)
}

export const BEFORE = 'type: object\nproperties:\n  age:\n    type: integer\n    maximum: 150\n  name:\n    type: string\n    maxLength: 20\n'
export const AFTER = 'type: object\nproperties:\n  age:\n    type: integer\n    maximum: 99\n  name:\n    type: string\n    maxLength: 40\n'

/** Opens the page anew; whatever goes wrong in it is collected in `page.problems`. */
export async function open(context, address, hash = '') {
  const page = await context.newPage()
  page.problems = []
  page.on('pageerror', (error) => page.problems.push(error.message))
  page.on('console', (message) => message.type() === 'error' && page.problems.push(message.text()))
  await page.goto(`${address}/bindings-wasm/dist/${hash}`)
  await page.waitForSelector('html[data-ready]', { timeout: 60_000 })
  return page
}

/** Puts a text in an editor, as a paste does. */
export async function put(page, side, text) {
  await page.locator(`#${side} .cm-content`).click()
  await page.keyboard.press('ControlOrMeta+a')
  if (text === '') await page.keyboard.press('Delete')
  else await page.keyboard.insertText(text)
}

export async function pair(page, before = BEFORE, after = AFTER) {
  await put(page, 'before', before)
  await put(page, 'after', after)
  await result(page)
}

/** Waits until nothing is compared any more, and something is shown. */
export async function result(page) {
  await page.waitForTimeout(50)
  await page.waitForFunction(() => {
    const diff = document.getElementById('diff')
    return document.getElementById('busy').hidden && !diff.hasAttribute('aria-busy') && diff.shadowRoot.querySelector('.headline, .error:not([hidden])')
  }, null, { timeout: 60_000 })
}

export const headline = (page) => page.locator('semantic-diff .headline').textContent()
export const text = (page, side) => page.locator(`#${side} .cm-content`).evaluate((element) => element.innerText)
