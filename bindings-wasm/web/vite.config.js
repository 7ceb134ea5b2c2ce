// Builds the pages to bindings-wasm/dist: files that any static host serves, from any folder.

import { createHash } from 'node:crypto'
import { defineConfig } from 'vite'

// What the service worker keeps: every file of the page that compares, and with the first visit those of the page of
// lifecycles, whose module is larger. The page that checks a workspace is not kept: most never open it.
const offline = {
  name: 'offline',
  // Behind the plugin that makes the pages.
  enforce: 'post',
  generateBundle(_options, bundle) {
    const files = Object.keys(bundle).filter((name) => !name.endsWith('.map')).sort()
    const digest = createHash('sha256')
    for (const name of files) digest.update(name).update(bundle[name].code ?? bundle[name].source ?? '')
    const version = digest.digest('hex').slice(0, 16)
    const kept = ['./', ...reached(bundle, 'index.html')]
    const later = ['./lifecycle/', ...reached(bundle, 'lifecycle/index.html')].filter((name) => !kept.includes(name))
    this.emitFile({ type: 'asset', fileName: 'offline.js', source: `${worker(version, kept, later)}\n` })
  },
}

// The files that a page asks for: those whose names stand in it, and in those.
function reached(bundle, page) {
  const found = new Set([page])
  for (const name of found) {
    const text = /\.(html|js|css)$/.test(name) ? String(bundle[name].code ?? bundle[name].source) : ''
    for (const other of Object.keys(bundle)) {
      if (!/\.(html|map)$/.test(other) && text.includes(other.split('/').at(-1))) found.add(other)
    }
  }
  return [...found].sort()
}

const worker = (version, files, later) => `// Keeps the pages for use without a network. Nothing else is ever asked for.
const CACHE = 'meta-core-${version}'
const FILES = ${JSON.stringify(files)}
const LATER = ${JSON.stringify(later)}
async function keep() {
  const isVisited = await caches.match('./lifecycle/')
  const cache = await caches.open(CACHE)
  await cache.addAll(isVisited ? [...FILES, ...LATER] : FILES)
  await skipWaiting()
}
addEventListener('install', (event) => event.waitUntil(keep()))
addEventListener('message', (event) => {
  if (event.data === 'lifecycle') event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(LATER)))
})
addEventListener('activate', (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name.startsWith('meta-core-') && name !== CACHE).map((name) => caches.delete(name))))
    .then(() => clients.claim()))
})
addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET') return
  event.respondWith(caches.open(CACHE).then((cache) => cache.match(event.request, { ignoreSearch: true }))
    .then((kept) => kept ?? fetch(event.request)))
})`

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  plugins: [offline],
  worker: { format: 'es' },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { checks: { pluginTimings: false }, input: { preview: 'index.html', check: 'check/index.html', lifecycle: 'lifecycle/index.html' } },
  },
})
