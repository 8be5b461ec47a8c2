import type { Clock, Random } from '@patchyard/domain'
import { helloKey, sealAnswer, signerFromSeed, starterRoot } from '@patchyard/protocol'
import type { Director } from '../../features/agents/trust/director.ts'

/** A director with a starter root, kept nowhere. */
export function createMemoryDirector({ clock, random }: { clock: Clock; random: Random }): Director {
  const seed = random.bytes(32)
  const signer = signerFromSeed(seed)
  const deployment = random.uuid()
  const root = starterRoot({
    deployment,
    nowMs: clock.nowMs(),
    root: signerFromSeed(random.bytes(32)),
    director: signer,
  })
  return {
    deployment,
    epoch: 1,
    helloKey: helloKey(seed),
    rootOnServer: true,
    newestRoot: () => root,
    rootsFrom: version => (version <= root.version ? [root.envelope] : []),
    sign: answer => sealAnswer(answer, signer),
    renew: async () => {},
  }
}
