'use strict'

const { MetaCoreError, call, callAsync, callText, callTextAsync, version } = require('./call.js')

exports.MetaCoreError = MetaCoreError
exports.call = call
exports.callAsync = callAsync
exports.callText = callText
exports.callTextAsync = callTextAsync
exports.version = version
Object.assign(exports, require('./operations.js'))
