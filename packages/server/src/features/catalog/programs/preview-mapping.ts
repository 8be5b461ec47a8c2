import type { ProgramMappingPreview } from '@patchyard/api'
import { answerApplication, handMappings } from '@patchyard/domain'
import type { Trx } from '../../../database/database.ts'
import { isSameAnswer } from './answer-programs.ts'
import type { ApplicationCatalogs } from './application-catalog.ts'
import { type MappingRecord, readMappingsBut } from './mapping-store.ts'
import { countAssetsWith, readProgramsNamed } from './program-store.ts'

/** What every asset would be told after this was said of a name; `track` undefined: after it was taken back. */
export async function previewMapping(
  trx: Trx,
  catalogs: ApplicationCatalogs,
  said: Pick<MappingRecord, 'name' | 'publisher' | 'spoken' | 'spokenPublisher'> & { readonly track?: string | null },
  nowMs: number,
): Promise<ProgramMappingPreview> {
  const { name, publisher, spoken, spokenPublisher, track } = said
  const programs = await readProgramsNamed(trx, spoken, spokenPublisher)
  if (programs.length === 0) return { versions: 0, assetCount: 0, missingAssetCount: 0, changedAssetCount: 0 }
  const { index } = await catalogs.of(trx, nowMs, true)
  const others = await readMappingsBut(trx, said)
  const hand = handMappings(track === undefined ? others : [...others, { name, publisher, track }])
  const judged = programs.map(one => ({ ...one, after: answerApplication(one.installed, index, hand) }))
  const count = (of: (one: (typeof judged)[number]) => boolean): Promise<number> =>
    countAssetsWith(
      trx,
      judged.filter(of).map(one => one.id),
    )
  return {
    versions: new Set(programs.map(one => one.installed.version)).size,
    assetCount: await count(() => true),
    // A name that only proposes a product gives no finding.
    missingAssetCount: await count(one => one.after.missing !== '' && one.after.confidence !== 'low'),
    changedAssetCount: await count(one => !isSameAnswer(one.answer, one.after)),
  }
}
