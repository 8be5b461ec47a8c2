import { straceAttach } from '@patchyard/testkit/faults'
import { whyNoHosts } from '@patchyard/testkit/hosts'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { numbered } from './counted-installs.ts'
import { jobEnd, missingNamed, startJob } from './deployment.ts'
import { type KilledAgentHost, killedAgentHost } from './killed-agent.ts'

const reason = whyNoHosts()

// Each job has several small items. The agent is killed again and again while it is on them, each time somewhere else;
// systemd starts it again. What is asked afterwards: was anything done twice, and is what the server shows what is there?
describe.skipIf(reason !== undefined)(`an agent that is killed${reason === undefined ? '' : ` (${reason})`}`, () => {
  let killed: KilledAgentHost
  const random = numbered('grove-random', 8)
  const steps = numbered('grove-step', 6)
  const engine = numbered('grove-engine', 6)

  beforeAll(async () => {
    killed = await killedAgentHost([...random, ...steps, ...engine])
  })
  afterAll(() => killed[Symbol.asyncDispose]())

  test('at arbitrary moments: nothing is installed twice, and the task ends with what is true', async () => {
    const { site, assetId, restarts, newPid, hasEnded, expectTruth } = killed
    const before = await restarts()
    const job = await startJob(site, assetId, await missingNamed(site, assetId, random))
    let pid: number | undefined
    for (let kill = 0; kill < 12 && !(await hasEnded(job)); kill++) {
      pid = await newPid(pid)
      // Short against the whole job, so that a fast machine meets as many kills as a slow one.
      await delay(150 + ((kill * 377) % 900))
      process.kill(pid, 'SIGKILL')
    }
    const { task } = await jobEnd(site, job)
    expect((await restarts()) - before).toBeGreaterThanOrEqual(5)
    await expectTruth(task, random)
  })

  // The main thread is traced alone: journal and starts of programs are its own calls, and the programs themselves live on.
  test.each([
    ['a write to its journal', 'fsync,fdatasync', steps],
    ['the start of a program', '?clone,?clone3,?vfork,?fork', engine],
  ] as const)('at %s, each time a later one: the same', async (_, call, names) => {
    const { site, assetId, newPid, hasEnded, expectTruth } = killed
    const job = await startJob(site, assetId, await missingNamed(site, assetId, names))
    let pid: number | undefined
    let met = 0
    for (let step = 1; step <= 12 && !(await hasEnded(job)); step++) {
      pid = await newPid(pid)
      const fault = { call, when: step, signal: 'SIGKILL' as const }
      // It may be gone already: attaching comes some milliseconds after its start.
      const strace = await straceAttach(pid, { faults: [fault], mainThreadOnly: true }).catch(() => undefined)
      // On a busy machine it takes seconds to come to the call; once the job has ended, it may never.
      const until = performance.now() + 15_000
      const ended = strace?.ended.then(() => true) ?? true
      for (let isOver = false; !isOver && performance.now() < until; )
        isOver = (await Promise.race([ended, delay(250, false)])) || (await hasEnded(job))
      const isKilled = strace?.calls().some(line => line.includes('killed by SIGKILL')) === true
      await strace?.detach()
      if (isKilled) met += 1
      else pid = undefined // it lives, and the next step meets it again
    }
    const { task } = await jobEnd(site, job)
    await expectTruth(task, names)
    expect(met).toBeGreaterThanOrEqual(5)
  })
})
