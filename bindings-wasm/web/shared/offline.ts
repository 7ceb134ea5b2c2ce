// The pages work without a network once they were open: their files are kept by a service worker.

/** Keeps the files of one page; `root` is the way to the folder of all of them. */
export async function keepOffline(page: 'preview' | 'lifecycle', root = './') {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator) || !isSecureContext) return
  try {
    await navigator.serviceWorker.register(`${root}offline.js`, { type: 'module' })
    const { active } = await navigator.serviceWorker.ready
    active?.postMessage(page)
  } catch {
    // A host that refuses it still serves the page.
  }
}
