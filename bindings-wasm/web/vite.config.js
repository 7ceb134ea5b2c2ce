// Builds both pages to bindings-wasm/dist: files that any static host serves, from any folder.

import { createHash } from 'node:crypto'
import { defineConfig } from 'vite'

// What the service worker keeps: every file of the build, under a name that changes with any of them.
const offline = {
  name: 'offline',
  generateBundle(_options, bundle) {
    const files = Object.keys(bundle).filter((name) => !name.endsWith('.map')).sort()
    const digest = createHash('sha256')
    for (const name of files) digest.update(name).update(bundle[name].code ?? bundle[name].source ?? '')
    const version = digest.digest('hex').slice(0, 16)
    // The page that checks a workspace, and the whole library that it loads, are not kept: most never open it.
    const preview = files.filter((name) => /(preview|worker)-.*\.js$/.test(name)).map((name) => bundle[name].code ?? bundle[name].source)
    const needed = (name) => !name.endsWith('.wasm') || preview.some((code) => String(code).includes(name.split('/').at(-1)))
    const kept = ['./', ...files.filter((name) => !name.includes('check') && needed(name))]
    this.emitFile({ type: 'asset', fileName: 'offline.js', source: `${worker(version, kept)}\n` })
  },
}

const worker = (version, files) => `// Keeps the page for use without a network. Nothing else is ever asked for.
const CACHE = 'meta-core-${version}'
const FILES = ${JSON.stringify(files)}
addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => skipWaiting()))
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
    rollupOptions: { checks: { pluginTimings: false }, input: { preview: 'index.html', check: 'check/index.html' } },
  },
})
