import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isAgentLocked } from '../adapters/agent-lock.ts'
import { isThere } from '../adapters/given-file.ts'
import { openSqliteJournalReadOnly } from '../adapters/sqlite-journal.ts'
import type { JournalView } from '../core/ports/journal.ts'
import { stateOption, statePath } from './common-options.ts'
import { exitCodes, type VerbResult } from './exit-codes.ts'

export const statusUsage = `patchyard-agent status [--json] [--state DIR]

What the agent knows about itself, from its journal. Ends with 0 when the host is enrolled, with 3 when it is not.
`

/** The shape of `status --json`. Instants are Unix milliseconds. */
export interface AgentStatus {
  readonly enrolled: boolean
  readonly agent: string | null
  readonly server: string | null
  readonly running: boolean
  /** Scripts and the like of jobs may run here, by this host's own word. */
  readonly actionsAllowed: boolean
  /** Of the last signed answer, with its time on the server's clock. */
  readonly standing: string | null
  readonly answeredAt: number | null
  readonly workExpires: number | null
  readonly scan: {
    readonly trigger: string
    readonly status: string
    readonly finishedAt: number
    readonly reported: boolean
  } | null
  readonly rebootNeeded: boolean | null
  readonly tasks: readonly {
    readonly task: string
    readonly stage: string
    readonly items: number
    readonly code: string
  }[]
  /** Results that the server has not confirmed. */
  readonly eventsWaiting: number
  readonly problems: readonly { readonly code: string; readonly at: number; readonly detail: string }[]
}

export function statusVerb(args: readonly string[], env: NodeJS.ProcessEnv): VerbResult {
  const { values } = parseArgs({
    args: [...args],
    options: { ...stateOption, json: { type: 'boolean' } },
    strict: true,
  })
  const status = readStatus(statePath(values.state, env))
  return {
    exitCode: status.enrolled ? exitCodes.ok : exitCodes.notEnrolled,
    stdout: values.json === true ? `${JSON.stringify(status, null, 2)}\n` : asText(status),
    stderr: '',
  }
}

function readStatus(folder: string): AgentStatus {
  const path = join(folder, 'journal.db')
  if (!isThere(path)) return describe(null, false)
  const journal = openSqliteJournalReadOnly(path)
  try {
    return journal.read(view => describe(view, isAgentLocked(folder)))
  } finally {
    journal.close()
  }
}

function describe(view: JournalView | null, running: boolean): AgentStatus {
  const answer = view?.get('answer') ?? null
  const scan = view?.get('scan') ?? null
  const agent = view?.get('identity')?.agent ?? null
  const waiting = view?.rows('event', { where: { waiting: 1 } }).length ?? 0
  return {
    enrolled: agent !== null,
    agent,
    server: view?.get('connection')?.server ?? null,
    running,
    actionsAllowed: view?.get('connection')?.allowActions === true,
    standing: answer?.standing ?? null,
    answeredAt: answer?.time ?? null,
    workExpires: view?.get('work')?.expires ?? null,
    scan:
      scan === null
        ? null
        : { trigger: scan.trigger, status: scan.status, finishedAt: scan.finishedMs, reported: !scan.unreported },
    rebootNeeded: scan?.rebootNeeded ?? null,
    tasks: (view?.rows('task', { where: { ended: 0 } }) ?? []).map(({ task, stage, code }) => ({
      task,
      stage,
      items: view?.rows('item', { where: { task } }).filter(one => one.stage === 'ended').length ?? 0,
      code,
    })),
    eventsWaiting: waiting,
    problems: (view?.rows('problem') ?? []).map(({ code, at, detail }) => ({ code, at, detail })),
  }
}

function asText(status: AgentStatus): string {
  const date = (ms: number | null) => (ms === null ? 'never' : new Date(ms).toISOString())
  const lines = [
    `enrolled       ${status.enrolled ? `yes, as ${status.agent ?? ''}` : 'no'}`,
    `server         ${status.server ?? '-'}`,
    `running        ${status.running ? 'yes' : 'no'}`,
    `standing       ${status.standing ?? '-'} (answer of ${date(status.answeredAt)})`,
    `last scan      ${status.scan === null ? 'never' : `${date(status.scan.finishedAt)}, ${status.scan.status}${status.scan.reported ? '' : ', not reported yet'}`}`,
    `actions        ${status.actionsAllowed ? 'allowed' : 'not allowed'}`,
    `reboot needed  ${status.rebootNeeded === null ? 'unknown' : status.rebootNeeded ? 'yes' : 'no'}`,
    `results waiting for the server: ${status.eventsWaiting}`,
    ...status.tasks.map(
      one => `task ${one.task}: ${one.stage}, ${one.items} items over${one.code === '' ? '' : `, ${one.code}`}`,
    ),
    ...status.problems.map(one => `problem ${date(one.at)} ${one.code}: ${one.detail}`),
  ]
  return lines.map(line => `${line}\n`).join('')
}
