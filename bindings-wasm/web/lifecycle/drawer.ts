// The worker that draws: Graphviz, compiled to WebAssembly, lays out what `render_machine` writes.

import { instance } from '@viz-js/viz'

const started = instance()
const font = { fontname: 'Helvetica' }

addEventListener('message', async ({ data: { id, dot } }: MessageEvent<{ id: number; dot: string }>) => {
  try {
    const graph = await started
    const { output, errors } = graph.render(dot, {
      format: 'svg',
      graphAttributes: { ...font, bgcolor: 'transparent', nodesep: 0.35, ranksep: 0.5 },
      // Room beside the names: the fonts of browsers are wider than those that Graphviz knows.
      nodeAttributes: { ...font, fontsize: 13, margin: '0.22,0.08' },
      edgeAttributes: { ...font, fontsize: 11 },
    })
    postMessage({ id, svg: output, fault: output === undefined ? errors.map(({ message }) => message).join('; ') : undefined })
  } catch (error) {
    postMessage({ id, fault: (error as Error).message })
  }
})
