// The four rules in plain JavaScript over objects: what no engine for Node is expected to be quicker than.
import { Clock } from '../../clock.mjs'
import { allow, counted, facts } from './inputs.mjs'

function judge(services, allowed) {
  const findings = []
  for (const service of services) {
    const { name, layer } = service
    if (service.maturity === 'stable' && service.open_critical_vulns > 0) findings.push({ rule: 'vulnerable', name })
    if (service.coverage < 0.75) findings.push({ rule: 'coverage', name })
    for (const about of service.external) {
      if (!allowed.has(about)) findings.push({ rule: 'external', name, about })
    }
    for (const target of service.internal) {
      if (target.layer > layer) findings.push({ rule: 'layer', name, about: target.name })
    }
  }
  return findings
}

const services = facts()
const allowed = new Set(allow())
const clock = new Clock()
const findings = await clock.least('evaluate', () => judge(services, allowed))
clock.report({ findings: counted(findings.map(({ rule }) => rule)) })
