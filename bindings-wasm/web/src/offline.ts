// The page works without a network once it was open: its files are kept by a service worker.

export function keepOffline() {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator) || !isSecureContext) return
  // A host that refuses it still serves the page.
  navigator.serviceWorker.register('./offline.js', { type: 'module' }).catch(() => {})
}
