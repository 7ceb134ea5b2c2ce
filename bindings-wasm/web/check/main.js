// The page: reads a workspace folder and shows what the check finds.

import * as meta from '../../index.js'

const $ = (id) => document.getElementById(id)
const status = (text) => { $('status').textContent = text }

// What a workspace is made of; other files of the chosen folder are not read.
const DOCUMENT = /^(catalog|config|manifests|schemas)\/.*\.(ya?ml|json)$/i

/** Reads the documents of a chosen folder: path below the folder → text, or why it is none. */
async function read(list) {
  const files = {}
  for (const file of list) {
    const path = file.webkitRelativePath.split('/').slice(1).join('/')
    if (!DOCUMENT.test(path)) continue
    try {
      files[path] = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
    } catch {
      files[path] = { path, unreadable: 'the text is not UTF-8' }
    }
  }
  return files
}

// Text of the user is never markup.
function add(parent, tag, text, className = '') {
  const element = parent.appendChild(document.createElement(tag))
  element.textContent = text
  element.className = className
  return element
}

function row(finding) {
  const place = finding.location
  const tr = document.createElement('tr')
  if (finding.suppression) tr.className = 'suppressed'
  add(tr, 'td', finding.severity, finding.severity)
  const code = add(tr, 'td', finding.code)
  code.title = meta.explainCode({ code: finding.code }).why
  add(tr, 'td', finding.subject)
  const message = add(tr, 'td', finding.message)
  if (finding.remediation) add(message, 'small', finding.remediation)
  if (finding.suppression) add(message, 'small', `accepted: ${finding.suppression.reason}`)
  add(tr, 'td', place ? `${place.path}:${place.line ?? '?'}:${place.column ?? '?'}` : '')
  return tr
}

function scoreRow({ service, score, grade, below_threshold: below }) {
  const tr = document.createElement('tr')
  add(tr, 'td', service)
  add(tr, 'td', score, 'number')
  add(tr, 'td', grade)
  add(tr, 'td', below.join('; '))
  return tr
}

/** Checks `files` and shows the report; returns it. */
export function check(files, now) {
  const report = meta.checkPlatform({ files, now })
  const { pass, reasons } = report.verdict
  $('verdict').textContent = pass ? 'Passes' : `Fails: ${reasons.join('; ')}`
  $('verdict').className = pass ? 'passes' : 'fails'
  $('degraded').replaceChildren()
  for (const { input, reason } of report.degraded) add($('degraded'), 'li', `${input}: ${reason}`)
  $('findings').replaceChildren(...report.findings.map(row))
  const scores = [...report.quality.services].sort((a, b) => a.score - b.score)
  $('scores').replaceChildren(...scores.map(scoreRow))
  $('report').hidden = false
  status(`${report.summary.services} services, ${report.findings.length} findings`)
  return report
}

$('now').value = `${new Date().toISOString().slice(0, 19)}Z`
$('check').addEventListener('submit', async (event) => {
  event.preventDefault()
  try {
    check(await read($('folder').files), $('now').value)
  } catch (error) {
    $('report').hidden = true
    status(error.help ? `${error.message} — ${error.help}` : error.message)
  }
})

await meta.init()
$('run').disabled = false
status(`Ready (version ${meta.version()})`)
globalThis.metaCore = meta
globalThis.metaCorePage = { check }
