'use strict'

const { MetaCoreError, call, callAsync, callText, callTextAsync, version } = require('./call.js')

// Written so that modules can import each by name.
module.exports = {
  MetaCoreError,
  call,
  callAsync,
  callText,
  callTextAsync,
  version,
  ...require('./operations.js'),
}
