// The one way into the library: JSON text in, JSON text out.

import { host } from './host.js'
import start, * as native from './pkg/web/native.js'

export { MetaCoreError } from './border.js'
export const { Prepared, call, callText, init, initFromBytes, kinds, version } = host(start, native)
