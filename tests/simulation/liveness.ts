import type { EventRow } from '@patchyard/agent/testing'
import { taskIsOpen } from '@patchyard/domain'
import { patchKey } from './sim-inventory.ts'
import { agentOf, type SimHost } from './sim-host.ts'
import type { World } from './sim-world.ts'

/** Everything that must have come to its end once nothing goes wrong any more. */
export function isSettled(world: World): boolean {
  return checkLiveness(world).length === 0
}

/** What still waits, one sentence each (invariant I19). */
export function checkLiveness(world: World): string[] {
  const { tenant } = world.sim.server
  const waiting: string[] = []
  if (!world.operator.isDone && !world.operator.jobIsOn) waiting.push('liveness: the operator has no job yet')
  for (const task of tenant.tasks.rows()) {
    if (taskIsOpen(task.state))
      waiting.push(`liveness: task ${task.publicId} of asset ${task.assetId} is ${task.state}`)
  }
  for (const run of tenant.runs.rows()) {
    if (run.state !== 'done' && run.state !== 'cancelled') waiting.push(`liveness: run ${run.id} is ${run.state}`)
  }
  for (const host of world.hosts) waiting.push(...waitingOf(world, host))
  return waiting
}

function waitingOf(world: World, host: SimHost): string[] {
  const { tenant } = world.sim.server
  const line = tenant.lines.rows().find(one => one.agentId === agentOf(host))
  if (line === undefined) return [`liveness: ${host.name} is not enrolled`]
  const waiting: string[] = []
  if (line.standing !== 'active') waiting.push(`liveness: ${host.name} is ${line.standing}`)
  const unsent = ([...(host.journal.tables.get('event')?.values() ?? [])] as EventRow[]).filter(e => e.waiting === 1)
  if (unsent.length > 0) waiting.push(`liveness: ${host.name} has ${unsent.length} events without a receipt`)
  const { packages } = host.software
  const known = new Map(
    (tenant.packages.get(line.assetId) ?? []).map(({ entry }) => [`${entry.name}:${entry.arch}`, entry.version]),
  )
  for (const [key, version] of packages.installed) {
    if (known.get(key) !== version) {
      waiting.push(`liveness: ${host.name} has ${key}=${version}, the server thinks ${known.get(key) ?? 'nothing'}`)
    }
  }
  const missing = [...(tenant.findings.get(line.assetId)?.values() ?? [])]
    .filter(finding => finding.status === 'missing')
    .map(finding => tenant.patches.rows().find(patch => patch.id === finding.patchId)?.key ?? '')
    .sort()
  const offered = new Set<string>()
  for (const [key, candidate] of packages.offered) {
    const [name = ''] = key.split(':')
    if (Number(packages.installed.get(key)) < Number(candidate)) {
      offered.add(patchKey(host.software.sourceOf(name), candidate))
    }
  }
  if (JSON.stringify(missing) !== JSON.stringify([...offered].sort())) {
    waiting.push(`liveness: ${host.name} misses ${[...offered].sort().join(' ')}, the server says ${missing.join(' ')}`)
  }
  return waiting
}
