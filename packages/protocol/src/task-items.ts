import Type, { type Static } from 'typebox'
import { integer, list, name, nullable, object, oneOf } from './fields.ts'
import { limits } from './limits.ts'

// PYP/1 §7.3 `items`. The first kind is of version 1; the others go only to agents that announced them (task-features.ts).

export const packageChangeSchema = object({
  name: name(200),
  arch: name(32),
  /** Installed now; null = a new dependency of another package of the item. */
  from: nullable(name(200)),
  to: name(200),
})

const packages = Type.Array(packageChangeSchema, { minItems: 1, maxItems: limits.packagesPerItem })
const number = integer(1, limits.itemNumber)

const osPackages = object({ item: number, kind: Type.Literal('os-packages'), patch: name(200), packages })

/** Back to earlier versions: `from` is what is installed now, `to` the earlier version. */
const rollback = object({ item: number, kind: Type.Literal('rollback'), patch: name(200), packages })

/** What people wrote, as they wrote it: any text but U+0000, which no interpreter takes (and strict JSON refuses it anyway). */
const scriptText = Type.Refine(
  Type.String({
    minLength: 1,
    maxLength: limits.scriptBytes,
    description: `script of at most ${limits.scriptBytes} bytes`,
  }),
  value => Buffer.byteLength(value) <= limits.scriptBytes && !value.includes('\0') && value.isWellFormed(),
)

const action = {
  item: number,
  /** Before the first patch or after the last one. */
  stage: oneOf('pre', 'post'),
  /** For people. */
  name: name(512),
  timeoutS: integer(limits.actionSeconds.min, limits.actionSeconds.max),
} as const

const names = Type.Array(name(200), { minItems: 1, maxItems: limits.packagesPerAction })

const script = object({
  ...action,
  kind: Type.Literal('script'),
  interpreter: oneOf('sh', 'bash', 'python3', 'powershell', 'cmd', 'zsh', 'applescript'),
  script: scriptText,
})
const install = object({ ...action, kind: Type.Literal('install'), packages: names })
const uninstall = object({ ...action, kind: Type.Literal('uninstall'), packages: names })
const service = object({
  ...action,
  kind: Type.Literal('service'),
  service: name(200),
  operation: oneOf('start', 'stop', 'restart', 'reload', 'enable', 'disable'),
})

export const taskItemSchema = Type.Union([osPackages, script, install, uninstall, service, rollback])
export const taskItemsSchema = list(taskItemSchema, limits.items + 2 * limits.actionsPerStage)

export type PackageChange = Static<typeof packageChangeSchema>
export type PackagesItem = Static<typeof osPackages>
export type RollbackItem = Static<typeof rollback>
export type ActionItem =
  | Static<typeof script>
  | Static<typeof install>
  | Static<typeof uninstall>
  | Static<typeof service>
export type TaskItem = PackagesItem | RollbackItem | ActionItem

export const isAction = (item: TaskItem): item is ActionItem => 'stage' in item

/** Where in the task the item's turn comes. */
export const stageOf = (item: TaskItem): 'pre' | 'patch' | 'post' => (isAction(item) ? item.stage : 'patch')

/**
 * Numbers of actions: beyond those of patches, so that a number alone tells what it is. The nth (from 0) action of its stage.
 */
export function actionNumber(stage: 'pre' | 'post', index: number): number {
  return limits.items + 1 + index + (stage === 'pre' ? 0 : limits.actionsPerStage)
}

/** What an item's number says of it. */
export function stageOfNumber(item: number): 'pre' | 'patch' | 'post' {
  if (item <= limits.items) return 'patch'
  return item <= limits.items + limits.actionsPerStage ? 'pre' : 'post'
}

/** Null when numbers, order and counts are as they must be; else what is wrong. */
export function itemsFault(items: readonly TaskItem[]): string | null {
  if (new Set(items.map(one => one.item)).size !== items.length) return 'two items with one number'
  if (items.some(one => stageOfNumber(one.item) !== stageOf(one))) return 'an item with the number of another kind'
  const order = { pre: 0, patch: 1, post: 2 }
  if (items.some((one, i) => i > 0 && order[stageOf(one)] < order[stageOf(items[i - 1] as TaskItem)]))
    return 'items out of order'
  const kinds = new Set(items.map(one => one.kind))
  if (kinds.has('os-packages') && kinds.has('rollback')) return 'patches and rollbacks in one task'
  return null
}
