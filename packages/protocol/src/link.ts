import { limits } from './limits.ts'
import type { StoredStanding } from './standing.ts'

// PYP/1 §4, the server's side: one row per agent, locked for the whole transaction. Shared by the server's stores and the
// simulator. Links are hex16 texts; instants Unix milliseconds.

/** The members of `agent_line` that decide. */
export interface LinkLine {
  readonly standing: StoredStanding
  readonly seq: number
  /** The head: the last link accepted. */
  readonly link: string
  /** Links that are no longer head, newest first, at most 32. */
  readonly ring: readonly string[]
  readonly machine: string
  /** When `machine` last changed with an accepted request; null = never since enrolment. */
  readonly machineAtMs: number | null
  /** Set by an operator's resume; the only machine that may speak next. */
  readonly adoptMachine: string | null
  readonly adoptAtMs: number | null
  readonly boot: string
  /** Time of the last accepted request. */
  readonly seenAtMs: number
}

/** The `link` member of a linked request and the `created` of its signature. */
export interface LinkRequest {
  readonly seq: number
  readonly prev: string
  readonly next: string
  readonly tried: readonly string[]
  readonly machine: string
  readonly boot: string
  readonly createdMs: number
}

export type LinkVerdict =
  /** Row 1: 403, or 410 when revoked. */
  | 'STANDING'
  | 'ADOPT'
  | 'REPEAT'
  | 'ADVANCE'
  /** Row 5, and row 2 for a link accepted before the resume: 409 `link_old`. */
  | 'LINK_OLD'
  /** Row 6: quarantined, 403. */
  | 'COPY'
  /** Rows 2 and 7, and row 6 with the breaker open: 409 `link_unknown`. */
  | 'LINK_UNKNOWN'

export type LinkNotice = 'old_copy' | 'server_behind' | 'breaker'

export interface Classified {
  readonly verdict: LinkVerdict
  /** Row of the table in PYP/1 §4 that decided. */
  readonly row: 1 | 2 | 3 | 4 | 5 | 6 | 7
  /** True for ADOPT, REPEAT and ADVANCE: apply the request's effect and store `line`. */
  readonly accepted: boolean
  /** What to store; the same object when nothing changes. COPY changes only the standing. */
  readonly line: LinkLine
  /** Operators are told; `old_copy` and `server_behind` at most once an hour and agent. */
  readonly notice: LinkNotice | null
  /** An accepted request came with another `machine` than the one before: an event, and probation. */
  readonly machineChanged: boolean
  /** Quarantined: address, boot, machine and time of the speaker are kept (newest 8). */
  readonly noteSpeaker: boolean
}

export interface ClassifyOptions {
  readonly nowMs: number
  /** §5 "Breaker": too many quarantines in the last hour. */
  readonly breakerOpen?: boolean
}

/** The table of PYP/1 §4; the first row that matches decides. Pure, never throws. */
export function classifyLink(stored: LinkLine, request: LinkRequest, options: ClassifyOptions): Classified {
  const { standing, link, ring } = stored
  if (standing === 'quarantined' || standing === 'rejected' || standing === 'revoked') {
    return { ...refused('STANDING', 1, stored), noteSpeaker: standing === 'quarantined' }
  }
  if (stored.adoptMachine !== null) {
    const adopted = request.machine === stored.adoptMachine && request.createdMs >= (stored.adoptAtMs ?? 0)
    if (!adopted) return refused('LINK_UNKNOWN', 2, stored)
    // A request from before the quarantine, held back and signed while the agent's clock was ahead, would adopt a link that
    // the agent has left behind. The resumed agent itself branches on link_old and comes with a new one.
    if (request.next === link || ring.includes(request.next)) return refused('LINK_OLD', 2, stored)
    const line = { ...stored, seq: request.seq, link: request.next, ring: [], adoptMachine: null, adoptAtMs: null }
    return accept('ADOPT', 2, line, request, options.nowMs)
  }
  if (request.next === link) return accept('REPEAT', 3, stored, request, options.nowMs)

  const known = linksKnown(request)
  if (request.seq > stored.seq && known.includes(link)) {
    const line = { ...stored, seq: request.seq, link: request.next, ring: pushed(known, ring) }
    return accept('ADVANCE', 4, line, request, options.nowMs)
  }
  if (ring.includes(request.next)) return refused('LINK_OLD', 5, stored)
  if (known.some(one => ring.includes(one))) {
    if (options.breakerOpen === true) return { ...refused('LINK_UNKNOWN', 6, stored), notice: 'breaker' }
    return { ...refused('COPY', 6, { ...stored, standing: 'quarantined' }), noteSpeaker: true }
  }
  const fresh = request.createdMs > stored.seenAtMs
  const notice = fresh ? (request.seq > stored.seq ? 'server_behind' : 'old_copy') : null
  return { ...refused('LINK_UNKNOWN', 7, stored), notice }
}

/** K = {prev} ∪ tried, newest first: `tried` comes in the order the links were made. */
function linksKnown(request: LinkRequest): string[] {
  return request.tried.length === 0 ? [request.prev] : [request.prev, ...request.tried.toReversed()]
}

/**
 * The ring after ADVANCE: the old head (it is one of `known`) and the links the server never heard, in front, by age. The
 * table's "(link, those of K not in ring, ring)" names the same links; their order decides which the cut to 32 drops first.
 * An unheard link is younger than the old head: were it dropped before it, its own late request would find `prev` in the ring
 * but not `next`, and pass for a copy (row 6). Oldest first out, a late request always ends in row 5 or 7.
 */
function pushed(known: readonly string[], ring: readonly string[]): string[] {
  return [...known.filter(one => !ring.includes(one)), ...ring].slice(0, limits.ring)
}

function refused(verdict: LinkVerdict, row: Classified['row'], line: LinkLine): Classified {
  return { verdict, row, accepted: false, line, notice: null, machineChanged: false, noteSpeaker: false }
}

function accept(
  verdict: 'ADOPT' | 'REPEAT' | 'ADVANCE',
  row: Classified['row'],
  line: LinkLine,
  request: LinkRequest,
  nowMs: number,
): Classified {
  const machineChanged = line.machine !== request.machine
  return {
    verdict,
    row,
    accepted: true,
    line: {
      ...line,
      machine: request.machine,
      machineAtMs: machineChanged ? nowMs : line.machineAtMs,
      boot: request.boot,
      seenAtMs: nowMs,
    },
    notice: null,
    machineChanged,
    noteSpeaker: false,
  }
}

/** §5 "Breaker": more than max(5, 2 % of active agents) quarantined by row 6 within 60 minutes. */
export function isBreakerOpen(quarantinedLastHour: number, activeAgents: number): boolean {
  return quarantinedLastHour > Math.max(5, activeAgents * 0.02)
}

/** A line as enrolment makes it: s0 is the head, seq 0 (§6.2). */
export function newLinkLine(enrolled: {
  standing: 'pending' | 'active'
  first: string
  machine: string
  boot: string
  nowMs: number
}): LinkLine {
  return {
    standing: enrolled.standing,
    seq: 0,
    link: enrolled.first,
    ring: [],
    machine: enrolled.machine,
    machineAtMs: null,
    adoptMachine: null,
    adoptAtMs: null,
    boot: enrolled.boot,
    seenAtMs: enrolled.nowMs,
  }
}
