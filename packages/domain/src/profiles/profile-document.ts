/**
 * What a configuration profile says (feature C3): one document for agents of every platform. Times of day are those of a
 * zone; agents get instants (blackout-instants.ts), because they never compute schedules.
 */
export interface ProfileDocument {
  /** False: the agent begins no task. */
  readonly patching: boolean
  /** False is the usual; true: the agent scans only when a person asks or a task ends. */
  readonly suspendScanning: boolean
  readonly checkInS: number
  /** Disk that downloads may take, MiB; null: no limit of ours. */
  readonly cacheMb: number | null
  /** Downloads, kB/s; null: as fast as the line is. */
  readonly bandwidthKBs: number | null
  /** Of one processor, for the agent and its scans; null: what the agent's own unit says. */
  readonly cpuPercent: number | null
  /** For the agent and its scans; null: what the agent's own unit says. */
  readonly memoryMb: number | null
  readonly otherUpdaters: OtherUpdatersRule
  readonly blackouts: readonly BlackoutWindow[]
}

/** `off`: other programs that update the host are switched off, their former state remembered. `leave`: given back. */
export const otherUpdatersRules = ['leave', 'off'] as const
export type OtherUpdatersRule = (typeof otherUpdatersRules)[number]

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof weekdays)[number]

/** Nothing begins from `from` on these days until `minutes` later, which may be the next day. */
export interface BlackoutWindow {
  readonly days: readonly Weekday[]
  /** `HH:MM` on the wall clock of the zone. */
  readonly from: string
  readonly minutes: number
  /** IANA name; null: the asset's own zone. */
  readonly zone: string | null
}

/** Both ends belong to what is allowed. */
export const profileLimits = {
  nameLength: 256,
  descriptionLength: 2000,
  tags: 200,
  /** More windows than a week has hours help nobody; they travel to each agent as instants. */
  blackouts: 24,
  cacheMb: { min: 64, max: 10_000_000 },
  checkInS: { min: 15, max: 3600 },
  bandwidthKBs: { min: 8, max: 10_000_000 },
  /** Less would let a scan run into its time limit. */
  cpuPercent: { min: 5, max: 6400 },
  /** A scan by dnf takes some hundred MiB: below this the kernel would end it. */
  memoryMb: { min: 256, max: 65_536 },
  blackoutMinutes: { min: 1, max: 7 * 24 * 60 },
} as const

export const defaultProfileDocument: ProfileDocument = {
  patching: true,
  suspendScanning: false,
  checkInS: 60,
  cacheMb: 2048,
  bandwidthKBs: null,
  cpuPercent: null,
  memoryMb: null,
  otherUpdaters: 'leave',
  blackouts: [],
}

/** The one text of a document, whatever order its members came in: its SHA-256 is the document's version. */
export function profileDocumentText(document: ProfileDocument): string {
  const { patching, suspendScanning, checkInS, cacheMb, bandwidthKBs, cpuPercent, memoryMb, otherUpdaters } = document
  const blackouts = document.blackouts.map(({ days, from, minutes, zone }) => ({
    days: weekdays.filter(day => days.includes(day)),
    from,
    minutes,
    zone,
  }))
  return JSON.stringify({
    patching,
    suspendScanning,
    checkInS,
    cacheMb,
    bandwidthKBs,
    cpuPercent,
    memoryMb,
    otherUpdaters,
    blackouts,
  })
}
