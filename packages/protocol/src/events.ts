import Type, { type Static } from 'typebox'
import { sha256Hex } from './digest.ts'
import { hex16, hex32, id, integer, list, log, ms, name, nullable, object, oneOf, text } from './fields.ts'
import { limits } from './limits.ts'
import { malformed } from './protocol-error.ts'
import { parseStrictJsonText } from './strict-json.ts'
import { messageType } from './validator.ts'

// PYP/1 §6.5. An event is named by the SHA-256 of its text exactly as journalled, so it is kept and sent as text.

const item = integer(1, limits.itemNumber)
const change = object({ name: name(200), arch: name(32), from: nullable(name(200)), to: name(200) })

/** `data` of each kind. */
export const eventData = {
  /** The document was verified and journalled. */
  accepted: object({ sha256: hex32 }),
  /** A document of the manifest failed §7.2 step 6. */
  refused: object({ sha256: hex32, code: name(40), detail: Type.Optional(text(200)) }),
  /** No longer in the manifest (`cancelled`), too late (`expired`) or signed by a dropped director (`director`): never begun. */
  dropped: object({ code: name(40) }),
  /** Intent of the task; `spec` reports what people defined. */
  begin: object({ spec: hex32 }),
  /** Intent of one item. */
  itemBegin: object({ item }),
  itemEnd: object({
    item,
    outcome: oneOf('ok', 'failed', 'skipped', 'recovered', 'unknown'),
    rc: Type.Optional(integer(-2_147_483_648, 2_147_483_647)),
    code: Type.Optional(name(40)),
    output: Type.Optional(log(65_536)),
  }),
  /**
   * By feature `messages.1`: it goes on at `until` at the latest, because people at the machine put it off or are counted down to a reboot.
   * `user`: before the first item · `reboot`: a reboot is due.
   */
  pending: object({ code: oneOf('user', 'reboot'), until: ms }),
  /**
   * By feature `dry-run.1`: what the host's own package manager would do for the whole task, before its items end as skipped. Lists are cut;
   * `more` counts what was left out. Equal digests are equal plans, whichever host made them.
   */
  dryRun: object({
    digest: hex32,
    added: list(change, 1000),
    changed: list(change, 1000),
    more: integer(0),
    /** `name:arch`. */
    held: list(name(240), 200),
    replaced: list(object({ name: name(200), arch: name(32), planned: name(200), to: name(200) }), 200),
    services: list(name(256), 200),
    /** Why the host would be rebooted; empty: it would not. */
    reboot: list(text(200), 20),
    downloadBytes: nullable(integer(0)),
    growthBytes: nullable(integer()),
    disk: list(object({ path: name(200), neededBytes: integer(0), freeBytes: integer(0) }), 8),
    /** Patches that could not be taken back once installed, with the first reason. */
    oneWay: list(object({ patch: name(200), code: name(40), detail: text(200) }), 200),
    /** Why all items together have no plan though each alone has one. */
    refusals: list(object({ code: name(40), package: nullable(name(240)), detail: text(200) }), 50),
  }),
  /** Intent of a reboot; `code` says why (`ifNeeded`, `always`). */
  reboot: object({ code: name(40) }),
  /** `code` where it ended before its last item: `cancelled`, `expired`, `stopped`, `clock`, … */
  end: object({
    outcome: oneOf('succeeded', 'partial', 'failed', 'skipped', 'unknown'),
    rebootNeeded: Type.Boolean(),
    code: Type.Optional(name(40)),
  }),
} as const

export type EventKind = keyof typeof eventData
export const eventKinds = Object.keys(eventData) as EventKind[]

const eventOf = <const K extends EventKind>(kind: K) =>
  object({
    task: id,
    n: integer(1),
    /** Trusted time, null while unknown. */
    at: nullable(ms),
    wall: integer(),
    boot: hex16,
    kind: Type.Literal(kind),
    data: eventData[kind],
  })

type EventOf<K extends EventKind> = {
  task: string
  n: number
  at: number | null
  wall: number
  boot: string
  kind: K
  data: Static<(typeof eventData)[K]>
}

export type AgentEvent = { [K in EventKind]: EventOf<K> }[EventKind]
export type EventData<K extends EventKind> = Static<(typeof eventData)[K]>

const messages = Object.fromEntries(eventKinds.map(kind => [kind, messageType(eventOf(kind))]))

export const eventSchema = Type.Union(eventKinds.map(kind => eventOf(kind)))

/** The text to journal and send. Member order is the one of PYP/1 §11, though nothing depends on it. */
export function eventText(event: AgentEvent): string {
  const { task, n, at, wall, boot, kind, data } = event
  return JSON.stringify({ task, n, at, wall, boot, kind, data })
}

/** The name of an event: SHA-256 of its text. */
export function eventName(eventAsText: string): string {
  return sha256Hex(eventAsText)
}

/** Throws ProtocolError `malformed`. */
export function parseEvent(eventAsText: string): AgentEvent {
  if (eventAsText.length > limits.eventTextBytes) throw malformed('event too long', 'events')
  const value = parseStrictJsonText(eventAsText, { maxBytes: limits.eventTextBytes })
  const kind = value.kind
  const message = typeof kind === 'string' && Object.hasOwn(messages, kind) ? messages[kind] : undefined
  if (message === undefined) throw malformed('unknown kind of event', 'kind')
  return message.check(value) as AgentEvent
}
