// The comparison as a link holds it.

import { type Texts, decode } from '../shared/link.ts'

/** What a link holds. Absent fields are empty. */
export type Saved = Partial<Record<(typeof FIELDS)[number], string>>

const FIELDS = [
  'before', 'after', 'before_path', 'after_path', 'kind', 'direction', 'consumers', 'rules',
  'before_version', 'after_version', 'environment', 'now', 'open_content', 'earlier', 'earlier_path',
  // Files beside the texts, by name, as JSON.
  'before_files', 'after_files',
] as const

/** Returns the comparison that a fragment holds, `null` when it is no link of this page; throws when it is a broken one. */
export async function saved(fragment: string): Promise<Saved | null> {
  const found = await decode(fragment, (texts: Texts) => {
    for (const name of ['before_files', 'after_files']) JSON.parse(texts[name] || '{}')
  })
  return found && Object.fromEntries(Object.entries(found).filter(([name]) => FIELDS.some((known) => known === name)))
}
