// Prints failed tests in full and passed ones not at all, and closes with the counts of Node's runner.

export default async function* reporter(source) {
  for await (const { type, data } of source) {
    if (type === 'test:fail' && data.details?.type !== 'suite') {
      yield `not ok - ${data.name}\n${data.details?.error?.cause?.stack ?? data.details?.error ?? ''}\n`
    } else if (type === 'test:diagnostic' && /^(tests|pass|fail|cancelled|skipped) /.test(data.message)) {
      yield `# ${data.message}\n`
    }
  }
}
