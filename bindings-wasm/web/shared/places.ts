// Where the value of a JSON Pointer stands in an editor, by the tree that colours the text.

import { ensureSyntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'

type SyntaxNode = NonNullable<ReturnType<typeof ensureSyntaxTree>>['topNode']

/** Longer than this, in milliseconds, nobody looks for a place. */
const PATIENCE = 500
const MAPS = new Set(['Object', 'BlockMapping', 'FlowMapping'])
const LISTS = new Set(['Array', 'BlockSequence', 'FlowSequence'])
const PAIRS = new Set(['Property', 'Pair'])
const SIGNS = new Set(['{', '}', '[', ']', ',', ':', '-', '?', '⚠', 'Comment', 'Anchor', 'Tag'])

function children(node: SyntaxNode) {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) if (!SIGNS.has(child.name)) found.push(child)
  return found
}

/** Returns the map or list itself, from what stands around it. */
function inner(node: SyntaxNode | null | undefined): SyntaxNode | undefined {
  if (!node || MAPS.has(node.name) || LISTS.has(node.name)) return node ?? undefined
  for (const child of children(node)) {
    const found = inner(child)
    if (found && (MAPS.has(found.name) || LISTS.has(found.name))) return found
  }
  return node
}

function keyed(text: (node: SyntaxNode) => string, node: SyntaxNode, key: string) {
  for (const pair of children(node).filter(({ name }) => PAIRS.has(name))) {
    const [written, value] = children(pair)
    if (written && text(written).replace(/^(["'])([^]*)\1$/, '$2') === key) return { written, value }
  }
  return undefined
}

/** Returns the offset of what a pointer names, or of the nearest that is there; `null` when the text has no tree. */
export function placeOf(state: EditorState, pointer: string): number | null {
  const tree = ensureSyntaxTree(state, state.doc.length, PATIENCE)
  if (!tree) return null
  const text = ({ from, to }: SyntaxNode) => state.doc.sliceString(from, to)
  let node = inner(tree.topNode)
  let place: number | null = null
  for (const part of pointer.split('/').slice(1)) {
    if (!node) return place
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    const found = LISTS.has(node.name) ? { written: children(node)[Number(key)], value: children(node)[Number(key)] } : keyed(text, node, key)
    if (!found?.written) return place
    place = found.written.from
    node = inner(found.value)
  }
  return place
}
