import type {
  ProgramMapping,
  ProgramMappingCreate,
  ProgramMappingPreview,
  ProgramMappingQuestion,
} from '@patchyard/api'
import { type Clock, plainText, type Random, spokenName } from '@patchyard/domain'
import type { Database, Trx } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import type { ApplicationCatalogs } from './application-catalog.ts'
import { countMappings, isProduct, type MappingRecord, removeMapping, saveMapping } from './mapping-store.ts'
import { previewMapping } from './preview-mapping.ts'

/** All are in memory while programs are answered. */
const MOST = 10_000

export interface MappingsService {
  /** Throws Problem `not_found` for what is no product of the catalog, `conflict` for one mapping too many. */
  create(principal: Principal, request: ProgramMappingCreate): Promise<ProgramMapping>
  /** Throws Problem `not_found` for what is no product of the catalog. */
  preview(principal: Principal, request: ProgramMappingQuestion): Promise<ProgramMappingPreview>
  /** Throws Problem `not_found`. */
  remove(principal: Principal, publicId: string): Promise<void>
}

export function createMappingsService(ports: {
  database: Database
  clock: Clock
  random: Random
  catalogs: ApplicationCatalogs
  /** Judges the assets anew that have programs whose answer is another now. */
  judgeAnew(subscriptionId: number): void
}): MappingsService {
  const { database, clock, random } = ports

  const audit = (trx: Trx, principal: Principal, action: string, { publicId, name, publisher, track }: MappingRecord) =>
    writeAudit(trx, {
      principal,
      action: `program.${action}`,
      object: `program-mapping:${publicId}`,
      detail: { name, publisher, product: track },
      nowMs: clock.nowMs(),
    })

  return {
    async create(principal, { name, publisher, product }) {
      const mapping = { ...nameOf({ name, publisher }), publicId: random.uuid(), track: product }
      const made = await database.inSubscription(principal.subscriptionId, async trx => {
        if (product !== null) await demandProduct(trx, product)
        if ((await countMappings(trx)) >= MOST) throw new Problem('conflict', { detail: `there are ${MOST} mappings` })
        await audit(trx, principal, 'map', mapping)
        return saveMapping(trx, mapping, principal.name, clock.nowMs())
      })
      ports.judgeAnew(principal.subscriptionId)
      return made
    },

    preview: (principal, { name, publisher, product }) =>
      database.inSubscription(principal.subscriptionId, async trx => {
        if (typeof product === 'string') await demandProduct(trx, product)
        const said = { ...nameOf({ name, publisher }), ...(product === undefined ? {} : { track: product }) }
        return previewMapping(trx, ports.catalogs, said, clock.nowMs())
      }),

    async remove(principal, publicId) {
      await database.inSubscription(principal.subscriptionId, async trx => {
        const removed = await removeMapping(trx, publicId)
        if (removed === null) throw new Problem('not_found')
        await audit(trx, principal, 'unmap', removed)
      })
      ports.judgeAnew(principal.subscriptionId)
    },
  }
}

const nameOf = ({ name, publisher = '' }: { name: string; publisher: string | undefined }) => ({
  ...{ name, publisher, spoken: spokenName(name), spokenPublisher: plainText(publisher) },
})

async function demandProduct(trx: Trx, product: string): Promise<void> {
  if (!(await isProduct(trx, product))) throw new Problem('not_found', { field: 'product' })
}
