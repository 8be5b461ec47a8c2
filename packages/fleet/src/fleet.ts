import type { Clock, Random } from '@patchyard/domain'
import { debianHost } from './debian-host.ts'
import type { Exchange } from './exchange.ts'
import { RefusedError, SimulatedAgent } from './simulated-agent.ts'

export interface FleetOptions {
  readonly agents: number
  readonly activationKey: string
  readonly packages: number
  readonly missing: number
  /** Enrolments under way at once. */
  readonly concurrency: number
  readonly signal: AbortSignal
  onProgress(enrolled: number): void
  onTrouble(agent: number, error: unknown): void
}

/** Enrols agents through the door and lets them live: check in, work, report, until the signal. */
export async function runFleet(
  ports: { exchange: Exchange; clock: Clock; random: Random },
  options: FleetOptions,
): Promise<void> {
  const { clock, random } = ports
  let next = 0
  let enrolled = 0
  const lives: Promise<void>[] = []
  const enrolSome = async (): Promise<void> => {
    while (next < options.agents && !options.signal.aborted) {
      next += 1
      const index = next
      // Every sixth host has a patch that does not install; every host lacks its own number of patches.
      const host = debianHost(random, {
        index,
        packages: options.packages,
        missing: Math.max(0, options.missing - (index % 9) * 3),
        broken: index % 6 === 1 ? [3] : [],
        // Every fifth administrator did not want scripts of others on the host.
        allowsActions: index % 5 !== 0,
      })
      const agent = new SimulatedAgent(ports, host)
      try {
        await agent.enroll(options.activationKey)
        await agent.checkIn()
        await agent.report({ trigger: 'start' })
        enrolled += 1
        options.onProgress(enrolled)
        lives.push(live(agent, index))
      } catch (error) {
        options.onTrouble(index, error)
      }
    }
  }

  async function live(agent: SimulatedAgent, index: number): Promise<void> {
    while (!options.signal.aborted) {
      const pause = agent.checkInS * 1000 * (0.9 + random.fraction() * 0.2)
      await Promise.race([rung(agent), clock.sleep(pause, options.signal)]).catch(() => undefined)
      if (options.signal.aborted) return
      try {
        const { full } = await agent.checkIn()
        if (full) await agent.report({ everything: true })
        await agent.work()
      } catch (error) {
        options.onTrouble(index, error)
        if (error instanceof RefusedError && error.status === 410) return
      }
    }
  }

  /** The bell as a long poll; errors cost the wait, nothing else. */
  async function rung(agent: SimulatedAgent): Promise<void> {
    const reply = await ports.exchange({
      method: 'GET',
      path: '/agent/v1/bell',
      headers: agent.bellHeaders(),
      body: Buffer.alloc(0),
    })
    if (reply.status !== 200) await clock.sleep(options.agents > 500 ? 60_000 : 5_000, options.signal)
  }

  await Promise.all(Array.from({ length: Math.min(options.concurrency, options.agents) }, enrolSome))
  await Promise.all(lives)
}
