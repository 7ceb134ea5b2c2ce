// Validates a service index with ajv, compiled, every error of the whole document.
import { readFileSync } from 'node:fs'
import Ajv2020 from 'ajv/dist/2020.js'

const text = readFileSync(process.argv[2], 'utf8')
const schema = JSON.parse(readFileSync(process.argv[3], 'utf8'))
const steps = {}
let last = performance.now()
const lap = (step) => {
  const now = performance.now()
  steps[step] = (now - last) / 1000
  last = now
}
// Formats are not asserted, as in the other contestants; none in the data is broken.
const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false })
const validate = ajv.compile(schema)
lap('compile')
const index = JSON.parse(text)
lap('read')
validate(index)
const errors = validate.errors ?? []
const broken = [...new Set(errors.map((error) => Number(error.instancePath.split('/')[2])))].sort((a, b) => a - b)
lap('check')
console.log(JSON.stringify({ steps, answer: { errors: errors.length, broken } }))
