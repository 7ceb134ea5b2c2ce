// The host lends its clock.

import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import * as host from '../index.js'
import { endsInTime, tellsTimings } from '../../scripts/run-time.mjs'

host.initFromBytes(readFileSync(new URL('../pkg/web/native_bg.wasm', import.meta.url)))

test('an evaluation ends in time', () => endsInTime(host))
test('phases are timed on request', () => tellsTimings(host))
