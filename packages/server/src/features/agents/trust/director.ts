import type { Clock, Random } from '@patchyard/domain'
import {
  type Answer,
  type Envelope,
  type HelloKey,
  helloKey,
  isHalfway,
  nextRoot,
  readStoredRoot,
  type Root,
  sealAnswer,
  type Signer,
  signerFromSeed,
  starterRoot,
} from '@patchyard/protocol'
import type { DataFolder } from '../../../data-folder.ts'
import type { Database } from '../../../database/database.ts'
import { rootStore } from './root-store.ts'

/**
 * The server's part in trust: the director key signs answers, the chain of roots says that it may. The starter root's
 * key lies on this server too (protocol §0 and §8 say what that means); `rootOnServer` tells the page.
 */
export interface Director {
  readonly deployment: string
  readonly epoch: number
  readonly helloKey: HelloKey
  readonly rootOnServer: boolean
  newestRoot(): Root
  /** At most 16 envelopes, from `version` on. */
  rootsFrom(version: number): readonly Envelope[]
  sign(answer: Answer): Envelope
  /** Renews the starter root at half its life. Harmless when nothing is due. */
  renew(): Promise<void>
}

const ROOTS_PER_HELLO = 16

/** Makes deployment, keys and starter root at the first start; afterwards reads them. Throws when keys and roots differ. */
export async function openDirector(ports: {
  database: Database
  files: DataFolder
  clock: Clock
  random: Random
}): Promise<Director> {
  const { database, clock } = ports
  const now = (): Date => new Date(clock.nowMs())
  const state = await database.asOperator(async trx => {
    await rootStore.lockStart(trx)
    const known = await rootStore.findInstallation(trx)
    const installation = known ?? (await rootStore.insertInstallation(trx, ports.random.uuid(), now()))
    const stored = await rootStore.listRoots(trx)
    const director = await keyOf(ports, 'director.key', stored.length === 0)
    if (director === null) throw new Error('director.key is missing: the agents of this installation trust no other')
    const rootKey = await keyOf(ports, 'root.key', stored.length === 0)
    if (stored.length > 0) return { installation, director, rootKey, roots: stored.map(r => parseRoot(r.envelope)) }
    if (rootKey === null) throw new Error('root.key could not be made')
    const first = starterRoot({
      deployment: installation.deployment,
      nowMs: clock.nowMs(),
      root: rootKey.signer,
      director: director.signer,
    })
    await rootStore.insertRoot(
      trx,
      { version: 1, envelope: JSON.stringify(first.envelope), digest: first.digest },
      now(),
    )
    return { installation, director, rootKey, roots: [first] }
  })
  const roots: Root[] = [...state.roots]
  const newest = (): Root => roots.at(-1) as Root
  const signer: Signer = state.director.signer
  if (!newest().director.keys.some(key => key.keyid === signer.keyid)) {
    throw new Error('director.key is not the director of the newest root')
  }
  return {
    deployment: state.installation.deployment,
    epoch: state.installation.epoch,
    helloKey: helloKey(state.director.seed),
    rootOnServer: state.rootKey !== null,
    newestRoot: newest,
    rootsFrom: version =>
      roots
        .filter(r => r.version >= version)
        .slice(0, ROOTS_PER_HELLO)
        .map(r => r.envelope),
    sign: answer => sealAnswer(answer, signer),
    async renew() {
      const rootKey = state.rootKey
      if (rootKey === null || !isHalfway(newest(), clock.nowMs())) return
      await database.asOperator(async trx => {
        await rootStore.lockStart(trx)
        const stored = await rootStore.listRoots(trx)
        for (const row of stored.slice(roots.length)) roots.push(parseRoot(row.envelope))
        if (!isHalfway(newest(), clock.nowMs())) return
        const next = nextRoot(newest(), { nowMs: clock.nowMs() }, [rootKey.signer])
        await rootStore.insertRoot(
          trx,
          { version: next.version, envelope: JSON.stringify(next.envelope), digest: next.digest },
          now(),
        )
        roots.push(next)
      })
    },
  }
}

function parseRoot(text: string): Root {
  return readStoredRoot(JSON.parse(text) as Envelope)
}

async function keyOf(
  ports: { files: DataFolder; random: Random },
  name: 'director.key' | 'root.key',
  mayCreate: boolean,
): Promise<{ seed: Uint8Array; signer: Signer } | null> {
  const text = await ports.files.read(name)
  if (text !== null) return parseKey(name, Buffer.from(text).toString('utf8'))
  if (!mayCreate) return null
  const hex = Buffer.from(ports.random.bytes(32)).toString('hex')
  await ports.files.create(name, `${hex}\n`)
  return parseKey(name, hex)
}

function parseKey(name: string, text: string): { seed: Uint8Array; signer: Signer } {
  if (!/^[0-9a-f]{64}$/.test(text.trim())) throw new Error(`${name} is not a key of 32 bytes in hex`)
  const seed = Buffer.from(text.trim(), 'hex')
  return { seed, signer: signerFromSeed(seed) }
}
