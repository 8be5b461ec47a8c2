import { answerApplication, type ApplicationAnswer, type HandMappings } from '@patchyard/domain'
import type { Trx } from '../../../database/database.ts'
import { type ApplicationCatalog, type ApplicationCatalogs, idOfPatch } from './application-catalog.ts'
import {
  type Answered,
  hasPrograms,
  type ProgramRow,
  readHandMappings,
  readStalePrograms,
  writeAnswers,
} from './program-store.ts'

/** 10 to 20 µs each: a page keeps the process busy for some 40 ms. */
const PAGE = 2000

/** See `Matching.answerPrograms`. */
export async function answerStalePrograms(trx: Trx, catalogs: ApplicationCatalogs, nowMs: number): Promise<number> {
  // Where only Linux machines report, nobody pays for the index.
  if (!(await hasPrograms(trx))) return 0
  const catalog = await catalogs.of(trx, nowMs, true)
  const stale = await readStalePrograms(trx, catalog.seq, PAGE)
  await answer(trx, catalog, stale, await readHandMappings(trx))
  return stale.length
}

/** Answers those that were answered by an older state of the catalog; the others' answers stand. Everything as it is then. */
export async function withAnswers(
  trx: Trx,
  catalog: ApplicationCatalog,
  programs: readonly ProgramRow[],
): Promise<readonly ProgramRow[]> {
  const stale = programs.filter(one => one.seq < catalog.seq)
  if (stale.length === 0) return programs
  const fresh = await answer(trx, catalog, stale, await readHandMappings(trx))
  return programs.map(one => fresh.get(one.id) ?? one)
}

async function answer(
  trx: Trx,
  catalog: ApplicationCatalog,
  stale: readonly ProgramRow[],
  hand: HandMappings,
): Promise<ReadonlyMap<number, ProgramRow>> {
  const { seq } = catalog
  const fresh = new Map<number, ProgramRow>()
  const answered = stale.map((one): Answered => {
    const now = answerApplication(one.installed, catalog.index, hand)
    const missingId = missingIdOf(now, catalog)
    fresh.set(one.id, { ...one, answer: now, missingId, seq })
    // Whoever has a program that was never answered judges by this very answer.
    const isDue = one.seq >= 0 && !isSameAnswer(one.answer, now)
    return { id: one.id, answer: now, missingId, isDue }
  })
  await writeAnswers(trx, answered, seq)
  return fresh
}

function missingIdOf({ track, missing }: ApplicationAnswer, { index }: ApplicationCatalog): number | null {
  if (missing === '') return null
  const patch = index.tracks.get(track)?.patches.findLast(one => one.key === missing)
  return patch === undefined ? null : idOfPatch(patch)
}

export const isSameAnswer = (a: ApplicationAnswer, b: ApplicationAnswer): boolean =>
  a.track === b.track && a.confidence === b.confidence && a.state === b.state && a.missing === b.missing
