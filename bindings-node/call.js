'use strict'

// The one way into the library: JSON text in, JSON text out.

const { MetaCoreError, guarded, handles, toText, typed } = require('./border.js')
const native = require('./meta-core.node')

const callText = (name, input) => {
  const text = toText(input)
  return guarded(() => native.callText(name, text))
}

async function callTextAsync(name, input) {
  const text = toText(input)
  try {
    return await native.callTextAsync(name, text)
  } catch (error) {
    throw typed(error)
  }
}

exports.MetaCoreError = MetaCoreError
exports.Prepared = handles(native.Prepared)
exports.callText = callText
exports.callTextAsync = callTextAsync
exports.call = (name, input) => JSON.parse(callText(name, input))
exports.callAsync = async (name, input) => JSON.parse(await callTextAsync(name, input))
exports.version = native.version()
