// What both builds of the module offer: the whole library, and the small one that compares artifacts.

import { guarded, handles, toText } from './border.js'

export function host(start, native) {
  const callText = (name, input) => {
    const text = toText(input)
    return guarded(() => native.callText(name, text))
  }
  return {
    // Loads the module: by default from beside its JavaScript, or from the bytes, response or address given.
    // Functions throw until it is loaded.
    init: (source) => start(source === undefined ? undefined : { module_or_path: source }),
    // Loads the module from bytes that are there already.
    initFromBytes: (bytes) => native.initSync({ module: bytes }),
    callText,
    call: (name, input) => JSON.parse(callText(name, input)),
    kinds: native.kinds,
    version: native.version,
    Prepared: native.Prepared && handles(native.Prepared),
  }
}
