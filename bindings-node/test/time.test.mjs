// The host lends its clock.

import { test } from 'node:test'

import meta from '../index.js'
import { endsInTime, tellsTimings } from '../../scripts/run-time.mjs'

test('an evaluation ends in time', () => endsInTime(meta))
test('phases are timed on request', () => tellsTimings(meta))
