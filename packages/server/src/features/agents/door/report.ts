import type { Clock } from '@patchyard/domain'
import {
  applyRows,
  checkSection,
  inventoryDigest,
  PROGRAMS_FEATURE,
  ProtocolError,
  type ReportRequest,
  type ReportSection,
  type Row,
  rowText,
  sectionDigest,
  type SectionName,
  sectionNames,
  sections,
} from '@patchyard/protocol'
import type { AssetChange } from '../../../storage/ports/asset-changes.ts'
import type { SectionState } from '../../../storage/ports/inventory-store.ts'
import { quotaOf } from '../../../storage/ports/line-record.ts'
import type { Director } from '../trust/director.ts'
import { answerOf } from './answers.ts'
import { type DoorReply, ok } from './door-reply.ts'
import type { Storage } from '../../../storage/storage.ts'
import type { UnitOfWork } from '../../../storage/unit-of-work.ts'
import { packagesToMatch } from './packages-to-match.ts'
import { absorbScan } from './absorb-scan.ts'
import { absorbSection, type UpdatesChange } from '../../inventory/inventory-service.ts'
import { handleLinked, type LinkedInput } from './linked-request.ts'

const NAMES_PER_DAY = 10_000

/** Report (protocol §6.4): everything accepted goes in with the link, or nothing. */
export async function handleReport(
  ports: { storage: Storage; director: Director; clock: Clock },
  input: LinkedInput,
  request: ReportRequest,
): Promise<DoorReply> {
  // Form, columns, keys and the digests of whole sections: before a transaction is opened.
  for (const section of request.sections) checkSection(section)
  const named = new Set(request.sections.map(s => s.name))
  if (named.size !== request.sections.length) throw new ProtocolError('malformed', 'a section comes twice', 'sections')
  return handleLinked(ports, input, async (stores, line, _classified, settings) => {
    const nowMs = ports.clock.nowMs()
    await stores.tags.begin()
    await stores.matching.begin()
    const known = new Map(await stores.inventory.sections(line.assetId))
    const accepted: string[] = []
    const full: string[] = []
    const changed: ReportSection[] = []
    let updates: UpdatesChange | null = null
    let fresh = 0
    // One order for every agent: two reports that intern the same rows of several dictionaries cannot deadlock.
    const ordered = request.sections.toSorted((a, b) => orderOf(a) - orderOf(b))
    for (const section of ordered) {
      const name = section.name as SectionName
      const stored = known.get(name)
      const rows = await wholeRows(stores, line.assetId, name, section, stored)
      // A repeated report meets its own digest: accepted, nothing to do.
      if (stored?.digest === section.digest && section.base !== stored.digest) {
        accepted.push(name)
        continue
      }
      if (rows === 'unknown base') {
        full.push(name)
        continue
      }
      const change = await absorbSection(stores, line.assetId, section, rows, nowMs)
      if (change.count !== section.count) throw new CountMismatch(name)
      fresh += change.fresh
      updates = change.updates ?? updates
      await stores.inventory.saveSection(line.assetId, name, { digest: section.digest, count: change.count }, rows)
      known.set(name, { digest: section.digest, count: change.count })
      accepted.push(name)
      changed.push(section)
    }
    const quota = quotaOf(line, nowMs)
    if (quota.names + fresh > NAMES_PER_DAY) throw new ProtocolError('rate', 'too many new names today')
    await absorbScan(stores, line.assetId, request.scan, updates, nowMs)
    const names = packagesToMatch(changed)
    const programs = judgesPrograms(changed, line.features)
    if (names?.length !== 0 || programs) {
      await stores.matching.match([line.assetId], { nowMs, names, programs, fresh: false })
    }
    await stores.tags.assetsChanged([line.assetId], changesOf(accepted))
    await stores.notify('asset', line.assetId)
    const next = {
      ...line,
      inventory: inventoryDigest([...known].map(([name, state]) => [name, state.digest] as const)),
      quotaDay: quota.day,
      quotaNames: quota.names + fresh,
      quotaEvents: quota.events,
    }
    const root = ports.director.newestRoot().version
    const signed = request.want.length > 0
    return {
      line: next,
      reply: () =>
        ok({
          root,
          ...(signed ? { answer: answerOf(ports, next, request.nonce, settings) } : {}),
          accepted,
          full,
        }),
    }
  }).catch((error: unknown) => {
    // The difference does not lead where the agent says: nothing of this report is kept, and it sends the section whole.
    if (error instanceof CountMismatch) return askFull(ports, input, request, error.section)
    throw error
  })
}

/** The count of rows after a difference is not the one the agent says: its base and ours are not the same. */
class CountMismatch extends Error {
  readonly section: string
  constructor(section: string) {
    super(`${section}: count`)
    this.section = section
  }
}

async function askFull(
  ports: { storage: Storage; director: Director; clock: Clock },
  input: LinkedInput,
  request: ReportRequest,
  section: string,
): Promise<DoorReply> {
  return handleLinked(ports, input, (_stores, line, _classified, settings) =>
    Promise.resolve({
      line,
      reply: () =>
        ok({
          root: ports.director.newestRoot().version,
          ...(request.want.length > 0 ? { answer: answerOf(ports, line, request.nonce, settings) } : {}),
          accepted: [],
          full: [section],
        }),
    }),
  )
}

/** Nobody else reports programs, or the build of a system. */
const judgesPrograms = (changed: readonly ReportSection[], features: readonly string[]): boolean =>
  changed.some(({ name }) => name === 'programs.1' || (name === 'system.1' && features.includes(PROGRAMS_FEATURE)))

/** What a report has changed for the rules of tags; the scan's time always. */
function changesOf(sectionsAccepted: readonly string[]): ReadonlySet<AssetChange> {
  const changed: Readonly<Record<string, AssetChange>> = {
    'system.1': 'system',
    'network.1': 'network',
    'packages.1': 'software',
    'programs.1': 'software',
    'updates.1': 'findings',
    'advisories.1': 'findings',
    'restart.1': 'restart',
  }
  return new Set(['scan', ...sectionsAccepted.flatMap(name => changed[name] ?? [])])
}

const orderOf = ({ name }: ReportSection): number => sectionNames.indexOf(name as SectionName)

const keptWhole: readonly SectionName[] = ['system.1', 'network.1', 'restart.1', 'profile.1', 'rollback.1']

/**
 * Rows of a section that is kept whole, after the change; null for interned ones. Their digest is computed anew, so a
 * wrong difference is found here.
 */
async function wholeRows(
  stores: UnitOfWork,
  assetId: number,
  name: SectionName,
  section: ReportSection,
  stored: SectionState | undefined,
): Promise<readonly Row[] | null | 'unknown base'> {
  if (section.base !== null && section.base !== stored?.digest) return 'unknown base'
  if (!keptWhole.includes(name)) return null
  if (section.base === null) return section.add
  const base = await stores.inventory.sectionRows(assetId, name)
  let rows: Row[]
  try {
    rows = applyRows(sections[name], base, { add: section.add, del: section.del })
  } catch (error) {
    if (error instanceof ProtocolError) return 'unknown base'
    throw error
  }
  return sectionDigest(rows.map(rowText)) === section.digest ? rows : 'unknown base'
}
