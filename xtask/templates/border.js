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

// Text passes as it is; a value becomes JSON.
export function toText(input) {
  if (typeof input === 'string') return input
  try {
    return JSON.stringify(input ?? {}, checked)
  } catch (error) {
    if (error instanceof MetaCoreError) throw error
    throw new MetaCoreError({ code: 'input_invalid', message: `the input has no JSON form: ${error.message}` })
  }
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
      if (other === undefined) return guarded(() => this.#native.callText(method, text))
      const native = nativeOf(other)
      return guarded(() => this.#native.callTextWith(method, native, text))
    }

    async callTextAsync(method, text, other) {
      const native = other === undefined ? undefined : nativeOf(other)
      try {
        return await this.#native.callTextAsync(method, native, text)
      } catch (error) {
        throw typed(error)
      }
    }

    call(method, input, other) {
      return JSON.parse(this.callText(method, toText(input), other))
    }

    async callAsync(method, input, other) {
      return JSON.parse(await this.callTextAsync(method, toText(input), other))
    }

    static {
      nativeOf = (other) => {
        if (other !== null && typeof other === 'object' && #native in other) return other.#native
        throw new MetaCoreError({ code: 'input_invalid', message: 'the second handle is none' })
      }
    }
  }
}
