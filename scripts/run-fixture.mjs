// One fixture against one host; plain enough to run inside a page too.

/** Throws unless `host` answers the case as expected: canonical bytes for reports, fields for errors. */
export function runCase(host, { name, operation, input, report, error }) {
  const answer = () => host.callText(operation, JSON.stringify(input))
  const text = expect(host, name, { report, error }, answer, () => host.call(operation, input))
  if (text === undefined) return
  same(name, 'the typed function', JSON.stringify(host[camel(operation)](input)), JSON.stringify(JSON.parse(text)))
}

/** Throws unless the handle answers as expected. */
export function runHandle(host, { name, handle, open, error, calls = [] }) {
  if (error !== undefined) return void expect(host, name, { error }, () => new host[handle](open))
  // Questions may change what is asked: the text form and the methods have each their own.
  const [prepared, typed] = [new host[handle](open), new host[handle](open)]
  calls.forEach(({ method, with: second, input, report, error }, index) => {
    const place = `${name}[${index}]`
    const other = second === undefined ? undefined : new host[second.handle](second.open)
    const answer = () => prepared.callText(method, JSON.stringify(input), other)
    const text = expect(host, place, { report, error }, answer)
    if (text === undefined) return
    const given = other === undefined ? [input] : [other, input]
    same(place, 'the method', JSON.stringify(typed[camel(method)](...given)), JSON.stringify(JSON.parse(text)))
  })
}

/** Runs each of `answers`, and returns the text of the first; nothing when errors were expected. */
function expect(host, name, { report, error }, ...answers) {
  if (error === undefined) {
    const text = answers[0]()
    same(name, 'the report', canonical(host, JSON.parse(text)), canonical(host, report))
    return text
  }
  for (const answer of answers) {
    let thrown
    try {
      answer()
    } catch (caught) {
      thrown = caught
    }
    if (!(thrown instanceof host.MetaCoreError)) throw new Error(`${name}: no MetaCoreError but ${thrown}`)
    for (const [field, value] of Object.entries(error)) {
      same(name, field, thrown[field === 'message' ? 'reason' : field], value)
    }
  }
}

const canonical = (host, value) => host.call('render_canonical', { document: JSON.stringify(value) }).canonical
const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase())

function same(name, what, left, right) {
  if (left !== right) throw new Error(`${name}: ${what} differs\n got ${left}\nwant ${right}`)
}
