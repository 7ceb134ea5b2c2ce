// How texts are coloured. GraphQL has a small tokenizer of its own; the others come with the editor.

import { json } from '@codemirror/lang-json'
import { yaml } from '@codemirror/lang-yaml'
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { toml } from '@codemirror/legacy-modes/mode/toml'
import type { Extension } from '@codemirror/state'
import { tags } from '@lezer/highlight'

const graphql = StreamLanguage.define<{ block: boolean }>({
  name: 'graphql',
  startState: () => ({ block: false }),
  token(stream, state) {
    if (state.block || stream.match('"""')) {
      state.block = !stream.match(/^.*?"""/)
      if (state.block) stream.skipToEnd()
      return 'string'
    }
    if (stream.eatSpace()) return null
    if (stream.match(/^#.*/)) return 'comment'
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return 'string'
    if (stream.match(/^@\w+/)) return 'meta'
    if (stream.match(/^-?\d[\d.eE+-]*/)) return 'number'
    if (stream.match(/^(type|interface|union|enum|input|scalar|schema|directive|extend|implements|on|repeatable)\b/)) return 'keyword'
    if (stream.match(/^(true|false|null)\b/)) return 'atom'
    if (stream.match(/^[A-Z]\w*/)) return 'typeName'
    if (stream.match(/^\w+/)) return 'propertyName'
    stream.next()
    return null
  },
  languageData: { commentTokens: { line: '#' } },
})

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.attributeName], color: 'var(--name)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--string)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--literal)' },
  { tag: [tags.keyword, tags.meta], color: 'var(--keyword)' },
  { tag: tags.typeName, color: 'var(--type)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--soft)', fontStyle: 'italic' },
])

/** Longer texts are not coloured: reading them for colours would cost what typing needs. */
const LONGEST = 1_500_000

/** Returns how a text is coloured, by its file name, its kind and how it begins. */
export function language(path: string, kind: string, text: { length: number; start: string }): Extension {
  if (text.length > LONGEST) return []
  const start = text.start.trimStart()
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase()
  const highlight = syntaxHighlighting(colours)
  if (ending === 'toml') return [StreamLanguage.define(toml), highlight]
  if (start.startsWith('{') || start.startsWith('[')) return [json(), highlight]
  if (kind === 'graphql' || ending === 'graphql' || ending === 'gql') return [graphql, highlight]
  if (/^(#.*\n|"""[^]*?"""|\s)*(type|schema|interface|enum|union|input|scalar|directive|extend)\b[^:\n]*[{@=]/.test(start)) return [graphql, highlight]
  return [yaml(), highlight]
}
