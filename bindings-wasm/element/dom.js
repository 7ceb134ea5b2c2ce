// Builds elements. Text of the user only ever becomes text nodes, never markup.

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [attributes] handlers as `onclick`; `null` and `false` leave one out
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false))
  return element
}

/**
 * Returns the nodes of a sentence in which backticks enclose code.
 * @param {string} text
 * @returns {Node[]}
 */
export function sentence(text) {
  const parts = text.split('`')
  // An odd backtick encloses nothing.
  if (parts.length % 2 === 0) return [document.createTextNode(text)]
  return parts.map((part, index) => (index % 2 ? h('code', {}, part) : document.createTextNode(part)))
}
