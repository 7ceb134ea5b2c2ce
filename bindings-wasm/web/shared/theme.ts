// Light, dark, or as the system has it; remembered where the browser allows it.

const NAMES = ['system', 'light', 'dark'] as const
type Name = (typeof NAMES)[number]
const KEY = 'meta-core-theme'

function remembered(): Name {
  try {
    return NAMES.find((name) => name === localStorage.getItem(KEY)) ?? 'system'
  } catch {
    return 'system'
  }
}

/** Lets a button go through the themes, which `others` than the page have in an attribute of their own. */
export function themes(button: HTMLButtonElement, ...others: HTMLElement[]) {
  let current = remembered()
  const apply = () => {
    button.textContent = `Theme: ${current}`
    const themed: [HTMLElement, string][] = [[document.documentElement, 'data-theme'], ...others.map((one): [HTMLElement, string] => [one, 'theme'])]
    for (const [element, name] of themed) {
      if (current === 'system') element.removeAttribute(name)
      else element.setAttribute(name, current)
    }
  }
  button.addEventListener('click', () => {
    current = NAMES[(NAMES.indexOf(current) + 1) % NAMES.length] ?? 'system'
    try {
      localStorage.setItem(KEY, current)
    } catch {
      // A page without storage forgets the theme.
    }
    apply()
  })
  apply()
}
