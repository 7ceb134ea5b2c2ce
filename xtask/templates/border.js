// What crosses the border to the native side, and back: the same for Node and the browser.

export class MetaCoreError extends Error {
  constructor({ code, message, path = '', file = null, line = null, column = null, help = null }) {
    const place = line ? `${file ?? 'input'}:${line}:${column}: ` : ''
    super(`${place}${message}${path ? ` (at ${path})` : ''}`)
    this.name = 'MetaCoreError'
    Object.assign(this, { code, path, file, line, column, help })
    this.reason = message
  }
}

// What JSON.stringify would write as something else, or not at all, is refused.
class Refused extends Error {}

// Stands before digits that JSON.stringify has no way to write, until the text is made. Half a character is refused in
// texts, so that none has it.
const DIGITS = '\ud800'

// A replacer of JSON.stringify: it is called on the object that holds the value.
function plain(key, value) {
  const raw = this[key]
  const bytes = bytesOf(raw)
  if (bytes) return decoded(bytes)
  if (typeof value === 'string') return wellFormed(value)
  if (typeof value === 'bigint') return `${DIGITS}${value}`
  if (Object.is(value, -0)) return `${DIGITS}-0`
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Refused('the number is not finite')
  if (typeof value === 'function' || typeof value === 'symbol') throw new Refused(`a ${typeof value} has no JSON form`)
  if (value === undefined && Array.isArray(this)) throw new Refused('an item is undefined')
  if (value instanceof Map || value instanceof Set || ArrayBuffer.isView(value)) {
    throw new Refused(`a value of type \`${value.constructor.name}\` has no JSON form`)
  }
  return value
}

function bytesOf(value) {
  if (value instanceof Uint8Array) return value
  return value instanceof ArrayBuffer ? new Uint8Array(value) : undefined
}

function decoded(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Refused('the bytes are not UTF-8')
  }
}

function wellFormed(text) {
  const isWhole = text.isWellFormed?.() ?? !/\p{Surrogate}/u.test(text)
  if (!isWhole) throw new Refused('the text has half a character')
  return text
}

// Text passes as it is, and bytes as their UTF-8 text; a value becomes JSON.
export function toText(input) {
  try {
    if (typeof input === 'string') return wellFormed(input)
    const bytes = bytesOf(input)
    return bytes ? decoded(bytes) : written(input ?? {})
  } catch (error) {
    // Deeper than the stack, and than the library reads: what stands at its limit decides.
    if (error instanceof RangeError) return written(cut(input, 128))
    throw invalid(error, place(input, '', [input]))
  }
}

function written(input) {
  let hasDigits = false
  const text = JSON.stringify(input, function (key, value) {
    hasDigits ||= typeof value === 'bigint' || Object.is(value, -0)
    return plain.call(this, key, value)
  })
  return hasDigits ? text.replace(/"\\ud800(-?\d+)"/g, '$1') : text
}

function invalid(error, path) {
  const message = error instanceof Refused ? error.message : `the input has no JSON form: ${error.message}`
  return new MetaCoreError({ code: 'input_invalid', message, path })
}

// Returns the JSON Pointer of what is refused; `around` are the values that `value` stands in, and itself.
function place(value, path, around) {
  if (value === null || typeof value !== 'object' || bytesOf(value)) return path
  for (const key of Object.keys(value)) {
    const own = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const member = typeof value[key]?.toJSON === 'function' ? value[key].toJSON(key) : value[key]
    try {
      plain.call(value, key, member)
    } catch {
      return own
    }
    if (around.includes(member) && typeof member === 'object' && member !== null) return own
    const found = place(member, own, [...around, member])
    if (found !== own) return found
  }
  return path
}

// Returns a value down to some depth.
function cut(value, depth) {
  if (value === null || typeof value !== 'object' || bytesOf(value)) return value
  if (depth === 0) return null
  if (Array.isArray(value)) return value.map((item) => cut(item, depth - 1))
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, cut(member, depth - 1)]))
}

// Runs `answer`; what the native side throws is the JSON text of an error.
export function guarded(answer) {
  try {
    return answer()
  } catch (error) {
    throw typed(error)
  }
}

export function typed(error) {
  try {
    return new MetaCoreError(JSON.parse(typeof error === 'string' ? error : error.message))
  } catch {
    return error
  }
}

// Returns the class of things that are prepared once and asked often; subclasses have their questions.
export function handles(Native) {
  let nativeOf
  return class Prepared {
    #native

    constructor(name, input) {
      const text = toText(input)
      this.#native = guarded(() => new Native(name, text))
    }

    // Asks a question, with another handle at its side where it needs one.
    callText(method, text, other) {
      const given = toText(text)
      if (other === undefined) return guarded(() => this.#native.callText(method, given))
      const native = nativeOf(other)
      return guarded(() => this.#native.callTextWith(method, native, given))
    }

    async callTextAsync(method, text, other) {
      const native = other === undefined ? undefined : nativeOf(other)
      try {
        return await this.#native.callTextAsync(method, native, toText(text))
      } catch (error) {
        throw typed(error)
      }
    }

    call(method, input, other) {
      return JSON.parse(this.callText(method, input, other))
    }

    async callAsync(method, input, other) {
      return JSON.parse(await this.callTextAsync(method, input, other))
    }

    static {
      nativeOf = (other) => {
        if (other !== null && typeof other === 'object' && #native in other) return other.#native
        throw new MetaCoreError({ code: 'input_invalid', message: 'the second handle is none' })
      }
    }
  }
}
