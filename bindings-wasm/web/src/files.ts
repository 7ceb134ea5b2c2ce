// Files from the disk: dropped on the page or chosen with a button. They are read here and go nowhere.

/** More than this cannot be a text that anybody compares, and would take all memory. */
const LARGEST = 120_000_000

export interface Opened {
  path: string
  text: string
}

/** Reads a file as text, or throws an error that says why it is none. */
export async function read(file: File): Promise<Opened> {
  if (file.size > LARGEST) throw new Error(`${file.name} has ${Math.round(file.size / 1e6)} MB; ${LARGEST / 1e6} MB are the most`)
  try {
    return { path: file.name, text: new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer()) }
  } catch {
    throw new Error(`${file.name} is no text in UTF-8`)
  }
}

/** Takes files that are dropped on `pane`; a second one goes to the other side. */
export function droppable(pane: HTMLElement, opened: (files: File[]) => void) {
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
    opened([...(event.dataTransfer?.files ?? [])])
  }, { capture: true })
}
