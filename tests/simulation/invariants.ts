import { blackoutSpans } from '@patchyard/domain'
import type { EventRow } from '@patchyard/agent/testing'
import { parseEvent, type TaskDocument } from '@patchyard/protocol'
import type { TaskRecord } from '@patchyard/server/testing/memory'
import type { LogEntry } from '@patchyard/testkit/simulation'
import { checkActions } from './action-invariants.ts'
import { agentOf, type SimHost } from './sim-host.ts'
import { START_MS, type World } from './sim-world.ts'

// The invariants of the reliability contract, read off the event log, the hosts and the server's rows. Times in the log are
// the world's own, so no check believes a clock that the checked code had.

/** A trusted time may lag by the 30 s that an answer may have taken, and a step takes a moment. */
const LAG_MS = 31_000
/** After a reboot the wall clock serves, if it was within this at the last answer. */
const WALL_MS = 300_000

export function checkInvariants(world: World): string[] {
  const documents = new Map<string, TaskDocument>()
  for (const task of world.sim.server.tenant.tasks.rows()) {
    if (task.document !== null) documents.set(task.publicId, JSON.parse(task.document) as TaskDocument)
  }
  return [
    ...checkFaults(world),
    ...world.hosts.flatMap(host => {
      const own = world.log.entries.filter(entry => entry.who === host.name)
      return [
        ...checkWindows(world, host, own, documents),
        ...checkOnce(host, own),
        ...checkStanding(host, own),
        ...checkOneAtATime(host, own),
        ...checkEventsKept(world, host),
        ...checkActions(host, own, documents, LAG_MS + WALL_MS),
      ]
    }),
    ...checkKept(world),
    ...checkEnrolledOnce(world),
    ...checkHonest(world),
    ...checkTruth(world),
  ]
}

function checkFaults(world: World): string[] {
  const text = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))
  return [
    ...world.sim.server.faults.map(error => `fault of the server: ${text(error)}`),
    ...world.hosts.flatMap(host => host.faults.map(error => `fault of ${host.name}'s agent: ${text(error)}`)),
    ...world.log.entries.filter(e => e.what === 'gave up').map(e => `fault of the operator: ${String(e.detail.error)}`),
  ]
}

/** I1: a task begins in its window, its items before the end of it, by the server's clock. */
function checkWindows(
  world: World,
  host: SimHost,
  own: readonly LogEntry[],
  documents: ReadonlyMap<string, TaskDocument>,
): string[] {
  const found: string[] = []
  const windows = world.sim.server.tenant.settings.document?.blackouts ?? []
  const blackouts = blackoutSpans(windows, 'UTC', START_MS, START_MS + world.loop.monotonicMs())
  let slackMs = LAG_MS
  const late = (nowMs: number, endMs: number): boolean => nowMs > endMs + slackMs
  for (const { at, what, detail } of own) {
    const nowMs = START_MS + at
    // A clock that somebody set may be believed after a reboot, as far as the rule goes.
    if (what === 'clock set' && Math.abs(Number(detail.shift)) <= WALL_MS) slackMs = LAG_MS + WALL_MS
    if (what === 'engine started') {
      const task = taskOfScope(String(detail.scope))
      const document = documents.get(task)
      if (document === undefined) found.push(`I1: ${host.name} installs for ${task}, which nobody ordered`)
      else if (late(nowMs, document.finishBefore))
        found.push(`I1: ${host.name} installs ${over(nowMs, document.finishBefore)}`)
    }
    if (what !== 'journalled' || (detail.kind !== 'begin' && detail.kind !== 'itemBegin')) continue
    const document = documents.get(String(detail.task))
    if (document === undefined) {
      found.push(`I1: ${host.name} begins task ${String(detail.task)}, which nobody ordered`)
      continue
    }
    const endMs = detail.kind === 'begin' ? document.startBefore : document.finishBefore
    if (late(nowMs, endMs)) found.push(`I1: ${host.name} writes ${detail.kind} ${over(nowMs, endMs)}`)
    if (nowMs < document.notBefore - (slackMs - LAG_MS)) found.push(`I1: ${host.name} begins too early`)
    const said = parseEvent(String(detail.text)).at
    if (said !== null && blackouts.some(span => span.from <= said && said < span.to))
      found.push(`P1: ${host.name} writes ${detail.kind} inside a blackout`)
    if (said === null || said > endMs) found.push(`I1: ${host.name} begins at ${String(said)} by its own trusted time`)
  }
  return found
}

const over = (nowMs: number, endMs: number): string => `${((nowMs - endMs) / 1000).toFixed(1)} s after the window`
const taskOfScope = (scope: string): string => /^patchyard-(.{36})-\d+$/.exec(scope)?.[1] ?? scope

/** I2: one begin for each task and item, one run of the package manager for each item. */
function checkOnce(host: SimHost, own: readonly LogEntry[]): string[] {
  const counts = new Map<string, number>()
  for (const { what, detail } of own) {
    if (what === 'engine started') count(counts, `installation ${String(detail.scope)}`)
    if (what !== 'journalled') continue
    const event = parseEvent(String(detail.text))
    if (event.kind === 'begin' || event.kind === 'end') count(counts, `${event.kind} of ${event.task}`)
    if (event.kind === 'itemBegin' || event.kind === 'itemEnd') {
      count(counts, `${event.kind} ${event.data.item} of ${event.task}`)
    }
    count(counts, `event ${event.n} of ${event.task}`)
  }
  return [...counts].filter(([, n]) => n > 1).map(([what, n]) => `I2: ${host.name}: ${n} times ${what}`)
}

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1)
}

/** I6: nothing is installed by an agent that was told it is not active, nor by one that never heard that it is. */
function checkStanding(host: SimHost, own: readonly LogEntry[]): string[] {
  let expelled = false
  const found: string[] = []
  for (const { what, detail } of own) {
    if (what === 'heard' && (detail.status === 403 || detail.status === 410)) expelled = true
    if (what === 'heard' && detail.status === 200 && detail.path === '/agent/v1/checkin') expelled = false
    if (what !== 'engine started') continue
    if (expelled) found.push(`I6: ${host.name} installs after it heard that it is not active`)
    if (detail.standing !== 'active') found.push(`I6: ${host.name} installs as ${String(detail.standing)}`)
  }
  return found
}

/** I12: one process of the agent and one transaction of the package manager at a time. */
function checkOneAtATime(host: SimHost, own: readonly LogEntry[]): string[] {
  const found: string[] = []
  let running = 0
  for (const { what, detail } of own) {
    if (what === 'process started') running++
    if (what === 'process died') running--
    if (running > 1) found.push(`I12: ${host.name} runs ${running} agents`)
    if (what === 'engine started' && detail.busy === true) found.push(`I12: ${host.name} installs twice at once`)
  }
  return found
}

/** I3: what an agent wrote down is on the server exactly once, or still waits on the agent. */
function checkEventsKept(world: World, host: SimHost): string[] {
  const { tenant } = world.sim.server
  const line = tenant.lines.rows().find(one => one.agentId === agentOf(host))
  if (line === undefined) return []
  const found: string[] = []
  for (const row of (host.journal.tables.get('event')?.values() ?? []) as Iterable<EventRow>) {
    const stored = tenant.events.get(`${line.assetId} ${row.task} ${row.n}`)
    if (row.waiting === 0 && stored === undefined) {
      found.push(`I3: ${host.name} forgot event ${row.n} (${row.kind}) of ${row.task}, which the server never got`)
    }
    // Two machines with one number go on writing under the same numbers; the first is kept.
    if (wasCopied(world, host)) continue
    if (stored !== undefined && (stored.sha256 !== row.sha256 || stored.conflict !== null)) {
      found.push(`I3: event ${row.n} of ${row.task} is two things`)
    }
  }
  return found
}

/** I4: an answer of 200 means that it was kept. */
function checkKept(world: World): string[] {
  return world.log.entries
    .filter(entry => entry.what === 'lost write')
    .map(({ detail }) => `I4: the server said 200 and lost ${JSON.stringify(detail)}`)
}

/** I5: a repeated enrolment has one effect; so has a repeated plan. */
function checkEnrolledOnce(world: World): string[] {
  const { tenant, database } = world.sim.server
  const found: string[] = []
  const assets = tenant.assets.rows()
  const byName = Map.groupBy(assets, asset => asset.name)
  for (const [name, same] of byName) if (same.length > 1) found.push(`I5: ${name} is ${same.length} assets`)
  const uses = tenant.activationKeys.rows().reduce((sum, key) => sum + key.uses, 0)
  if (uses !== assets.length) found.push(`I5: the activation key counts ${uses} uses for ${assets.length} assets`)
  const keys = database.doorKeys.rows().filter(key => key.kind === 'agent')
  if (keys.length !== assets.length) found.push(`I5: ${keys.length} keys for ${assets.length} assets`)
  const twice = Map.groupBy(tenant.tasks.rows(), task => `${task.runId} ${task.assetId}`)
  for (const [which, tasks] of twice)
    if (tasks.length > 1) found.push(`I5: ${tasks.length} tasks of run and asset ${which}`)
  return found
}

/** Losses, crashes and clocks never make a copy of an honest agent. */
function checkHonest(world: World): string[] {
  const { tenant } = world.sim.server
  return world.hosts.flatMap(host => {
    const line = tenant.lines.rows().find(one => one.agentId === agentOf(host))
    if (line === undefined || line.standing === 'active' || wasCopied(world, host)) return []
    return [`honest: ${host.name} is ${line.standing} (${line.standingWhy ?? ''})`]
  })
}

/** What the server calls installed is installed; what it calls cancelled or timed out before anything began, is not begun. */
function checkTruth(world: World): string[] {
  const { tenant } = world.sim.server
  const agents = new Map(tenant.lines.rows().map(line => [line.assetId, line.agentId]))
  const found: string[] = []
  for (const task of tenant.tasks.rows()) {
    const host = world.hosts.find(one => agentOf(one) === agents.get(task.assetId))
    // What a copy told of its own machine is true of that machine.
    if (host === undefined || wasCopied(world, host)) continue
    const own = world.log.entries.filter(entry => entry.who === host.name)
    for (const item of task.items) {
      if (item.state !== 'installed' && item.state !== 'alreadyInstalled') continue
      for (const { name, arch, to } of item.packages) {
        const version = host.software.packages.installed.get(`${name}:${arch}`)
        if (Number(version) < Number(to))
          found.push(`truth: ${host.name} has ${name} ${version}, the server says ${to}`)
      }
    }
    found.push(...checkAlreadyInstalled(host, task, own))
    const begun = own.some(e => e.what === 'journalled' && e.detail.task === task.publicId && e.detail.kind === 'begin')
    const never = (task.state === 'cancelled' || task.state === 'expired') && task.beganAtMs === null
    if (never && begun && world.faults.stopped && allReceived(host)) {
      found.push(
        `truth: ${host.name} began task ${task.publicId}, which the server calls ${task.state} before it began`,
      )
    }
  }
  return found
}

/**
 * Installed and Already Installed are two things: the first is what the package manager did for this task, the second is
 * what the agent found when the item's turn came, and then it started nothing.
 */
function checkAlreadyInstalled(host: SimHost, task: TaskRecord, own: readonly LogEntry[]): string[] {
  const found: string[] = []
  const events = own
    .filter(entry => entry.what === 'journalled' && entry.detail.task === task.publicId)
    .map(entry => parseEvent(String(entry.detail.text)))
  for (const event of events) {
    if (event.kind !== 'itemEnd') continue
    const { item: n, code } = event.data
    const state = task.items.find(item => item.n === n)?.state
    const wasThere = code === 'already_installed'
    if (wasThere && state === 'installed') {
      found.push(`truth: item ${n} of ${task.publicId} was on ${host.name} already, the server says installed`)
    }
    if (!wasThere && state === 'alreadyInstalled') {
      found.push(`truth: ${host.name} never said that item ${n} of ${task.publicId} was there already`)
    }
  }
  const installing = own.filter(e => e.what === 'engine started').map(e => String(e.detail.scope))
  for (const item of task.items) {
    if (item.state === 'alreadyInstalled' && installing.includes(`patchyard-${task.publicId}-${item.n}`)) {
      found.push(`truth: ${host.name} installed item ${item.n} of ${task.publicId}, the server says it was there`)
    }
  }
  return found
}

/** It has a copy, or is one. */
const wasCopied = (world: World, host: SimHost): boolean =>
  world.hosts.some(other => other !== host && agentOf(other) === agentOf(host))

function allReceived(host: SimHost): boolean {
  return ([...(host.journal.tables.get('event')?.values() ?? [])] as EventRow[]).every(row => row.waiting === 0)
}
