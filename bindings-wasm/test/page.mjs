// The page as a person uses it: choose a folder, press the button, read the report.

import { mkdtempSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const equal = (left, right, what) => {
  if (left !== right) throw new Error(`${what}: got ${left}, want ${right}`)
}

export default async function pageTests({ page, test, root }) {
  const folder = mkdtempSync(join(tmpdir(), 'meta-core-page-'))
  const choose = async (name) => {
    await page.setInputFiles('#folder', join(folder, name))
    await page.fill('#now', '2025-10-06T00:00:00Z')
    await page.click('#run')
    await page.waitForFunction(() => !document.getElementById('status').textContent.startsWith('Ready'))
  }
  cpSync(join(root, 'fixtures/platform'), join(folder, 'platform'), { recursive: true })

  await test('the page shows every finding of the sample', async () => {
    await choose('platform')
    await page.waitForFunction(() => !document.getElementById('report').hidden)
    const rows = await page.locator('#findings tr').count()
    const status = await page.textContent('#status')
    equal(status, `30 services, ${rows} findings`, 'status')
    const place = await page.locator('#findings tr', { hasText: 'catalog/invalid_version' }).locator('td').last().textContent()
    equal(place, 'manifests/secret-vault/service-manifest.yaml:9:10', 'place')
    equal(await page.locator('#findings tr.suppressed').count(), 1, 'accepted findings')
    equal(await page.locator('#scores tr').count(), 30, 'scores')
    if (!(await page.textContent('#verdict')).startsWith('Fails: ')) throw new Error('no verdict')
  })

  await test('text of the user is never markup, and a file that is no text is a finding', async () => {
    mkdirSync(join(folder, 'odd/manifests'), { recursive: true })
    writeFileSync(join(folder, 'odd/manifests/a.yaml'), 'name: "<img src=x onerror=alert(1)>"\n')
    writeFileSync(join(folder, 'odd/manifests/b.yaml'), Buffer.from([0x6e, 0xff, 0xfe]))
    await choose('odd')
    await page.waitForFunction(() => document.getElementById('findings').textContent.includes('<img'))
    equal(await page.locator('#findings img').count(), 0, 'elements of the user')
    equal(await page.locator('#findings tr', { hasText: 'manifests/b.yaml' }).first().locator('td').nth(1).textContent(), 'document/unreadable', 'code')
  })

  await test('a wrong time is told', async () => {
    await page.fill('#now', 'yesterday')
    await page.click('#run')
    await page.waitForFunction(() => document.getElementById('status').textContent.includes('/now'))
    equal(await page.isHidden('#report'), true, 'the old report is hidden')
  })
  rmSync(folder, { recursive: true })
}
