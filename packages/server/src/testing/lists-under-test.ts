import type { FindQuery } from '@patchyard/api'
import { systemClock } from '../adapters/system-clock.ts'
import type { Database } from '../database/database.ts'
import { assetList } from '../features/assets/assets-read-model.ts'
import { createScopeBits } from '../features/tags/scope-bits.ts'
import type { Principal } from '../http/principal.ts'
import { createCursors } from '../paging/cursor.ts'
import { createListService } from '../queries/list-service.ts'
import { testPrincipal } from './test-principal.ts'

/** The list of assets as a request makes it, from the speaker's scope to the rows, without HTTP. */
export function assetsUnderTest(database: Database, nowMs: number) {
  const clock = { ...systemClock, nowMs: () => nowMs }
  const lists = createListService({ database, clock, cursors: createCursors(new Uint8Array(32)) })
  const bits = createScopeBits({ database })
  return async (scope: Principal['scope'], request: FindQuery) => {
    const speaker = await bits.with(testPrincipal({ scope }))
    return lists.find(assetList, speaker, request)
  }
}
