import type { Clock, JobDefinition, Random } from '@patchyard/domain'
import { encodeActivationKey, ProtocolError, signerFromSeed } from '@patchyard/protocol'
import { Problem } from '../../errors/problem.ts'
import { type BellTower, createBellTower } from '../../features/agents/door/bell-tower.ts'
import { createDoor, type Door } from '../../features/agents/door/door.ts'
import { type DoorReply, refusal, refuse } from '../../features/agents/door/door-reply.ts'
import type { Director } from '../../features/agents/trust/director.ts'
import { cancelJob, closeRun, enableJob, retryJob, sweepTasks } from '../../features/jobs/job-runs.ts'
import { sealSpec } from '../../features/jobs/job-spec.ts'
import type { JobRecord } from '../../features/jobs/job-store.ts'
import type { JobStores } from '../../features/jobs/job-stores.ts'
import { createMemoryDatabase, type DatabaseFaults, type MemoryDatabase, ProcessGone } from './memory-database.ts'
import { createMemoryDirector } from './memory-director.ts'
import type { MemorySettings } from './memory-settings.ts'
import { createMemoryJobStores } from './memory-job-stores.ts'
import { createMemoryStorage } from './memory-storage.ts'
import type { Tenant } from './tenant.ts'

export interface ServerRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly peer: string
}

export interface ServerReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/**
 * The server's own door, jobs and bells on the twin of its stores: everything between the bytes of an agent and the
 * database, without sockets. One process at a time; what it committed outlives it.
 */
export interface MemoryServer {
  readonly database: MemoryDatabase
  readonly tenant: Tenant
  readonly director: Director
  /** One request through the door. Rejects with ProcessGone when no process is there or it died meanwhile. */
  handle(request: ServerRequest): Promise<ServerReply>
  /** Resolves to what ends it. Throws ProtocolError, or ProcessGone. */
  openBell(request: ServerRequest, ring: () => void, end: () => void): Promise<() => void>
  /** Kill -9. */
  kill(): void
  start(): void
  readonly isUp: boolean
  /** Errors that were nobody's but ours. */
  readonly faults: readonly unknown[]
  readonly operator: Operator
}

/** What people and the clock do to a server, over the same use cases as its API. */
export interface Operator {
  createActivationKey(options?: { autoAccept?: boolean; maxUses?: number }): Promise<string>
  /** The job, disabled. */
  createJob(spec: JobDefinition): Promise<string>
  enable(job: string): Promise<void>
  /** Throws Problem `conflict` when no run is under way. */
  cancel(job: string): Promise<void>
  /** Throws Problem `conflict`. */
  retry(job: string): Promise<void>
  /** Ends a quarantine: this machine goes on. */
  resume(assetId: number, machine: string): Promise<void>
  sweep(): Promise<void>
}

export const SUBSCRIPTION = 1

interface Process {
  readonly door: Door
  readonly bells: BellTower
  isDead: boolean
}

export function createMemoryServer(ports: {
  clock: Clock
  random: Random
  settings?: MemorySettings
  faults?: DatabaseFaults
}): MemoryServer {
  const { clock, random } = ports
  const database = createMemoryDatabase(ports.faults)
  const tenant = database.tenant(SUBSCRIPTION)
  tenant.settings = ports.settings ?? tenant.settings
  const director = createMemoryDirector({ clock, random })
  const faults: unknown[] = []
  let current: Process | null = null

  function start(): void {
    const bells = createBellTower(clock)
    const isDead = (): boolean => process.isDead
    const storage = createMemoryStorage({ database, random, isDead, onRunTouched: (_, runId) => close(runId, isDead) })
    const process: Process = { door: createDoor({ storage, director, clock, random, bells }), bells, isDead: false }
    current = process
  }

  /** As the server does after an agent's transaction: what fails is looked at again by the sweep. */
  async function close(runId: number, isDead: () => boolean): Promise<void> {
    await database
      .transaction(() => closeRun(createMemoryJobStores(database, SUBSCRIPTION), runId, clock.nowMs()), isDead)
      .catch((error: unknown) => noteFault(error))
  }

  function noteFault(error: unknown): void {
    const expected = error instanceof ProcessGone || (error instanceof Problem && error.status === 503)
    if (!expected) faults.push(error)
  }

  function alive(): Process {
    if (current === null) throw new ProcessGone()
    return current
  }

  async function answered(process: Process, request: ServerRequest): Promise<DoorReply> {
    const { method, path, peer } = request
    const headers = { ...request.headers, 'content-length': String(request.body.length) }
    try {
      const admission = await process.door.admit({ method, target: path, headers, peer })
      return await process.door.handle(admission, Buffer.from(request.body))
    } catch (error) {
      if (error instanceof ProtocolError) return refusal(error)
      noteFault(error)
      return refuse('busy', 'the database is away')
    }
  }

  const operate = async <T>(work: (stores: JobStores) => Promise<T>): Promise<T> =>
    database.transaction(() => work(createMemoryJobStores(database, SUBSCRIPTION)))

  async function onJob(
    publicId: string,
    work: (stores: JobStores, job: JobRecord) => Promise<readonly number[]>,
  ): Promise<void> {
    const told = await operate(async stores => {
      const job = await stores.jobs.lock(publicId)
      if (job === null) throw new Problem('not_found')
      return work(stores, job)
    })
    current?.bells.ring(told)
  }
  const planning = () => ({ random, deployment: director.deployment, nowMs: clock.nowMs() })

  const operator: Operator = {
    async createActivationKey({ autoAccept = true, maxUses } = {}) {
      const seed = random.bytes(32)
      const { keyid, pub } = signerFromSeed(seed)
      const root = director.newestRoot()
      await database.transaction(async () => {
        const id = database.nextId('activation key')
        const blank = { uses: 0, expiresMs: null, revokedMs: null, allowedNetworks: [] }
        const validFromMs = clock.nowMs()
        tenant.activationKeys.set(keyid, { id, keyid, autoAccept, maxUses: maxUses ?? null, validFromMs, ...blank })
        database.doorKeys.set(keyid, {
          keyid,
          subscriptionId: SUBSCRIPTION,
          kind: 'activation',
          activationKeyId: id,
          assetId: null,
          publicKey: Buffer.from(pub, 'hex'),
          state: 'current',
          replacedBy: null,
          enrolledWith: null,
        })
      })
      return encodeActivationKey({ rootVersion: root.version, rootDigest: Buffer.from(root.digest, 'hex'), seed })
    },
    async createJob(spec) {
      const publicId = random.uuid()
      const sealed = sealSpec(spec)
      await operate(async stores => {
        await stores.jobs.insert({
          publicId,
          name: 'Job',
          state: 'disabled',
          ownerId: 1,
          authorId: 1,
          spec,
          specText: sealed.text,
          specDigest: sealed.digest,
          now: new Date(clock.nowMs()),
        })
      })
      return publicId
    },
    enable: publicId => onJob(publicId, (stores, job) => enableJob(stores, job, planning())),
    cancel: publicId => onJob(publicId, (stores, job) => cancelJob(stores, job, clock.nowMs())),
    retry: publicId => onJob(publicId, (stores, job) => retryJob(stores, job, planning())),
    async resume(assetId, machine) {
      await operate(async ({ lines }) => {
        const line = await lines.lock(assetId)
        if (line?.standing !== 'quarantined') throw new Problem('conflict')
        await lines.save({
          ...line,
          standing: 'active',
          standingWhy: null,
          standingAtMs: clock.nowMs(),
          adoptMachine: machine,
          adoptAtMs: clock.nowMs(),
          speakers: [],
          workVersion: line.workVersion + 1,
        })
      })
      current?.bells.ring([assetId])
    },
    async sweep() {
      const touched = await operate(stores => sweepTasks(stores, clock.nowMs()))
      for (const runId of touched) await operate(stores => closeRun(stores, runId, clock.nowMs()))
    },
  }

  start()
  return {
    database,
    tenant,
    director,
    faults,
    operator,
    async handle(request) {
      const process = alive()
      const reply = await answered(process, request)
      if (process.isDead) throw new ProcessGone()
      return encoded(reply)
    },
    async openBell({ method, path, headers, peer }, ring, end) {
      const process = alive()
      const assetId = await process.door.checkBell(await process.door.admit({ method, target: path, headers, peer }))
      if (process.isDead) throw new ProcessGone()
      return process.bells.hang(assetId, ring, end)
    },
    kill() {
      if (current === null) return
      current.isDead = true
      current.bells.close()
      current = null
    },
    start() {
      if (current === null) start()
    },
    get isUp() {
      return current !== null
    },
  }
}

function encoded({ status, body, retryAfterS }: DoorReply): ServerReply {
  const headers = retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) }
  if (body === null) return { status, headers, body: new Uint8Array(0) }
  return { status, headers, body: body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body)) }
}
