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

/** Lets a button go through the themes. */
export function themes(button: HTMLButtonElement, diff: HTMLElement) {
  let current = remembered()
  const apply = () => {
    button.textContent = `Theme: ${current}`
    for (const [element, name] of [[document.documentElement, 'data-theme'], [diff, 'theme']] as const) {
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
