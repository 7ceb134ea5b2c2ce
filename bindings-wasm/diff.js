// The small build: what compares artifacts, and what is asked about its reports.

import { host } from './host.js'
import start, * as native from './pkg/diff/native.js'

export { MetaCoreError } from './border.js'
export const { call, callText, init, initFromBytes, kinds, version } = host(start, native)

export const diffArtifacts = (input) => call('diff_artifacts', input)
export const diffReports = (input) => call('diff_reports', input)
export const explainCode = (input) => call('explain_code', input)
export const findChanges = (input) => call('find_changes', input)
export const listCodes = (input) => call('list_codes', input)
export const mergeReports = (input) => call('merge_reports', input)
export const renderReport = (input) => call('render_report', input)
