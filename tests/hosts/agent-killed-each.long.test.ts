import { straceAttach } from '@patchyard/testkit/faults'
import { whyNoHosts } from '@patchyard/testkit/hosts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { numbered } from './counted-installs.ts'
import { jobEnd, missingNamed, startJob } from './deployment.ts'
import { type KilledAgentHost, killedAgentHost } from './killed-agent.ts'

const reason = whyNoHosts()
const MOST = 60

// One job of one item for each place: the agent is killed at its first call of a kind, in the next job at its second, and so on until
// a job ends before the place is reached. Every start of a program and every write of the journal is such a place once.
describe.skipIf(reason !== undefined)(`an agent killed once${reason === undefined ? '' : ` (${reason})`}`, () => {
  let agent: KilledAgentHost
  const names = { journal: numbered('grove-journal', MOST), program: numbered('grove-program', MOST) }
  beforeAll(async () => {
    agent = await killedAgentHost([...names.journal, ...names.program], 0.1)
  })
  afterAll(() => agent[Symbol.asyncDispose]())

  test.each([
    ['write of its journal', 'fsync,fdatasync', names.journal],
    ['start of a program', '?clone,?clone3,?vfork,?fork', names.program],
  ] as const)(
    'at each %s of a task: nothing is done twice, and the task ends with what is true',
    async (_, call, items) => {
      const { site, assetId, host, newPid, expectTruth } = agent
      let met = 0
      for (const [index, name] of items.entries()) {
        const pid = await newPid(undefined)
        const found = await missingNamed(site, assetId, [name])
        const fault = { call, when: index + 1, signal: 'SIGKILL' as const }
        const strace = await straceAttach(pid, { faults: [fault], mainThreadOnly: true })
        const { task } = await jobEnd(site, await startJob(site, assetId, found))
        const isKilled = strace.calls().some(line => line.includes('killed by SIGKILL'))
        await strace.detach()
        await expectTruth(task, [name])
        if (!isKilled) break
        met += 1
        expect(await host.sh('systemctl is-active patchyard-agent')).toContain('active')
      }
      console.log(`${call}: killed at ${String(met)} places`)
      // All of them, and not only as many as there are packages.
      expect(met).toBeGreaterThan(5)
      expect(met).toBeLessThan(MOST)
    },
  )
})
