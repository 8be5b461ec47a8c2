import type { JobAction, JobDefinition, JobMessages, Message, PlannedItem, SkipReason } from '@patchyard/domain'
import {
  type ActionItem,
  ACTIONS_FEATURE,
  actionNumber,
  EARLY_FEATURE,
  MESSAGES_FEATURE,
  neededFeatures,
  OPTIONS_FEATURE,
  ROLLBACK_FEATURE,
  type TaskDocument,
  type TaskMessages,
  type TaskOptions,
  toLog,
  toText,
} from '@patchyard/protocol'

/** Which task the document is of: public ids, and the digest of the definition. */
export interface TaskIdentity {
  readonly deployment: string
  readonly agent: string
  readonly task: string
  readonly run: string
  readonly job: string
  readonly spec: string
}

/** Unix ms, as the plan has them. */
export interface DocumentInstants {
  readonly notBeforeMs: number
  readonly startBeforeMs: number
  readonly finishBeforeMs: number
}

export interface DocumentInput {
  readonly identity: TaskIdentity
  readonly definition: JobDefinition
  /** Numbers 1 … 2000, as the planner gives them; of a rollback with `from` = installed now and `to` = the earlier version. */
  readonly items: readonly PlannedItem[]
  readonly instants: DocumentInstants
  /** What the agent announced with its last check-in. */
  readonly features: readonly string[]
  /** The task is only simulated on the host. Default: no. */
  readonly dryRun?: boolean
}

export type DocumentOrReason =
  | { readonly document: TaskDocument; readonly reason: null }
  | { readonly document: null; readonly reason: SkipReason }

/**
 * The document that one agent is sent, or why it cannot take this job. An agent gets no member that it did not announce
 * (docs/jobs.md, "What an agent must be able to do"): what only makes a job gentler (messages, an early download, a limit of
 * bandwidth) is left out for agents that do not know it; what makes it another job (actions, `whenGone: skip`, a rollback, a dry run)
 * leaves the asset out. Pure.
 */
export function taskDocumentOf(input: DocumentInput): DocumentOrReason {
  const { identity, definition, instants, features } = input
  const { options } = definition
  const patches = input.items.map(
    one =>
      ({
        item: one.n,
        kind: definition.kind === 'rollback' ? 'rollback' : 'os-packages',
        patch: one.key,
        packages: one.packages.map(({ name, arch, from, to }) => ({ name, arch, from, to })),
      }) as const,
  )
  const isDry = input.dryRun === true
  // A dry run does nothing, so its actions are not sent at all: no host may run them for it by mistake.
  const pre = isDry ? [] : actionsOf('pre', definition.preActions)
  const post = isDry ? [] : actionsOf('post', definition.postActions)
  if (pre === null || post === null) return { document: null, reason: 'action_not_possible' }
  const members = { ...optionsOf(input), ...messagesOf(definition.messages, features) }
  const document: TaskDocument = {
    ...identity,
    notBefore: instants.notBeforeMs,
    startBefore: instants.startBeforeMs,
    finishBefore: instants.finishBeforeMs,
    onFailure: options.onFailure,
    reboot: options.reboot,
    items: [...pre, ...patches, ...post],
    ...members,
  }
  const missing = neededFeatures(document).filter(one => !features.includes(one))
  if (missing.includes(ACTIONS_FEATURE)) return { document: null, reason: 'actions_not_allowed' }
  if (missing.includes(ROLLBACK_FEATURE)) return { document: null, reason: 'rollback_not_allowed' }
  return missing.length > 0 ? { document: null, reason: 'agent_too_old' } : { document, reason: null }
}

/** Null: one of them is of a kind that this platform's agents cannot carry out. */
function actionsOf(stage: 'pre' | 'post', actions: readonly JobAction[]): ActionItem[] | null {
  const items = actions.map((action, index) => actionItem(stage, index, action))
  return items.every(one => one !== null) ? items : null
}

function actionItem(stage: 'pre' | 'post', index: number, action: JobAction): ActionItem | null {
  const { timeoutS } = action
  const common = { item: actionNumber(stage, index), stage, name: toText(action.name, 512) || action.kind, timeoutS }
  switch (action.kind) {
    case 'script':
      return { ...common, kind: 'script', interpreter: action.interpreter, script: action.script }
    case 'install':
      return action.packages.length === 0 ? null : { ...common, kind: 'install', packages: [...action.packages] }
    case 'uninstall':
      return { ...common, kind: 'uninstall', packages: [...action.packages] }
    case 'service':
      return { ...common, kind: 'service', service: action.service, operation: action.operation }
    case 'registry':
      return null
  }
}

function optionsOf({ definition, instants, features, dryRun }: DocumentInput): { options?: TaskOptions } {
  const { whenGone, keepForRollback, bandwidthKBs, earlyDownloadMinutes, downloadSpreadMinutes } = definition.options
  const knows = (feature: string): boolean => features.includes(feature)
  // `newest` is what agents of version 1 do; they are not told. `skip` they cannot, and that decides.
  const wanted: TaskOptions =
    knows(OPTIONS_FEATURE) || whenGone === 'skip'
      ? {
          whenGone,
          ...(knows(OPTIONS_FEATURE) ? { keep: keepForRollback } : {}),
          ...(knows(OPTIONS_FEATURE) && bandwidthKBs !== null ? { bandwidthKBs } : {}),
        }
      : {}
  const early: TaskOptions =
    knows(EARLY_FEATURE) && earlyDownloadMinutes > 0
      ? {
          early: Math.max(0, instants.notBeforeMs - earlyDownloadMinutes * 60_000),
          spreadS: downloadSpreadMinutes * 60,
        }
      : {}
  const options: TaskOptions = { ...wanted, ...early, ...(dryRun === true ? { dryRun } : {}) }
  return Object.keys(options).length === 0 ? {} : { options }
}

function messagesOf(messages: JobMessages, features: readonly string[]): { messages?: TaskMessages } {
  if (!features.includes(MESSAGES_FEATURE)) return {}
  const { before, during, reboot, complete } = messages
  const told: TaskMessages = {
    ...(before === null ? {} : { before: { ...titled(before), deferrals: { ...before.deferrals } } }),
    ...(during === null ? {} : { during: titled(during) }),
    ...(reboot === null
      ? {}
      : {
          reboot: {
            ...(reboot.request === null
              ? {}
              : { request: { ...titled(reboot.request), deferrals: { ...reboot.request.deferrals } } }),
            countdown: { ...titled(reboot.countdown), minutes: reboot.countdown.minutes },
          },
        }),
    ...(complete === null ? {} : { complete: { ...titled(complete), evenWhenFailed: complete.evenWhenFailed } }),
  }
  return Object.keys(told).length === 0 ? {} : { messages: told }
}

const titled = ({ title, text }: Message) => ({ title: toText(title, 800), text: toLog(text, 8000) })
