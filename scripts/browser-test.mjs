// Every shared fixture in a real browser: headless Chromium loads the page and runs them there.

import { createServer } from 'node:http'
import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { chromium } from 'playwright-core'

import elementTests from '../bindings-wasm/test/element/index.mjs'
import lifecycleTests from '../bindings-wasm/test/lifecycle/index.mjs'
import pageTests from '../bindings-wasm/test/page.mjs'
import previewTests from '../bindings-wasm/test/preview/index.mjs'
import { cases, handleCases } from './fixtures.mjs'

const root = join(import.meta.dirname, '..')
const types = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.json': 'application/json' }

const server = createServer(async (request, response) => {
  let path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname))
  if (path.endsWith('/')) path += 'index.html'
  try {
    const body = await readFile(join(root, path))
    response.writeHead(200, { 'content-type': types[extname(path)] ?? 'text/plain' }).end(body)
  } catch {
    response.writeHead(404).end()
  }
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const address = `http://127.0.0.1:${server.address().port}`

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
if (!executablePath) throw new Error('no Chromium here; run `make setup`')
const profile = await mkdtemp(join(tmpdir(), 'meta-core-'))
const context = await chromium.launchPersistentContext(profile, {
  executablePath,
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})

let passed = 0
const failures = []
async function test(name, body) {
  try {
    await body()
    passed += 1
  } catch (error) {
    failures.push(name)
    console.error(`not ok - ${name}\n${error.message}`)
  }
}

if (!process.env.ONLY) await allFixtures()
await previewTests({ context, address, test, root })
await lifecycleTests({ context, address, test, root })
await elementTests({ context, address, test, root })

await context.close()
await rm(profile, { recursive: true, force: true })
server.close()
console.log(`browser: ${passed} passed, ${failures.length} failed`)
process.exitCode = failures.length > 0 || (passed < 10 && !process.env.ONLY) ? 1 : 0

// The page that checks a workspace loads the whole library; every fixture runs there.
async function allFixtures() {
  const page = await context.newPage()
  const problems = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  await page.goto(`${address}/bindings-wasm/web/check/index.html`)
  await page.waitForFunction(() => globalThis.metaCore, null, { timeout: 15_000 }).catch((error) => {
    throw new Error(`the page does not start: ${problems.join('\n') || error.message}`)
  })

  const names = await page.evaluate(() => metaCore.listOperations({}).operations.map((row) => row.name))
  for (const one of cases(names)) {
    await test(one.name, () =>
      page.evaluate(async ({ one, address }) => {
        const { runCase } = await import(`${address}/scripts/run-fixture.mjs`)
        runCase(metaCore, one)
      }, { one, address }))
  }
  for (const one of handleCases()) {
    await test(one.name, () =>
      page.evaluate(async ({ one, address }) => {
        const { runHandle } = await import(`${address}/scripts/run-fixture.mjs`)
        runHandle(metaCore, one)
      }, { one, address }))
  }
  await pageTests({ page, test, root })
  await test('the page reports no error of its own', () => {
    if (problems.length > 0) throw new Error(problems.join('\n'))
  })
}
