// The page that compares two versions, as it is built, in a browser.

import { accessibility, heavy, keyboard, themes } from './looks.mjs'
import { files, links, offline } from './sharing.mjs'
import { earlier, several } from './several.mjs'
import { samples, typing } from './typing.mjs'

export default async function previewTests(around) {
  const only = process.env.ONLY?.split(',')
  for (const part of [typing, samples, files, several, earlier, links, themes, keyboard, accessibility, heavy, offline]) {
    if (!only || only.includes(part.name)) await part(around)
  }
}
