import type { Clock } from '@patchyard/domain'
import {
  type AgentPath,
  type Classified,
  classifyLink,
  isBreakerOpen,
  type LinkMember,
  type LinkRequest,
  mayUse,
  ProtocolError,
  times,
} from '@patchyard/protocol'
import type { AgentSettings } from '../../../storage/ports/agent-settings.ts'
import type { LineRecord, SpeakerNote } from '../../../storage/ports/line-record.ts'
import { answerOf } from './answers.ts'
import { StaleKey } from './door-keys.ts'
import type { DoorKey } from '../../../storage/ports/enrol-store.ts'
import type { Storage } from '../../../storage/storage.ts'
import type { UnitOfWork } from '../../../storage/unit-of-work.ts'
import { type DoorReply, refusal, refuse } from './door-reply.ts'
import type { Director } from '../trust/director.ts'

export interface LinkedInput {
  readonly path: AgentPath
  readonly key: DoorKey
  readonly link: LinkMember
  readonly nonce: string
  readonly createdMs: number
  readonly peer: string | null
}

/** What an accepted request does; runs in the same transaction as the link. Returns how to reply once it committed. */
export type LinkedEffect = (
  stores: UnitOfWork,
  line: LineRecord,
  classified: Classified,
  settings: AgentSettings,
) => Promise<{ readonly line: LineRecord; readonly reply: () => DoorReply }>

const NOTICE_EVERY_MS = 3_600_000
const SPEAKERS_KEPT = 8

/**
 * One linked request (protocol §4): the agent's row locked, the table of verdicts, the effect, all in one transaction;
 * answers signed after it committed. A refusal writes only what the table says.
 */
export async function handleLinked(
  ports: { storage: Storage; director: Director; clock: Clock },
  input: LinkedInput,
  effect: LinkedEffect,
): Promise<DoorReply> {
  const { storage, clock } = ports
  const { key, link } = input
  const assetId = key.assetId
  if (assetId === null) throw new ProtocolError('signature', 'an activation key cannot speak here')
  const outcome = await storage.inSubscription(key.subscriptionId, async stores => {
    const stored = await stores.lines.lock(assetId)
    if (stored === null || stored.keyid !== key.keyid) throw new StaleKey()
    const nowMs = clock.nowMs()
    const settings = await stores.settings(assetId, nowMs)
    if (Math.abs(input.createdMs - nowMs) > times.clockSkewMs) {
      const answer = () => answerOf(ports, stored, input.nonce, settings, { why: 'clock_skew' })
      return { reply: () => refuse('clock_skew', 'created is off', answer()) }
    }
    // Pending: refused before the link is looked at. The others get their refusal from the table below.
    if (stored.standing === 'pending' && !mayUse('pending', input.path)) {
      const answer = () => answerOf(ports, stored, input.nonce, settings, { why: 'standing' })
      return { reply: () => refuse('standing', 'the agent is pending', answer()) }
    }
    const request = { ...link, createdMs: input.createdMs }
    const classified = await classify(stores, stored, request, nowMs)
    const line: LineRecord = { ...stored, ...classified.line }
    if (!classified.accepted) {
      const refused = await refuseLinked(stores, stored, line, classified, input, nowMs)
      return { reply: () => replyToRefused(ports, refused, classified, input.nonce, settings) }
    }
    if (classified.machineChanged) {
      await stores.lines.addNotice({
        assetId,
        atMs: nowMs,
        kind: 'machine_changed',
        detail: { from: stored.machine, to: link.machine, address: input.peer ?? '' },
      })
    }
    const done = await effect(stores, { ...line, address: input.peer }, classified, settings)
    await stores.lines.save(done.line)
    return { reply: done.reply }
  })
  return outcome.reply()
}

/** The breaker (protocol §5) is asked for only when a copy was found: counting agents is not for every request. */
async function classify(
  stores: UnitOfWork,
  stored: LineRecord,
  request: LinkRequest,
  nowMs: number,
): Promise<Classified> {
  const first = classifyLink(stored, request, { nowMs })
  if (first.verdict !== 'COPY') return first
  const copies = await stores.lines.countCopies(nowMs - times.breakerMs)
  return classifyLink(stored, request, { nowMs, breakerOpen: isBreakerOpen(copies.quarantined, copies.active) })
}

async function refuseLinked(
  stores: UnitOfWork,
  stored: LineRecord,
  line: LineRecord,
  classified: Classified,
  input: LinkedInput,
  nowMs: number,
): Promise<LineRecord> {
  let next = line
  if (classified.noteSpeaker) {
    const speaker: SpeakerNote = {
      address: input.peer ?? '',
      boot: input.link.boot,
      machine: input.link.machine,
      at: nowMs,
    }
    const others = stored.speakers.filter(s => s.machine !== speaker.machine || s.boot !== speaker.boot)
    next = { ...next, speakers: [speaker, ...others].slice(0, SPEAKERS_KEPT) }
  }
  if (classified.verdict === 'COPY') {
    const original: SpeakerNote = {
      address: stored.address ?? '',
      boot: stored.boot,
      machine: stored.machine,
      at: stored.seenAtMs,
    }
    next = {
      ...next,
      standingWhy: 'copy',
      standingAtMs: nowMs,
      speakers: [...next.speakers, original].slice(0, SPEAKERS_KEPT),
      workVersion: stored.workVersion + 1,
    }
    await stores.lines.addNotice({
      assetId: stored.assetId,
      atMs: nowMs,
      kind: 'copy',
      detail: { address: input.peer ?? '' },
    })
    await stores.notify('agent', stored.assetId)
  }
  const due = stored.noticedAtMs === null || nowMs - stored.noticedAtMs >= NOTICE_EVERY_MS
  if (classified.notice !== null && due) {
    next = { ...next, noticedAtMs: nowMs }
    await stores.lines.addNotice({
      assetId: stored.assetId,
      atMs: nowMs,
      kind: classified.notice,
      detail: { address: input.peer ?? '', seq: input.link.seq },
    })
  }
  if (next !== stored) await stores.lines.save(next)
  return next
}

function replyToRefused(
  ports: { director: Director; clock: Clock },
  line: LineRecord,
  classified: Classified,
  nonce: string,
  settings: AgentSettings,
): DoorReply {
  switch (classified.verdict) {
    case 'STANDING':
    case 'COPY': {
      const code = line.standing === 'revoked' ? 'revoked' : 'standing'
      return refuse(code, `the agent is ${line.standing}`, answerOf(ports, line, nonce, settings))
    }
    case 'LINK_OLD':
      return refuse('link_old', 'a later request was accepted already')
    default:
      return refusal(new ProtocolError('link_unknown', 'the link is not known'))
  }
}
