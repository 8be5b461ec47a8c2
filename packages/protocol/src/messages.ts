import Type, { type Static } from 'typebox'
import { envelopeSchema } from './envelope.ts'
import {
  base64,
  hex16,
  hex32,
  hex32OrEmpty,
  id,
  integer,
  list,
  ms,
  name,
  nullable,
  object,
  oneOf,
  text,
} from './fields.ts'
import { limits } from './limits.ts'
import { messageType } from './validator.ts'

// PYP/1 §6: requests and replies, member by member. Strict both ways: what is added later goes only to peers that announced it.

const MAX_INT = 2_147_483_647
const features = (maximum: number) => list(text(40), maximum)
const rootHint = integer(0, MAX_INT)
const retryAfterS = integer(0, 3600)

/** `next` is a new link: with one that stands in K the one-statement check-in and `classifyLink` could differ. */
export const linkSchema = Type.Refine(
  object({
    seq: integer(1),
    prev: hex16,
    next: hex16,
    tried: list(hex16, limits.tried),
    machine: hex16,
    boot: hex16,
  }),
  ({ prev, next, tried }) => next !== prev && !tried.includes(next),
)

const want = Type.Array(Type.Literal('answer'), { maxItems: 1 })
const linked = { link: linkSchema, nonce: hex16, want }

export const agentKeySchema = object({ alg: Type.Literal('ed25519'), pub: hex32 })

export const factsSchema = object({ machineId: hex32OrEmpty, smbios: hex32OrEmpty, rootfs: hex32OrEmpty })

export const problemReportSchema = object({ code: name(40), at: ms, detail: text(200) })

export const scalarSchema = Type.Union([Type.String(), Type.Integer(), Type.Boolean(), Type.Null()])
const rowSchema = Type.Array(scalarSchema, { minItems: 1, maxItems: 64 })

export const helloRequestSchema = object({ from: integer(1, MAX_INT) })
export const helloReplySchema = object({
  protocol: Type.Array(integer(1, 1000), { minItems: 1, maxItems: 16 }),
  features: features(64),
  deployment: id,
  rootVersion: integer(1, MAX_INT),
  roots: list(envelopeSchema, limits.rootsPerHello),
  serverNonce: Type.String({ pattern: '^([0-9a-f]{2}){1,64}$' }),
})

export const enrollRequestSchema = object({ envelope: envelopeSchema })
export const enrollPayloadSchema = object({
  deployment: id,
  serverNonce: Type.String({ pattern: '^([0-9a-f]{2}){1,64}$' }),
  nonce: hex16,
  agentKey: agentKeySchema,
  first: hex16,
  boot: hex16,
  facts: factsSchema,
  hostname: text(255),
  platform: Type.Literal('linux'),
  os: text(128),
  arch: text(32),
  agentVersion: text(32),
})
export const enrollReplySchema = object({ answer: envelopeSchema })

export const checkinRequestSchema = object({
  ...linked,
  agentVersion: text(32),
  features: features(32),
  have: object({ root: integer(0, MAX_INT), manifest: integer(0), tasks: list(hex32, limits.tasks) }),
  inventory: nullable(hex32),
  clock: object({ wall: integer(), trusted: nullable(ms) }),
  zone: text(64),
  progress: list(object({ task: id, done: integer(0), total: integer(0), text: text(200) }), 8),
  problems: list(problemReportSchema, 16),
})
export const checkinReplySchema = object({
  root: rootHint,
  answer: Type.Optional(envelopeSchema),
  documents: Type.Optional(list(base64(limits.documentBytes), limits.tasks)),
  full: Type.Optional(Type.Literal(true)),
  retryAfterS: Type.Optional(retryAfterS),
})

export const reportSectionSchema = object({
  name: name(40),
  base: nullable(hex32),
  digest: hex32,
  count: integer(0, limits.rowsPerSection),
  add: list(rowSchema, limits.rowsPerSection),
  del: list(rowSchema, limits.rowsPerSection),
})
export const reportRequestSchema = object({
  ...linked,
  scan: object({ started: ms, finished: ms, trigger: oneOf('start', 'timer', 'asked', 'task', 'change') }),
  sections: list(reportSectionSchema, limits.sectionsPerReport),
  problems: list(problemReportSchema, 16),
})
const names = list(name(40), limits.sectionsPerReport)
export const reportReplySchema = object({
  root: rootHint,
  answer: Type.Optional(envelopeSchema),
  accepted: names,
  full: names,
  retryAfterS: Type.Optional(retryAfterS),
})

export const eventsRequestSchema = object({
  ...linked,
  /** Each is judged by itself, under its name: `parseEvent`. */
  events: list(Type.String(), limits.eventsPerRequest),
})
const bareReply = { root: rootHint, answer: Type.Optional(envelopeSchema), retryAfterS: Type.Optional(retryAfterS) }
export const eventsReplySchema = object(bareReply)

export const documentRequestSchema = object({ sha256: hex32 })

export const rekeyRequestSchema = object({ ...linked, envelope: envelopeSchema })
export const rekeyPayloadSchema = object({
  deployment: id,
  agent: id,
  nonce: hex16,
  oldKey: hex32,
  newKey: agentKeySchema,
})
export const rekeyReplySchema = object(bareReply)

/** problem+json (§10). `field` with 400, `answer` with 401 `clock_skew` and `standing`. */
export const problemReplySchema = object({
  type: text(200),
  title: text(200),
  status: integer(400, 599),
  code: name(40),
  field: Type.Optional(text(200)),
  answer: Type.Optional(envelopeSchema),
})

export type LinkMember = Static<typeof linkSchema>
export type ProblemReport = Static<typeof problemReportSchema>
export type HelloRequest = Static<typeof helloRequestSchema>
export type HelloReply = Static<typeof helloReplySchema>
export type EnrollRequest = Static<typeof enrollRequestSchema>
export type EnrollPayload = Static<typeof enrollPayloadSchema>
export type EnrollReply = Static<typeof enrollReplySchema>
export type CheckinRequest = Static<typeof checkinRequestSchema>
export type CheckinReply = Static<typeof checkinReplySchema>
export type ReportSection = Static<typeof reportSectionSchema>
export type ReportRequest = Static<typeof reportRequestSchema>
export type ReportReply = Static<typeof reportReplySchema>
export type EventsRequest = Static<typeof eventsRequestSchema>
export type EventsReply = Static<typeof eventsReplySchema>
export type DocumentRequest = Static<typeof documentRequestSchema>
export type RekeyRequest = Static<typeof rekeyRequestSchema>
export type RekeyPayload = Static<typeof rekeyPayloadSchema>
export type RekeyReply = Static<typeof rekeyReplySchema>
export type ProblemReply = Static<typeof problemReplySchema>

/** Compiled at first use. `parse(bytes)` is strict JSON and the schema; throws ProtocolError `malformed` with `field`. */
export const messages = {
  helloRequest: messageType(helloRequestSchema),
  helloReply: messageType(helloReplySchema),
  enrollRequest: messageType(enrollRequestSchema),
  enrollPayload: messageType(enrollPayloadSchema),
  enrollReply: messageType(enrollReplySchema),
  checkinRequest: messageType(checkinRequestSchema),
  checkinReply: messageType(checkinReplySchema),
  reportRequest: messageType(reportRequestSchema),
  reportReply: messageType(reportReplySchema),
  eventsRequest: messageType(eventsRequestSchema),
  eventsReply: messageType(eventsReplySchema),
  documentRequest: messageType(documentRequestSchema),
  rekeyRequest: messageType(rekeyRequestSchema),
  rekeyPayload: messageType(rekeyPayloadSchema),
  rekeyReply: messageType(rekeyReplySchema),
  problemReply: messageType(problemReplySchema),
} as const
