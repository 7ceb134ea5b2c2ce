// The page of lifecycles, as it is built, in a browser.

import { lifecycleAccessibility, lifecycleHeavy, lifecycleKeyboard, lifecycleOffline } from './looks.mjs'
import { faults, machine } from './machine.mjs'
import { inputs, report, subjects } from './subjects.mjs'

export default async function lifecycleTests(around) {
  const only = process.env.ONLY?.split(',')
  for (const part of [subjects, report, inputs, machine, faults, lifecycleKeyboard, lifecycleAccessibility, lifecycleHeavy, lifecycleOffline]) {
    if (!only || only.includes(part.name)) await part(around)
  }
}
