// Compares two OpenAPI descriptions with api-smart-diff: `openapi_api_smart_diff.mjs BEFORE AFTER`.
import { readFileSync } from 'node:fs'
import { apiDiff } from 'api-smart-diff'
import { Clock } from '../clock.mjs'

const texts = process.argv.slice(2, 4).map((path) => readFileSync(path, 'utf8'))
const clock = new Clock()
const [before, after] = texts.map((text) => JSON.parse(text))
clock.lap('parse')
const changes = apiDiff(before, after)
clock.lap('diff')
clock.report(changes.map(({ path, type, action }) => ({ path, type, action })))
