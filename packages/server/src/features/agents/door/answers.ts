import type { Clock } from '@patchyard/domain'
import { type Answer, answeredStanding, type Envelope, nextWorkVersion, workExpires } from '@patchyard/protocol'
import type { OfferedTask } from '../../../storage/ports/task-store.ts'
import type { LineRecord } from '../../../storage/ports/line-record.ts'
import type { AgentSettings } from '../../../storage/ports/agent-settings.ts'
import type { Director } from '../trust/director.ts'
import { settingsDigest, settingsUntil, toldSettings } from './told-settings.ts'

/** An agent answers to this many open tasks at most (protocol §7.1). */
export const TASKS_PER_MANIFEST = 64
const DOCUMENTS_BYTES = 512 * 1024

/** The parts of an answer that every kind has. Signed after COMMIT: what is signed is stored. */
export function answerOf(
  ports: { director: Director; clock: Clock },
  line: LineRecord,
  nonce: string,
  settings: Pick<AgentSettings, 'checkInS'>,
  rest: Pick<Answer, 'work' | 'receipts' | 'rekeyed' | 'why'> = {},
): Envelope {
  const { director, clock } = ports
  const nowMs = clock.nowMs()
  return director.sign({
    deployment: director.deployment,
    agent: line.agentId,
    nonce,
    time: nowMs,
    root: director.newestRoot().version,
    epoch: director.epoch,
    standing: answeredStanding(line.standing, line.machineAtMs, settings.checkInS, nowMs),
    ...(line.standingWhy === null ? {} : { why: line.standingWhy }),
    ...rest,
  })
}

export interface ManifestDecision {
  /** The line with the new versions, to be stored. */
  readonly line: LineRecord
  readonly work: NonNullable<Answer['work']>
  /** Base64 of the documents that the agent lacks, within the reply's cap. */
  readonly documents: string[]
  /** Tasks that were offered for the first time. */
  readonly newlySent: readonly number[]
}

/** A whole manifest: everything wanted of the agent now (protocol §7.1). Pure. */
export function makeManifest(
  line: LineRecord,
  tasks: readonly OfferedTask[],
  have: { readonly manifest: number; readonly tasks: readonly string[] },
  settings: AgentSettings,
  nowMs: number,
): ManifestDecision {
  const version = nextWorkVersion(line.manifestVersion, have.manifest, nowMs)
  const expires = workExpires(nowMs)
  const held = new Set(have.tasks)
  const documents: string[] = []
  let bytes = 0
  const listed = tasks.slice(0, TASKS_PER_MANIFEST).map(task => {
    const document = Buffer.from(task.document, 'utf8')
    if (!held.has(task.sha256) && bytes + document.length <= DOCUMENTS_BYTES) {
      bytes += document.length
      documents.push(document.toString('base64'))
    }
    return { task: task.publicId, sha256: task.sha256, size: document.length }
  })
  return {
    line: {
      ...line,
      manifestVersion: version,
      manifestWork: line.workVersion,
      manifestExpiresMs: expires,
      settingsDigest: settingsDigest(line, settings),
      settingsUntilMs: settingsUntil(line, settings, nowMs),
    },
    work: {
      version,
      expires,
      manifest: {
        tasks: listed,
        settings: toldSettings(line, settings, nowMs),
      },
    },
    documents,
    newlySent: tasks.filter(task => !task.sent).map(task => task.id),
  }
}
