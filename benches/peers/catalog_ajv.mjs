// Validates a service index with ajv, compiled, every error of the whole document.
import { readFileSync } from 'node:fs'
import Ajv2020 from 'ajv/dist/2020.js'
import { Clock, distinct } from './clock.mjs'

const text = readFileSync(process.argv[2], 'utf8')
const schema = JSON.parse(readFileSync(process.argv[3], 'utf8'))
const clock = new Clock()
// Formats are not asserted, as in the other contestants; none in the data is broken.
const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false })
const validate = ajv.compile(schema)
clock.lap('compile')
const index = JSON.parse(text)
clock.lap('read')
validate(index)
const errors = validate.errors ?? []
const broken = distinct(errors.map((error) => Number(error.instancePath.split('/')[2])))
clock.lap('check')
clock.report({ errors: errors.length, broken })
