// The one way into the library: JSON text in, JSON text out.

import start, { Prepared as NativePrepared, callText as nativeCall, initSync, version } from './pkg/web/native.js'

// Loads the module: by default from beside this file, or from the bytes, response or address given.
// Functions throw until it is loaded.
export const init = (source) => start(source === undefined ? undefined : { module_or_path: source })

// Loads the module from bytes that are there already.
export const initFromBytes = (bytes) => initSync({ module: bytes })

export class MetaCoreError extends Error {
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
    return new MetaCoreError(JSON.parse(error))
  } catch {
    return error
  }
}

export function callText(name, text) {
  try {
    return nativeCall(name, text)
  } catch (error) {
    throw typed(error)
  }
}

// Something that is prepared once and asked often; its subclasses have its questions.
export class Prepared {
  #native

  constructor(name, input) {
    try {
      this.#native = new NativePrepared(name, toText(input))
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

export const call = (name, input) => JSON.parse(callText(name, toText(input)))
export { version }
