import { expect, it } from 'vitest'
import { agentSteps } from './agent-steps.ts'

it.each([
  ['pending', ['accept', 'reject']],
  ['active', ['revoke']],
  ['stale', ['revoke']],
  ['quarantined', ['resume', 'revoke']],
  ['rejected', ['revoke']],
  ['revoked', []],
] as const)('an agent that is %s offers %j', (status, want) => {
  expect(agentSteps(status)).toEqual(want)
})
