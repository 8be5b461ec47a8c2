import { type ActionVerdict, actionExit } from '@patchyard/domain'
import {
  type ActionItem,
  type AgentEvent,
  isAction,
  type PackagesItem,
  stageOf,
  type TaskDocument,
} from '@patchyard/protocol'
import type { SimulatedHost } from './simulated-host.ts'

export type Say = (kind: AgentEvent['kind'], data: object) => void

/**
 * Carries a task out on a simulated host and tells its events, in the order of a real agent: pre-actions, patches, post-actions, one
 * reboot at most, the end. A host that does not go along with actions was never given a document with one.
 */
export function doTask(host: SimulatedHost, task: TaskDocument, say: Say): void {
  const ends: { readonly stage: 'pre' | 'patch' | 'post'; readonly outcome: 'ok' | 'failed' | 'skipped' }[] = []
  let stopped: 'stopped' | 'aborted' | null = null
  let rebootAsked = false
  if (task.messages?.before !== undefined) host.onMessage?.(task.messages.before.title)
  for (const item of task.items) {
    const stage = stageOf(item)
    if (stopped !== null) {
      const code = stopped === 'aborted' ? 'job_aborted' : 'stopped_after_failure'
      say('itemEnd', { item: item.item, outcome: 'skipped', code })
      ends.push({ stage, outcome: 'skipped' })
      continue
    }
    say('itemBegin', { item: item.item })
    if (isAction(item)) {
      const verdict = doAction(host, item, say)
      rebootAsked ||= verdict.reboot
      if (verdict.abort) stopped = 'aborted'
      ends.push({
        stage,
        outcome: verdict.outcome === 'succeeded' ? 'ok' : verdict.outcome === 'skipped' ? 'skipped' : 'failed',
      })
    } else {
      const installed = item.kind === 'os-packages' && host.install(item.patch, item.packages)
      if (!installed && task.onFailure === 'stop') stopped = 'stopped'
      say('itemEnd', { item: item.item, ...patchEnd(item as PackagesItem, installed) })
      ends.push({ stage, outcome: installed ? 'ok' : 'failed' })
    }
  }
  const changed = ends.some(one => one.outcome === 'ok')
  const due = (task.reboot === 'always' && changed) || (task.reboot === 'ifNeeded' && rebootAsked)
  if (due && stopped === null) say('reboot', { code: task.reboot })
  if (task.messages?.complete !== undefined) host.onMessage?.(task.messages.complete.title)
  say('end', {
    outcome: outcomeOf(ends),
    rebootNeeded: rebootAsked && !due,
    ...(stopped === null ? {} : { code: stopped }),
  })
}

function doAction(host: SimulatedHost, item: ActionItem, say: Say): ActionVerdict {
  const { exitCode, output } = host.act?.(item) ?? { exitCode: 0, output: `${item.name}: done` }
  const verdict = actionExit(exitCode)
  const codes = {
    succeeded: undefined,
    failed: 'action_failed',
    aborted: 'action_aborted',
    skipped: 'action_not_applicable',
  }
  const code = codes[verdict.outcome]
  say('itemEnd', {
    item: item.item,
    outcome: verdict.outcome === 'succeeded' ? 'ok' : verdict.outcome === 'skipped' ? 'skipped' : 'failed',
    rc: exitCode,
    ...(code === undefined ? {} : { code }),
    output,
  })
  return verdict
}

function patchEnd(item: PackagesItem, installed: boolean): object {
  return installed
    ? { outcome: 'ok', rc: 0, output: `Setting up ${item.patch} ...` }
    : { outcome: 'failed', rc: 100, code: 'maintainer_script_failed', output: 'dpkg: error' }
}

/** By the patches; of a task of actions alone by the actions. */
function outcomeOf(ends: readonly { readonly stage: string; readonly outcome: string }[]): string {
  const patches = ends.filter(one => one.stage === 'patch')
  const counted = patches.length > 0 ? patches : ends
  const good = counted.filter(one => one.outcome === 'ok').length
  if (good === counted.length) return 'succeeded'
  if (good > 0) return 'partial'
  return counted.some(one => one.outcome === 'failed') ? 'failed' : 'skipped'
}
