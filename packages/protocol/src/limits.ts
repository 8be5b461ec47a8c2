// Source: PYP/1 §10 "Limits" and the fields' own caps in §2–§8. Bytes unless the name says otherwise.
const KiB = 1024
const MiB = 1024 * KiB

export const limits = {
  rootBytes: 64 * KiB,
  answerBytes: 256 * KiB,
  documentBytes: MiB,
  replyBytes: 4 * MiB,
  /** Task documents carried inside one check-in's reply, decoded, in all. */
  replyDocumentsBytes: 512 * KiB,
  /** An enrol or rekey payload: the whole body has 16 KiB. */
  smallPayloadBytes: 16 * KiB,
  eventTextBytes: 256 * KiB,
  rowsPerSection: 20_000,
  namesPerDay: 10_000,
  eventsPerDay: 10_000,
  eventsPerRequest: 200,
  sectionsPerReport: 16,
  jsonDepth: 32,
  signaturesPerEnvelope: 8,
  ring: 32,
  tried: 12,
  tasks: 64,
  /** Patches of a task, and the greatest number that one may have. */
  items: 2000,
  actionsPerStage: 5,
  /** Greatest number of any item: actions come after the patches' numbers. */
  itemNumber: 2010,
  /** UTF-8 bytes. */
  scriptBytes: 20_480,
  packagesPerAction: 50,
  actionSeconds: { min: 5, max: 3600 },
  /** Lists of items, packages and actions are within one document of 1 MiB whatever their own limits are. */
  packagesPerItem: 500,
  /** 24 windows a week for two weeks, each day of it (`settings.profile`). */
  blackoutSpans: 512,
  rootsPerHello: 16,
  rootsPerCycle: 64,
} as const

/** Largest bodies the server reads. `gzip` where the body may be compressed: cap on the bytes as sent, `plain` after gunzip. */
export const bodyLimits = {
  '/agent/v1/hello': { plain: 16 * KiB },
  '/agent/v1/enroll': { plain: 16 * KiB },
  '/agent/v1/checkin': { plain: 64 * KiB },
  '/agent/v1/report': { plain: 4 * MiB, gzip: MiB },
  '/agent/v1/events': { plain: 8 * MiB, gzip: MiB },
  '/agent/v1/document': { plain: 16 * KiB },
  '/agent/v1/rekey': { plain: 16 * KiB },
  '/agent/v1/bell': { plain: 0 },
} as const satisfies Record<string, { plain: number; gzip?: number }>

/** The constant paths of PYP/1; a raw request target equals one of these or is 404. */
export type AgentPath = keyof typeof bodyLimits

export const agentPaths = Object.keys(bodyLimits) as readonly AgentPath[]

/** Durations in milliseconds. */
export const times = {
  clockSkewMs: 300_000,
  serverNonceMs: 600_000,
  /** An answer slower than this does not set the agent's clock (§9). */
  slowAnswerMs: 30_000,
  workDefaultMs: 7 * 86_400_000,
  workLongestMs: 35 * 86_400_000,
  finishAfterStartMs: 7 * 86_400_000,
  rootLifeMs: 365 * 86_400_000,
  rootWarningMs: 60 * 86_400_000,
  forgetEventsMs: 30 * 86_400_000,
  fullAnswerMs: 6 * 3_600_000,
  breakerMs: 3_600_000,
} as const

export const PROTOCOL_VERSION = 1
