// One fixture against one host; plain enough to run inside a page too.

/** Throws unless `host` answers the case as expected: canonical bytes for reports, fields for errors. */
export function runCase(host, { name, operation, input, report, error }) {
  const canonical = (value) =>
    host.call('render_canonical', { document: JSON.stringify(value) }).canonical
  const same = (what, left, right) => {
    if (left !== right) throw new Error(`${name}: ${what} differs\n got ${left}\nwant ${right}`)
  }
  if (error !== undefined) {
    let thrown
    try {
      host.call(operation, input)
    } catch (caught) {
      thrown = caught
    }
    if (!(thrown instanceof host.MetaCoreError)) throw new Error(`${name}: no MetaCoreError but ${thrown}`)
    for (const [field, value] of Object.entries(error)) {
      same(field, thrown[field === 'message' ? 'reason' : field], value)
    }
    return
  }
  const text = host.callText(operation, JSON.stringify(input))
  same('the report', canonical(JSON.parse(text)), canonical(report))
  const camel = operation.replace(/_(.)/g, (_, letter) => letter.toUpperCase())
  same('the typed function', JSON.stringify(host[camel](input)), JSON.stringify(JSON.parse(text)))
}
