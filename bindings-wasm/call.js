// The one way into the library: JSON text in, JSON text out.

import { guarded, handles, toText } from './border.js'
import start, * as native from './pkg/web/native.js'

// Loads the module: by default from beside this file, or from the bytes, response or address given.
// Functions throw until it is loaded.
export const init = (source) => start(source === undefined ? undefined : { module_or_path: source })

// Loads the module from bytes that are there already.
export const initFromBytes = (bytes) => native.initSync({ module: bytes })

export { MetaCoreError } from './border.js'
export const Prepared = handles(native.Prepared)
export const callText = (name, text) => guarded(() => native.callText(name, text))
export const call = (name, input) => JSON.parse(callText(name, toText(input)))
export const version = native.version
