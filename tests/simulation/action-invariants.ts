import { parseEvent, type TaskDocument } from '@patchyard/protocol'
import type { LogEntry } from '@patchyard/testkit/simulation'
import type { SimHost } from './sim-host.ts'
import { START_MS } from './sim-world.ts'

const SCOPE = /^patchyard-(.{36})-(\d+)$/

/** Which task and item a scope is of. */
function scopeOf(detail: LogEntry['detail']): { readonly task: string; readonly item: number } {
  const [, task = '', item = ''] = SCOPE.exec(String(detail['scope'])) ?? []
  return { task, item: Number(item) }
}

/** What the reliability contract says of actions, messages and reboots, read off one host's log. */
export function checkActions(
  host: SimHost,
  own: readonly LogEntry[],
  documents: ReadonlyMap<string, TaskDocument>,
  slackMs: number,
): string[] {
  return [
    ...checkStarts(host, own, documents, slackMs),
    ...checkAfterAbort(host, own),
    ...checkDeferrals(host, own, documents),
    ...checkReboots(host, own, documents),
  ]
}

/** I2: at most once, and in order; I1: not after the window; decisions §3.3: only where the host itself allows it. */
function checkStarts(
  host: SimHost,
  own: readonly LogEntry[],
  documents: ReadonlyMap<string, TaskDocument>,
  slackMs: number,
): string[] {
  const found: string[] = []
  const started = new Set<string>()
  const over = new Map<string, Set<number>>()
  for (const { at, what, detail } of own) {
    if (what === 'journalled') {
      const event = parseEvent(String(detail['text']))
      if (event.kind === 'itemEnd') over.set(event.task, (over.get(event.task) ?? new Set()).add(event.data.item))
    }
    if (what !== 'action started' && what !== 'engine started') continue
    const { task, item } = scopeOf(detail)
    const document = documents.get(task)
    const place = document?.items.findIndex(one => one.item === item) ?? -1
    if (document === undefined || place < 0) {
      if (what === 'action started') found.push(`I1: ${host.name} runs an action for ${task}, which nobody ordered`)
      continue
    }
    const open = document.items.slice(0, place).find(one => over.get(task)?.has(one.item) !== true)
    if (open !== undefined) found.push(`order: ${host.name} begins item ${item} of ${task} before ${open.item} is over`)
    if (what === 'engine started') continue
    const scope = String(detail['scope'])
    if (started.has(scope)) found.push(`I2: ${host.name}: action ${scope} is started twice`)
    started.add(scope)
    if (!host.people.allowsActions) found.push(`allowActions: ${host.name} allows no actions and runs ${scope}`)
    const lateMs = START_MS + at - document.finishBefore
    if (lateMs > slackMs) found.push(`I1: ${host.name} runs an action ${(lateMs / 1000).toFixed(1)} s after the window`)
  }
  return found
}

/** After exit code 12, and after a pre-action whose end nobody knows, nothing of the task begins. */
function checkAfterAbort(host: SimHost, own: readonly LogEntry[]): string[] {
  const found: string[] = []
  const exits = new Map<string, number>()
  const aborted = new Set<string>()
  for (const { what, detail } of own) {
    if (what === 'action ended') {
      const { task, item } = scopeOf(detail)
      exits.set(`${task} ${item}`, Number(detail['exit']))
    }
    if (what === 'journalled') {
      const event = parseEvent(String(detail['text']))
      if (event.kind !== 'itemEnd') continue
      const { item, outcome } = event.data
      const isUnknown = outcome === 'unknown'
      if (isUnknown && item > 2000 && item <= 2005) aborted.add(event.task)
      // What it said when the agent died before it wrote it down, nobody knows.
      if (!isUnknown && exits.get(`${event.task} ${item}`) === 12) aborted.add(event.task)
    }
    if (what !== 'action started' && what !== 'engine started') continue
    const { task, item } = scopeOf(detail)
    if (aborted.has(task)) found.push(`abort: ${host.name} begins item ${item} of ${task} after it was ended`)
  }
  return found
}

/** Put off as often as the job permits, whatever died in between. */
function checkDeferrals(
  host: SimHost,
  own: readonly LogEntry[],
  documents: ReadonlyMap<string, TaskDocument>,
): string[] {
  const counts = new Map<string, number>()
  for (const { what, detail } of own) {
    if (what !== 'journalled' || detail['kind'] !== 'pending') continue
    const event = parseEvent(String(detail['text']))
    if (event.kind === 'pending' && event.data.code === 'user')
      counts.set(event.task, (counts.get(event.task) ?? 0) + 1)
  }
  return [...counts].flatMap(([task, n]) => {
    const most = documents.get(task)?.messages?.before?.deferrals.count ?? 0
    return n > most ? [`deferrals: ${host.name} put ${task} off ${n} times, ${most} are permitted`] : []
  })
}

/** I14: no reboot but for a task that permits one, and three attempts at most for each. */
function checkReboots(host: SimHost, own: readonly LogEntry[], documents: ReadonlyMap<string, TaskDocument>): string[] {
  const found: string[] = []
  let permitted = 0
  let asked = 0
  for (const { what, detail } of own) {
    if (what === 'reboot asked') asked++
    if (what === 'journalled' && detail['kind'] === 'reboot') {
      permitted++
      const task = String(detail['task'])
      if (documents.get(task)?.reboot === 'never')
        found.push(`I14: ${host.name} announces a reboot for ${task}, which permits none`)
    }
  }
  return asked > 3 * permitted
    ? [...found, `I14: ${host.name} asks for ${asked} reboots, ${permitted} are announced`]
    : found
}
