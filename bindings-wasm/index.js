export { MetaCoreError, call, callText, init, initFromBytes, version } from './call.js'
export * from './operations.js'
