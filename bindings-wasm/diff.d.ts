export { MetaCoreError, call, callText, init, initFromBytes, kinds, version } from './index.js'
export {
  diffArtifacts, diffReports, explainCode, findChanges, listCodes, mergeReports, renderReport,
} from './operations.js'
export type {
  Affected, Change, Class, Code, DiffArtifactsInput, DiffReport, DiffSummary, Direction, Finding, Kind, Location,
  RenderReportInput, ReportFormat, Witness,
} from './operations.js'
