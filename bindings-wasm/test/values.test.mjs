// Values from JavaScript, through WebAssembly under Node.

import { readFileSync } from 'node:fs'

import * as host from '../index.js'
import { testValues } from '../../scripts/values.mjs'

const built = new URL('../pkg/web/native_bg.wasm', import.meta.url)
host.initFromBytes(readFileSync(process.env.META_CORE_WASM ?? built))
testValues(host)
