// A program of its own: runs one operation of the agent's package manager on the machine it is started on, for tests of the providers: reads a request as JSON
// from standard input, prints the answer as JSON. The agent's own adapters are used, so processes, files and scopes are real.
import { writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { createNodeDisk } from '../adapters/node-disk.ts'
import { listIpv4, machineName } from '../adapters/node-interfaces.ts'
import { createNodeProcesses } from '../adapters/node-processes.ts'
import { createSystemClock } from '../adapters/system-clock.ts'
import type { AcceptedPlan, PackageId, PlanItem, PlanOptions } from '../core/ports/package-manager.ts'
import type { OwnLimits } from '../core/ports/profile-host.ts'
import { createLinuxProfileHost } from '../platform/linux/profile/linux-profile-host.ts'
import { chooseLinuxProvider, linuxReportContext } from '../platform/linux/create-linux.ts'
import { createLinuxFacts } from '../platform/linux/facts/linux-facts.ts'
import { createKeepStore } from '../platform/linux/rollback/keep-store.ts'
import type { RollbackOptions } from '../core/ports/rollback.ts'
import { createHostInventory } from '../core/report/host-inventory.ts'

export type PackageManagerRequest =
  | { readonly verb: 'scan'; readonly refresh?: boolean; readonly lockWaitMs?: number }
  | { readonly verb: 'simulate'; readonly item: PlanItem; readonly options?: Partial<PlanOptions> }
  | {
      readonly verb: 'deploy'
      readonly item: PlanItem
      readonly options?: Partial<PlanOptions>
      readonly lockWaitMs?: number
      /** A file that is made once a lock is waited for, so that a test need not guess when. */
      readonly waitMark?: string
      readonly scopeName?: string | null
      readonly timeoutMs?: number
      /** Keep earlier packages in {@link KEEP_FOLDER} first. */
      readonly keep?: boolean
      readonly capBytes?: number
    }
  | {
      readonly verb: 'rollback'
      readonly item: PlanItem
      readonly scopeName?: string | null
      readonly options?: Partial<RollbackOptions>
    }
  | { readonly verb: 'simulateRollback'; readonly item: PlanItem; readonly options?: Partial<RollbackOptions> }
  | { readonly verb: 'points' }
  | { readonly verb: 'dryRun'; readonly items: readonly PlanItem[]; readonly options?: Partial<PlanOptions> }
  | { readonly verb: 'versions'; readonly packages: readonly PackageId[] }
  | { readonly verb: 'audit' }
  | { readonly verb: 'repair' }
  | { readonly verb: 'holder' }
  | { readonly verb: 'inventory' }
  | { readonly verb: 'system' }
  | { readonly verb: 'updaters'; readonly off?: readonly string[]; readonly back?: Readonly<Record<string, string>> }
  | { readonly verb: 'limit'; readonly limits: OwnLimits }

const KEEP_FOLDER = '/var/lib/patchyard-agent/keep'

const request = JSON.parse(await text(process.stdin)) as PackageManagerRequest
const ports = { processes: createNodeProcesses(), disk: createNodeDisk(), clock: createSystemClock() }
const capBytes = 'capBytes' in request ? request.capBytes : undefined
const keep = createKeepStore(ports.disk, { folder: KEEP_FOLDER, ...(capBytes === undefined ? {} : { capBytes }) })
const provider = await chooseLinuxProvider({ ...ports, keep })
if (provider === null) throw new Error('no package manager')
const { packages } = provider
const facts = createLinuxFacts({ ...ports, listIpv4, machine: machineName() })
const waits: unknown[] = []
const onWait = (holder: unknown): void => {
  waits.push(holder)
  if (request.verb === 'deploy' && request.waitMark !== undefined) writeFileSync(request.waitMark, '')
}

const planOptions = (options: Partial<PlanOptions> = {}): PlanOptions => ({
  timeoutMs: 120_000,
  allowUnauthenticated: false,
  whenGone: 'newest',
  knownAdditions: [],
  ...options,
})

const rollbackOptions = (options: Partial<RollbackOptions> = {}): RollbackOptions => ({
  timeoutMs: 120_000,
  allowUnauthenticated: false,
  ...options,
})

async function rollback(wanted: Extract<PackageManagerRequest, { verb: 'rollback' }>): Promise<object> {
  const plan = await packages.simulateRollback(wanted.item, rollbackOptions(wanted.options))
  if (plan.verdict !== 'accepted') return { plan }
  const scopeName = wanted.scopeName === undefined ? 'patchyard-test-2' : wanted.scopeName
  return { plan, outcome: await packages.rollback(plan, { timeoutMs: 240_000, lockWaitMs: 10_000, scopeName }) }
}

async function deploy(plan: AcceptedPlan, wanted: Extract<PackageManagerRequest, { verb: 'deploy' }>): Promise<object> {
  const progress: unknown[] = []
  const act = {
    timeoutMs: wanted.timeoutMs ?? 240_000,
    lockWaitMs: wanted.lockWaitMs ?? 10_000,
    scopeName: wanted.scopeName === undefined ? 'patchyard-test-1' : wanted.scopeName,
    onWait,
    onProgress: (one: unknown) => progress.push(one),
  }
  const download = await packages.download(plan, act)
  if (!download.ok) return { plan, download, waits }
  const kept = wanted.keep === true ? await packages.keep(plan, act) : undefined
  return { plan, download, kept, outcome: await packages.install(plan, act), progress, waits }
}

async function answer(): Promise<unknown> {
  switch (request.verb) {
    case 'scan':
      return {
        ...(await packages.scan({
          refresh: request.refresh ?? false,
          refreshTimeoutMs: 120_000,
          timeoutMs: 120_000,
          lockWaitMs: request.lockWaitMs ?? 5_000,
          onWait,
        })),
        waits,
      }
    case 'simulate':
      return await packages.simulate(request.item, planOptions(request.options))
    case 'deploy': {
      const plan = await packages.simulate(request.item, planOptions(request.options))
      return plan.verdict === 'accepted' ? await deploy(plan, request) : { plan }
    }
    case 'rollback':
      return await rollback(request)
    case 'simulateRollback':
      return await packages.simulateRollback(request.item, rollbackOptions(request.options))
    case 'points':
      return await packages.rollbackPoints()
    case 'dryRun':
      return await packages.dryRun(request.items, planOptions(request.options))
    case 'versions':
      return await packages.installedVersions(request.packages)
    case 'audit':
      return await packages.audit()
    case 'repair':
      return await packages.repair({ timeoutMs: 120_000, lockWaitMs: 10_000, scopeName: null })
    case 'holder':
      return await packages.whoHoldsLock()
    case 'inventory': {
      const inventory = createHostInventory({ packages, facts, context: linuxReportContext(provider, '0.0.0', 'node') })
      const found = await inventory.collect({ refresh: false, lockWaitMs: 5_000 })
      return { ...found, sections: Object.fromEntries(found.sections) }
    }
    case 'updaters': {
      const host = createLinuxProfileHost(ports)
      const former: Record<string, string> = {}
      for (const name of request.off ?? []) {
        former[name] = await host.remember(name)
        await host.switchOff(name)
      }
      for (const [name, how] of Object.entries(request.back ?? {})) await host.giveBack(name, how)
      return { former, found: await host.updaters() }
    }
    case 'limit':
      return await createLinuxProfileHost(ports).limit(request.limits)
    case 'system':
      return { system: await facts.system(), restart: await facts.restart([]) }
  }
}

process.stdout.write(JSON.stringify(await answer()))
