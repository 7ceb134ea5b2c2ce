export * from './operations.js'

/** An input that cannot be read, a policy that cannot be used, or a limit that was exceeded. */
export class MetaCoreError extends Error {
  /** Stable cause, such as `input_invalid`. */
  readonly code: string
  /** What is wrong, on one line, without its place. */
  readonly reason: string
  /** JSON Pointer into the input. */
  readonly path: string
  /** Name of the text the error lies in. */
  readonly file: string | null
  /** Line, counted from 1. */
  readonly line: number | null
  /** Column, counted from 1 in characters. */
  readonly column: number | null
  /** What to do about it. */
  readonly help: string | null
}

/** Runs the operation `name` on a value, or on JSON or YAML text, and returns its report. */
export function call(name: string, input: object | string | Uint8Array): unknown
/** As `call`, off the main thread. */
export function callAsync(name: string, input: object | string | Uint8Array): Promise<unknown>
/** Runs the operation `name` on JSON or YAML text, and returns its report as JSON text. */
export function callText(name: string, input: object | string | Uint8Array): string
/** As `callText`, off the main thread. */
export function callTextAsync(name: string, input: object | string | Uint8Array): Promise<string>
/** The version of the library. */
export const version: string
