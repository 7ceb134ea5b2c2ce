// A link that holds texts: the state of a page, compressed, behind the `#`, which browsers send to nobody.

/** Texts by name. Absent ones are empty. */
export type Texts = Partial<Record<string, string>>

const PREFIX = '#v1='
/** More text than this does not go into a link. */
export const TEXT_LIMIT = 200_000
/** Longer links are cut or refused by too many programs that they are pasted to. */
export const LINK_LIMIT = 60_000

async function through(bytes: Uint8Array<ArrayBuffer>, stream: GenericTransformStream, limit: number) {
  const parts: Uint8Array[] = []
  let size = 0
  const reader = (new Blob([bytes]).stream().pipeThrough(stream as ReadableWritablePair<Uint8Array, Uint8Array<ArrayBuffer>>)).getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > limit) {
      await reader.cancel()
      throw new Error('it holds more text than a link may')
    }
    parts.push(value)
  }
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer())
}

function toBase64(bytes: Uint8Array) {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

const fromBase64 = (text: string) =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0))

/** Returns the fragment of a link, or throws an error that says why there is none. */
export async function encode(texts: Texts): Promise<string> {
  const text = JSON.stringify(Object.fromEntries(Object.entries(texts).filter(([, value]) => value)))
  if (text.length > TEXT_LIMIT) {
    throw new Error(`the texts have ${Math.round(text.length / 1000)} kB, and a link holds ${TEXT_LIMIT / 1000} kB; share the files instead`)
  }
  const packed = await through(new TextEncoder().encode(text), new CompressionStream('deflate-raw'), TEXT_LIMIT * 4)
  const fragment = PREFIX + toBase64(packed)
  if (fragment.length > LINK_LIMIT) {
    throw new Error(`the link would have ${Math.round(fragment.length / 1000)} kB, and many programs cut links above ${LINK_LIMIT / 1000} kB; share the files instead`)
  }
  return fragment
}

/** Returns what a fragment holds, `null` when it is no link of a page; throws when it is a broken one, as `check` may, too. */
export async function decode(fragment: string, check = (_texts: Texts) => {}): Promise<Texts | null> {
  if (!fragment.startsWith(PREFIX)) return null
  let found: unknown
  try {
    const bytes = await through(fromBase64(fragment.slice(PREFIX.length)), new DecompressionStream('deflate-raw'), TEXT_LIMIT * 4)
    found = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    check((found ?? {}) as Texts)
  } catch (error) {
    const more = error instanceof Error && error.message.startsWith('it holds') ? `: ${error.message}` : ': it is damaged or was cut'
    throw new Error(`This link cannot be read${more}.`)
  }
  if (typeof found !== 'object' || found === null) throw new Error('This link cannot be read: it holds no texts.')
  return Object.fromEntries(Object.entries(found).filter(([, value]) => typeof value === 'string'))
}

/** Puts a link into the address bar and the clipboard; returns whether it was copied. */
export async function share(texts: Texts): Promise<boolean> {
  history.replaceState(null, '', await encode(texts))
  return navigator.clipboard.writeText(location.href).then(() => true, () => false)
}
