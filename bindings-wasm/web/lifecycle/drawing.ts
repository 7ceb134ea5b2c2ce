// A drawing of a machine in the page: SVG that has nothing but shapes and texts.

/** How long a drawing may take, in milliseconds, before it is given up. */
const PATIENCE = 15_000
/** What Graphviz draws with. Anything else is left out. */
const SHAPES = new Set(['svg', 'g', 'title', 'path', 'polygon', 'polyline', 'ellipse', 'text'])
const ATTRIBUTES = new Set([
  'class', 'viewBox', 'width', 'height', 'transform', 'd', 'points', 'cx', 'cy', 'rx', 'ry', 'x', 'y', 'text-anchor', 'font-family', 'font-size',
  'fill', 'stroke', 'stroke-width', 'stroke-dasharray',
])

let worker: Worker | undefined
let next = 1
const waiting = new Map<number, { resolve: (svg: string) => void; reject: (error: Error) => void }>()

function stop(reason: string) {
  worker?.terminate()
  worker = undefined
  for (const { reject } of waiting.values()) reject(new Error(reason))
  waiting.clear()
}

function start() {
  const started = new Worker(new URL('./drawer.ts', import.meta.url), { type: 'module' })
  started.onmessage = ({ data: { id, svg, fault } }) => {
    const one = waiting.get(id)
    waiting.delete(id)
    if (fault) one?.reject(new Error(fault))
    else one?.resolve(svg)
  }
  started.onerror = (event) => stop(event.message || 'the worker does not start')
  return started
}

function svgOf(dot: string): Promise<string> {
  worker ??= start()
  const id = next++
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => stop('it is too large to be drawn'), PATIENCE)
    const settled = <T>(settle: (value: T) => void) => (value: T) => (clearTimeout(timer), settle(value))
    waiting.set(id, { resolve: settled(resolve), reject: settled(reject) })
    worker?.postMessage({ id, dot })
  })
}

/** Copies shapes and texts, and nothing else that could be in a drawing. */
function copied(source: Element): SVGElement | null {
  if (!SHAPES.has(source.localName) || source.localName === 'title') return null
  const made = document.createElementNS('http://www.w3.org/2000/svg', source.localName)
  for (const { name, value } of source.attributes) if (ATTRIBUTES.has(name)) made.setAttribute(name, value)
  if (source.localName === 'text') made.textContent = source.textContent
  else for (const child of source.children) made.append(...[copied(child)].filter((one) => one !== null))
  return made
}

/** Moves the drawing, and not the page, to what is marked. */
function reveal(place: HTMLElement, marked: Element | null) {
  if (!marked) return
  const [around, one] = [place.getBoundingClientRect(), marked.getBoundingClientRect()]
  place.scrollLeft += one.left + one.width / 2 - around.left - around.width / 2
  place.scrollTop += one.top + one.height / 2 - around.top - around.height / 2
}

/** Draws into `place`; `label` says the same in words. What was drawn before stays until then. */
export async function draw(place: HTMLElement, dot: string, label: string): Promise<void> {
  place.dataset.drawing = 'true'
  const number = (place.dataset.number = String(Number(place.dataset.number ?? 0) + 1))
  try {
    const parsed = new DOMParser().parseFromString(await svgOf(dot), 'image/svg+xml')
    if (place.dataset.number !== number) return
    const svg = copied(parsed.documentElement)
    if (!svg) throw new Error('it is no drawing')
    svg.setAttribute('role', 'img')
    svg.setAttribute('aria-label', label)
    place.replaceChildren(svg)
    reveal(place, svg.querySelector('.current'))
  } catch (error) {
    if (place.dataset.number === number) place.replaceChildren(`No drawing: ${(error as Error).message}.`)
  } finally {
    if (place.dataset.number === number) delete place.dataset.drawing
  }
}
