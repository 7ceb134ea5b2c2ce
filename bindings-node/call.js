'use strict'

// The one way into the library: JSON text in, JSON text out.

const native = require('./meta-core.node')

class MetaCoreError extends Error {
  constructor({ code, message, path = '', file = null, line = null, column = null, help = null }) {
    const place = line ? `${file ?? 'input'}:${line}:${column}: ` : ''
    super(`${place}${message}${path ? ` (at ${path})` : ''}`)
    this.name = 'MetaCoreError'
    Object.assign(this, { code, path, file, line, column, help })
    this.reason = message
  }
}

// JSON.stringify turns NaN into null and throws on BigInt: both are refused with a typed error.
function checked(key, value) {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new MetaCoreError({ code: 'input_invalid', message: `\`${key}\` is not a finite number` })
  }
  if (typeof value === 'bigint' && (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER)) {
    throw new MetaCoreError({ code: 'input_invalid', message: `\`${key}\` is too large for a number` })
  }
  return typeof value === 'bigint' ? Number(value) : value
}

function toText(input) {
  if (typeof input === 'string') return input
  try {
    return JSON.stringify(input ?? {}, checked)
  } catch (error) {
    if (error instanceof MetaCoreError) throw error
    throw new MetaCoreError({ code: 'input_invalid', message: `the input has no JSON form: ${error.message}` })
  }
}

function typed(error) {
  try {
    return new MetaCoreError(JSON.parse(error.message))
  } catch {
    return error
  }
}

function callText(name, text) {
  try {
    return native.callText(name, text)
  } catch (error) {
    throw typed(error)
  }
}

// Something that is prepared once and asked often; its subclasses have its questions.
class Prepared {
  #native

  constructor(name, input) {
    try {
      this.#native = new native.Prepared(name, toText(input))
    } catch (error) {
      throw typed(error)
    }
  }

  callText(method, text) {
    try {
      return this.#native.callText(method, text)
    } catch (error) {
      throw typed(error)
    }
  }

  call(method, input) {
    return JSON.parse(this.callText(method, toText(input)))
  }
}

async function callTextAsync(name, text) {
  try {
    return await native.callTextAsync(name, text)
  } catch (error) {
    throw typed(error)
  }
}

exports.MetaCoreError = MetaCoreError
exports.Prepared = Prepared
exports.callText = callText
exports.callTextAsync = callTextAsync
exports.call = (name, input) => JSON.parse(callText(name, toText(input)))
exports.callAsync = async (name, input) => JSON.parse(await callTextAsync(name, toText(input)))
exports.version = native.version()
