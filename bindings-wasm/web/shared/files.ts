// Files from the disk: dropped on the page or chosen with a button. They are read here and go nowhere.

/** More than this cannot be a text that anybody compares, and would take all memory. */
const LARGEST = 120_000_000
/** Files of a folder that are looked at. */
const MOST = 2_000
/** How the names of files end that a document may be made of. */
const DOCUMENTS = /\.(json|jsonc|ya?ml|toml|graphqls?|gql|sdl)$/i
/** Folders that hold nobody's documents. */
const LEFT_OUT = /(^|\/)(\.git|\.hg|\.svn|node_modules)\//

export interface Opened {
  path: string
  text: string
}

/** A file and its name; in a folder, as seen from there. */
export interface Found {
  path: string
  file: File
}

/** Reads a file as text, or throws an error that says why it is none. */
export async function read({ path, file }: Found): Promise<Opened> {
  if (file.size > LARGEST) throw new Error(`${path} has ${Math.round(file.size / 1e6)} MB; ${LARGEST / 1e6} MB are the most`)
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer()) }
  } catch {
    throw new Error(`${path} is no text in UTF-8`)
  }
}

/** Reads files one after the other, as long as they are not too large together. */
export async function readAll(found: Found[]): Promise<Opened[]> {
  const sum = found.reduce((sum, { file }) => sum + file.size, 0)
  if (sum > LARGEST) throw new Error(`the files have ${Math.round(sum / 1e6)} MB; ${LARGEST / 1e6} MB are the most`)
  const opened: Opened[] = []
  for (const one of found) opened.push(await read(one))
  return opened
}

export const named = (files: Iterable<File>): Found[] => [...files].map((file) => ({ path: file.name, file }))

/** Returns the documents of a folder: those in the folder itself first, so that the first one is likely the root. */
export function documents(found: Found[]): Found[] {
  const kept = found.filter(({ path }) => DOCUMENTS.test(path) && !LEFT_OUT.test(path))
  if (kept.length === 0) throw new Error('the folder has no file that ends like a document, such as .json, .yaml or .graphql')
  if (kept.length > MOST) throw new Error(`the folder has ${kept.length} documents; ${MOST} are the most`)
  const depth = ({ path }: Found) => path.split('/').length
  return kept.sort((left, right) => depth(left) - depth(right) || (left.path < right.path ? -1 : 1))
}

/** Returns the files of a chosen folder, by their names in it: what the folder is called means nothing. */
export const inFolder = (files: Iterable<File>): Found[] =>
  documents([...files].map((file) => ({ path: file.webkitRelativePath.split('/').slice(1).join('/') || file.name, file })))

/** What was dropped: files, or what is in folders. */
export interface Dropped {
  found: Found[]
  isFolder: boolean
}

async function walk(entry: FileSystemEntry, path: string, found: Found[]): Promise<void> {
  if (found.length > MOST * 10 || LEFT_OUT.test(`${path}/`)) return
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    found.push({ path, file })
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  for (;;) {
    // A reader hands out a part of the folder at a time.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (entries.length === 0) return
    for (const one of entries) await walk(one, path ? `${path}/${one.name}` : one.name, found)
  }
}

/** Returns what was dropped. The list is empty after the event: its entries have to be asked for at once. */
async function dropped(transfer: DataTransfer): Promise<Dropped> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry?.isDirectory)
  const files = [...transfer.files]
  if (entries.length === 0) return { found: named(files), isFolder: false }
  const found: Found[] = []
  for (const entry of entries) await walk(entry as FileSystemEntry, '', found)
  return { found: documents(found), isFolder: true }
}

/** Takes files and folders that are dropped on `pane`. */
export function droppable(pane: HTMLElement, opened: (dropped: Promise<Dropped>) => void) {
  const holds = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
  pane.addEventListener('dragover', (event) => {
    if (!holds(event)) return
    event.preventDefault()
    pane.classList.add('over')
  })
  pane.addEventListener('dragleave', (event) => {
    if (!pane.contains(event.relatedTarget as Node | null)) pane.classList.remove('over')
  })
  // Before the editor sees it, which would insert the file at the cursor.
  pane.addEventListener('drop', (event) => {
    if (!holds(event)) return
    event.preventDefault()
    event.stopPropagation()
    pane.classList.remove('over')
    if (event.dataTransfer) opened(dropped(event.dataTransfer))
  }, { capture: true })
}
