export { MetaCoreError, call, callText, init, initFromBytes, kinds, version } from './call.js'
export * from './operations.js'
