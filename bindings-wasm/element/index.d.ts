import type { Change, DiffArtifactsInput, DiffReport, Kind, ReportFormat, Source } from '../operations.js'

/** An error of the module, as the event `semantic-diff-error` tells it. */
export interface SemanticDiffError {
  /** Stable cause, such as `input_invalid`. */
  code: string
  /** What is wrong, with its place. */
  message: string
  /** What is wrong, without its place. */
  reason: string
  /** JSON Pointer into the input, such as `/after/a`. */
  path: string
  file: string | null
  line: number | null
  column: number | null
  /** What to do about it. */
  help: string | null
}

/** What `semantic-diff-result` tells. */
export interface SemanticDiffResultDetail {
  report: DiffReport
  /** How long the comparison took. */
  milliseconds: number
}

/** What `semantic-diff-error` tells. */
export interface SemanticDiffErrorDetail {
  error: SemanticDiffError
  /** The text that the error lies in, when it is known. */
  side: 'before' | 'after' | 'earlier' | 'consumers' | 'rules' | null
}

/** What `semantic-diff-place` tells, when the attribute `linked` is set and a place is chosen. */
export interface SemanticDiffPlaceDetail {
  /** The side of a change, or the text that an error lies in. */
  side: 'before' | 'after' | 'earlier' | 'consumers' | 'rules'
  /** The file, by its name; a text without one is called by its side. */
  path: string
  line: number
  column: number
  /** The change; `null` for the place of an error. */
  change: Change | null
}

/** `<semantic-diff>`: compares two versions of an artifact and shows what changed in meaning. */
export class SemanticDiff extends HTMLElement {
  /**
   * Both versions: texts, texts with a name, or values. The attributes `before` and `after` take texts. Scripts and
   * frameworks may also set the properties `before` and `after`; they are not declared here, because elements have
   * methods of these names, and reading them still gives the methods.
   */
  sources: { before?: Source | null; after?: Source | null }
  /** What it is. Absent: told from the content. */
  kind: Kind | string | null
  /** Which side may be upgraded first: `backward`, `forward` or `full`. */
  direction: string | null
  /** Who uses what. */
  consumers: Source | null
  /** The rules file. */
  rules: Source | null
  /** The time of the comparison, such as `2026-01-31T00:00:00Z`. Absent: now. */
  now: string | null
  /** `light`, `dark`, or absent for that of the system. */
  theme: string | null
  /** More of the input of `diff_artifacts`, such as `before_files`, `after_files`, `earlier` and `open_content`. */
  options: Partial<Omit<DiffArtifactsInput, 'before' | 'after' | 'kind' | 'direction' | 'consumers' | 'rules' | 'now'>>
  /** The last report. */
  readonly report: DiffReport | null
  /** Compares anew; changes of attributes and properties do so by themselves. */
  refresh(): void
  /** Opens the card of a change of the last report. */
  reveal(change: Change): void
  /** Moves the focus to the search. */
  focusSearch(): void
  /** Writes the last report; as Markdown unless told otherwise. */
  write(format?: ReportFormat): Promise<string>
  /** The kinds that the module compares, and its version. */
  about(): Promise<{ kinds: string[]; version: string }>
}

declare global {
  interface HTMLElementTagNameMap {
    'semantic-diff': SemanticDiff
  }
  interface HTMLElementEventMap {
    'semantic-diff-result': CustomEvent<SemanticDiffResultDetail>
    'semantic-diff-error': CustomEvent<SemanticDiffErrorDetail>
    'semantic-diff-place': CustomEvent<SemanticDiffPlaceDetail>
    'semantic-diff-clear': CustomEvent<Record<string, never>>
  }
}
