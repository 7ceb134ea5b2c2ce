// The page: reads a workspace folder and shows what the check finds.

import * as meta from '../index.js'

const $ = (id) => document.getElementById(id)
const status = (text) => { $('status').textContent = text }

/** Reads the documents of a chosen folder: path below the folder → text. */
async function read(list) {
  const files = {}
  for (const file of list) {
    if (!/\.(ya?ml|json)$/.test(file.name)) continue
    const path = file.webkitRelativePath.split('/').slice(1).join('/')
    files[path || file.name] = await file.text()
  }
  return files
}

function row(finding) {
  const place = finding.location
  const cells = [
    finding.severity,
    finding.code,
    finding.subject,
    finding.remediation ? `${finding.message} — ${finding.remediation}` : finding.message,
    place ? `${place.path}:${place.line ?? '?'}:${place.column ?? '?'}` : '',
  ]
  const tr = document.createElement('tr')
  if (finding.suppression) tr.className = 'suppressed'
  cells.forEach((text, index) => {
    const td = tr.appendChild(document.createElement('td'))
    // Text of the user is never markup.
    td.textContent = text
    if (index === 0) td.className = finding.severity
  })
  return tr
}

/** Checks `files` and shows the report; returns it. */
export function check(files, now) {
  const report = meta.checkPlatform({ files, now })
  const { pass, reasons } = report.verdict
  $('verdict').textContent = pass ? 'Passes' : `Fails: ${reasons.join('; ')}`
  $('findings').replaceChildren(...report.findings.map(row))
  $('report').hidden = false
  status(`${report.summary.services} services, ${report.findings.length} findings`)
  return report
}

$('now').value = new Date().toISOString()
$('check').addEventListener('submit', async (event) => {
  event.preventDefault()
  try {
    check(await read($('folder').files), $('now').value)
  } catch (error) {
    status(error.message)
  }
})

await meta.init()
$('run').disabled = false
status(`Ready (version ${meta.version()})`)
globalThis.metaCore = meta
globalThis.metaCorePage = { check }
