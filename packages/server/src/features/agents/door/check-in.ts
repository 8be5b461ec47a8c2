import type { Clock } from '@patchyard/domain'
import { type CheckinRequest, mayUse } from '@patchyard/protocol'
import { agentTimeMs } from '../../../storage/agent-time.ts'
import type { LineRecord } from '../../../storage/ports/line-record.ts'
import type { Advanced } from '../../../storage/ports/line-store.ts'
import type { Director } from '../trust/director.ts'
import { answerOf, makeManifest } from './answers.ts'
import type { CheckInBatcher } from './check-in-batcher.ts'
import { type DoorReply, ok } from './door-reply.ts'
import type { Storage } from '../../../storage/storage.ts'
import { isOutdated } from './told-settings.ts'
import { handleLinked, type LinkedInput } from './linked-request.ts'

/**
 * Check-in (protocol §6.3). The common case, nothing new on either side, is one statement shared by many agents and
 * costs no signature; everything else takes the agent's row for itself.
 */
export async function handleCheckIn(
  ports: { storage: Storage; director: Director; clock: Clock; batcher: CheckInBatcher },
  input: LinkedInput,
  request: CheckinRequest,
): Promise<DoorReply> {
  const { director } = ports
  if (isPlain(ports, input, request)) {
    const advanced = await ports.batcher.advance(input.key.subscriptionId, {
      assetId: input.key.assetId as number,
      keyid: input.key.keyid,
      prev: request.link.prev,
      next: request.link.next,
      seq: request.link.seq,
      machine: request.link.machine,
      boot: request.link.boot,
      haveManifest: request.have.manifest,
    })
    if (advanced !== null && isUnchanged(advanced, request)) {
      const full = advanced.inventory !== request.inventory && advanced.standing === 'active'
      return ok({ root: director.newestRoot().version, ...(full ? { full: true } : {}) })
    }
    // The link moved already; the slow way sees the same request as REPEAT, whose effect is the same.
  }
  return handleLinked(ports, input, async (stores, line, classified, settings) => {
    const nowMs = ports.clock.nowMs()
    const told: LineRecord = {
      ...line,
      agentVersion: request.agentVersion,
      features: request.features,
      zone: request.zone,
      haveRoot: request.have.root,
      haveManifest: request.have.manifest,
      progress: request.progress,
      problems: request.problems,
      clockOffMs: agentTimeMs(request.clock.wall) - nowMs,
    }
    const tasksTouched = request.progress.length > 0 || line.progress.length > 0
    if (tasksTouched) await stores.notify('task', line.assetId)
    const active = mayUse(told.standing, '/agent/v1/report')
    const stale =
      told.manifestWork !== told.workVersion ||
      request.have.manifest !== told.manifestVersion ||
      isOutdated(told, settings, nowMs)
    const root = director.newestRoot().version
    const full = active && told.inventory !== request.inventory
    const hints = full ? { full: true as const } : {}
    if (active && stale) {
      const tasks = await stores.tasks.listOffered(line.assetId, nowMs)
      const made = makeManifest(told, tasks, request.have, settings, nowMs)
      await stores.tasks.markSent(line.assetId, made.newlySent, nowMs)
      const documents = made.documents.length > 0 ? { documents: made.documents } : {}
      return {
        line: made.line,
        reply: () =>
          ok({
            root,
            answer: answerOf(ports, made.line, request.nonce, settings, { work: made.work }),
            ...documents,
            ...hints,
          }),
      }
    }
    if (request.want.length === 0 && classified.verdict !== 'ADOPT')
      return { line: told, reply: () => ok({ root, ...hints }) }
    const expires = nowMs + WORK_LIFE_MS
    const moved = active ? { ...told, manifestExpiresMs: expires } : told
    const work = active ? { work: { version: told.manifestVersion, expires } } : {}
    const missing = active
      ? (await stores.tasks.listOffered(line.assetId, nowMs)).filter(task => !request.have.tasks.includes(task.sha256))
      : []
    const documents = missing.slice(0, 8).map(task => Buffer.from(task.document, 'utf8').toString('base64'))
    return {
      line: moved,
      reply: () =>
        ok({
          root,
          answer: answerOf(ports, moved, request.nonce, settings, work),
          ...(documents.length > 0 ? { documents } : {}),
          ...hints,
        }),
    }
  })
}

const WORK_LIFE_MS = 7 * 24 * 60 * 60 * 1000

/** Nothing asked, nothing told beyond "I am here". */
function isPlain(ports: { clock: Clock }, input: LinkedInput, request: CheckinRequest): boolean {
  return (
    input.key.assetId !== null &&
    request.link.tried.length === 0 &&
    request.want.length === 0 &&
    request.progress.length === 0 &&
    request.problems.length === 0 &&
    Math.abs(input.createdMs - ports.clock.nowMs()) <= 300_000
  )
}

function isUnchanged(advanced: Advanced, request: CheckinRequest): boolean {
  return (
    !advanced.noted &&
    advanced.agentVersion === request.agentVersion &&
    advanced.zone === request.zone &&
    advanced.haveRoot === request.have.root &&
    (advanced.standing === 'pending' || (!advanced.dirty && advanced.manifestVersion === request.have.manifest))
  )
}
