import type { EventLoop } from './event-loop.ts'
import type { FaultPlan } from './fault-plan.ts'
import type { SimRandom } from './sim-random.ts'

export const linkFaults = [
  'request lost',
  'reply lost',
  'request doubled',
  'request late',
  'reply late',
  'request replayed',
  'reply forged',
] as const
export type LinkFault = (typeof linkFaults)[number]

/** How one exchange ended for the side that asked. */
export type Outcome<Reply> =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'broken' }

export interface FaultyLink<Request, Reply> {
  exchange(request: Request, withinMs: number): Promise<Outcome<Reply>>
  /** Nothing passes in either direction, or only requests do. */
  cut: 'none' | 'both' | 'replies'
}

/** Old messages come as late as this; beyond the 300 s that a signature's date may be off, and beyond every timeout. */
const LATEST_MS = 700_000
const RECORDED = 40

/**
 * The way between one client and a server: delays on both legs, and by the plan also losses, doubles, lateness (which
 * makes reordering), replays of recorded requests and forged replies.
 */
export function createFaultyLink<Request, Reply>(ports: {
  loop: EventLoop
  random: SimRandom
  faults: Pick<FaultPlan<LinkFault>, 'fires'>
  deliver: (request: Request) => Promise<Reply>
  forge: (request: Request, random: SimRandom) => Reply
}): FaultyLink<Request, Reply> {
  const { loop, random, faults } = ports
  const recorded: Request[] = []
  const link: FaultyLink<Request, Reply> = { cut: 'none', exchange }

  function exchange(request: Request, withinMs: number): Promise<Outcome<Reply>> {
    return new Promise(resolve => {
      const cancel = loop.after(withinMs, () => resolve({ kind: 'timeout' }))
      const end = (outcome: Outcome<Reply>): void => {
        cancel()
        resolve(outcome)
      }
      if (recorded.length < RECORDED) recorded.push(request)
      else recorded[random.between(0, RECORDED - 1)] = request
      if (link.cut === 'both') {
        loop.after(legMs(), () => end({ kind: 'broken' }))
        return
      }
      if (faults.fires('request replayed', 0.03)) send(random.pick(recorded), lateMs(), () => {})
      if (faults.fires('reply forged', 0.03)) {
        loop.after(legMs(), () => end({ kind: 'reply', reply: ports.forge(request, random) }))
        // What the forger keeps from the server, or does not.
        if (random.chance(0.5)) return
      }
      if (faults.fires('request lost', 0.05)) {
        if (random.chance(0.5)) loop.after(legMs(), () => end({ kind: 'broken' }))
        return
      }
      if (faults.fires('request doubled', 0.05)) send(request, random.chance(0.5) ? legMs() : lateMs(), end)
      send(request, faults.fires('request late', 0.03) ? lateMs() : legMs(), end)
    })
  }

  function send(request: Request, afterMs: number, end: (outcome: Outcome<Reply>) => void): void {
    loop.after(afterMs, () => {
      // A cut that came meanwhile; the client finds out by its timeout.
      if (link.cut === 'both') return
      ports.deliver(request).then(
        reply => {
          if (link.cut !== 'none') return
          if (faults.fires('reply lost', 0.05)) {
            if (random.chance(0.5)) loop.after(legMs(), () => end({ kind: 'broken' }))
            return
          }
          const late = faults.fires('reply late', 0.03)
          loop.after(late ? lateMs() : legMs(), () => {
            if (link.cut === 'none') end({ kind: 'reply', reply })
          })
        },
        // The server went away in the middle.
        () => loop.after(legMs(), () => end({ kind: 'broken' })),
      )
    })
  }

  const legMs = (): number => 1 + random.delayMs(30)
  const lateMs = (): number => random.between(1000, LATEST_MS)
  return link
}
