// How the element looks. Colours are custom properties, so that a page can set its own; every pair of text and
// ground has at least the contrast of WCAG AA in both themes.

const LIGHT = `
  --_ground: #fff; --_raised: #f5f7fa; --_text: #1b222b; --_soft: #505a67; --_line: #c9d0d9; --_accent: #0b57b7;
  --_breaking: #ae1f17; --_behavioral: #8a4b00; --_additive: #14683a; --_cosmetic: #525d6b; color-scheme: light;`
const DARK = `
  --_ground: #12161c; --_raised: #1b212a; --_text: #e6eaf0; --_soft: #a9b4c2; --_line: #3a4553; --_accent: #8ab8ff;
  --_breaking: #ff938a; --_behavioral: #ffbe6b; --_additive: #7ed796; --_cosmetic: #b0bac7; color-scheme: dark;`

export const CSS = `
:host { ${LIGHT} display: block; container-type: inline-size;
  font: var(--semantic-diff-font, 15px/1.5 system-ui, sans-serif);
  background: var(--semantic-diff-ground, var(--_ground)); color: var(--semantic-diff-text, var(--_text)); }
:host([hidden]) { display: none; }
@media (prefers-color-scheme: dark) { :host(:not([theme='light'])) { ${DARK} } }
:host([theme='dark']) { ${DARK} }
:host { --raised: var(--semantic-diff-raised, var(--_raised)); --soft: var(--semantic-diff-soft, var(--_soft));
  --line: var(--semantic-diff-line, var(--_line)); --accent: var(--semantic-diff-accent, var(--_accent));
  --breaking: var(--semantic-diff-breaking, var(--_breaking)); --behavioral: var(--semantic-diff-behavioral, var(--_behavioral));
  --additive: var(--semantic-diff-additive, var(--_additive)); --cosmetic: var(--semantic-diff-cosmetic, var(--_cosmetic)); }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.hidden { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; white-space: nowrap; width: 1px; margin: 0; }
p { margin: 0; }
button, input, select { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; color: inherit; font: inherit;
  min-height: 2.1rem; padding: .2rem .6rem; }
button, select { cursor: pointer; }
button:hover, select:hover { border-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
code, pre, .code, .pointer { font-family: var(--semantic-diff-mono, ui-monospace, 'SF Mono', Menlo, Consolas, monospace); font-size: .88em; }
.error { background: var(--raised); border: 1px solid var(--breaking); border-left-width: 5px; border-radius: 6px; margin-bottom: .8rem; padding: .6rem .8rem; }
.error small { display: block; }
.error button { color: var(--accent); }
.verdict { align-items: baseline; display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; margin-bottom: .7rem; }
.headline { font-size: 1.25em; font-weight: 650; }
.facts, small { color: var(--soft); font-size: .88em; }
.incomplete { color: var(--behavioral); font-weight: 600; }
.filters { display: flex; flex-wrap: wrap; gap: .5rem; margin-bottom: .8rem; }
.toggles { display: flex; flex-wrap: wrap; gap: .3rem; }
.toggle { border-color: currentColor; font-weight: 600; }
.toggle[aria-pressed='false'] { border-style: dashed; font-weight: 400; text-decoration: line-through; }
.filters input { flex: 1 1 10rem; min-width: 0; }
.filters select { flex: 0 1 12rem; min-width: 0; }
.toggle.breaking, .breaking > summary .mark { color: var(--breaking); }
.toggle.behavioral, .behavioral > summary .mark { color: var(--behavioral); }
.toggle.additive, .additive > summary .mark { color: var(--additive); }
.toggle.cosmetic, .cosmetic > summary .mark { color: var(--cosmetic); }
h2, h3, h4, h5, h6 { align-items: baseline; display: flex; flex-wrap: wrap; font-size: 1em; gap: .1rem .7rem; margin: 1rem 0 .35rem; }
h2 small, h3 small, h4 small, h5 small, h6 small { font-weight: 400; }
ol, .findings ul { display: grid; gap: .35rem; grid-template-columns: minmax(0, 1fr); list-style: none; margin: 0; padding: 0; }
/* Cards that are not in view are laid out when they come into it; the padding leaves room for the sign of the focus. */
ol > li { contain-intrinsic-size: auto 2.6rem; content-visibility: auto; margin: -4px; padding: 4px; }
.change { background: var(--raised); border: 1px solid var(--line); border-left: 4px solid var(--cosmetic); border-radius: 6px; }
.change.breaking { border-left-color: var(--breaking); } .change.behavioral { border-left-color: var(--behavioral); }
.change.additive { border-left-color: var(--additive); }
summary { border-radius: 6px; cursor: pointer; padding: .4rem .6rem; }
.change > summary { display: grid; grid-template-columns: 1.2rem 1fr auto; gap: 0 .4rem; list-style: none; }
.change > summary::-webkit-details-marker { display: none; }
.change > summary:hover .message { text-decoration: underline; text-decoration-color: var(--line); text-underline-offset: 3px; }
.mark { font-weight: 800; text-align: center; }
.message, dd { overflow-wrap: anywhere; }
.more { color: var(--soft); font-size: .88em; text-align: right; }
.more .code { font-size: .95em; overflow-wrap: anywhere; }
.chip { border: 1px solid var(--line); border-radius: 99px; padding: 0 .5em; white-space: nowrap; }
.where { white-space: nowrap; }
.more .where::after { content: ' ·'; }
.body { border-top: 1px solid var(--line); padding: .6rem .8rem .8rem; }
dl { display: grid; gap: .35rem .9rem; grid-template-columns: 6.5rem minmax(0, 1fr); margin: 0; }
dt { color: var(--soft); font-weight: 600; } dd { margin: 0; }
dd small { display: block; }
dd ul { margin: 0; padding-left: 1.1rem; }
pre { background: var(--semantic-diff-ground, var(--_ground)); border: 1px solid var(--line); border-radius: 6px; margin: .3rem 0; max-height: 16rem;
  overflow: auto; padding: .4rem .6rem; white-space: pre; }
.place { color: var(--accent); margin-right: .5rem; min-height: 1.7rem; padding: 0 .5rem; }
.pointer { color: var(--soft); overflow-wrap: anywhere; }
.explain { margin-top: .7rem; } .explanation dl { margin-top: .5rem; }
.ignored { margin-top: 1rem; } .ignored > summary { font-weight: 600; }
.findings li { padding: .1rem 0; } .findings .code { color: var(--soft); }
@container (max-width: 42rem) {
  .change > summary { grid-template-columns: 1.2rem 1fr; } .more { grid-column: 2; text-align: left; }
  dl { grid-template-columns: minmax(0, 1fr); gap: .05rem; } dd { margin-bottom: .5rem; }
}
@media (forced-colors: active) { .change { border-left-width: 1px; } }
`
