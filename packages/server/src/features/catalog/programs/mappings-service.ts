import type { ProgramMapping, ProgramMappingCreate } from '@patchyard/api'
import { type Clock, plainText, type Random, spokenName } from '@patchyard/domain'
import type { Database, Trx } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import { countMappings, isProduct, type MappingRecord, removeMapping, saveMapping } from './mapping-store.ts'

/** All are in memory while programs are answered. */
const MOST = 10_000

export interface MappingsService {
  /** Throws Problem `not_found` for what is no product of the catalog, `conflict` for one mapping too many. */
  create(principal: Principal, request: ProgramMappingCreate): Promise<ProgramMapping>
  /** Throws Problem `not_found`. */
  remove(principal: Principal, publicId: string): Promise<void>
}

export function createMappingsService(ports: {
  database: Database
  clock: Clock
  random: Random
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
    async create(principal, { name, publisher = '', product }) {
      const mapping: MappingRecord = {
        ...{ publicId: random.uuid(), name, publisher, track: product },
        spoken: spokenName(name),
        spokenPublisher: plainText(publisher),
      }
      const made = await database.inSubscription(principal.subscriptionId, async trx => {
        if (product !== null && !(await isProduct(trx, product))) throw new Problem('not_found', { field: 'product' })
        if ((await countMappings(trx)) >= MOST) throw new Problem('conflict', { detail: `there are ${MOST} mappings` })
        await audit(trx, principal, 'map', mapping)
        return saveMapping(trx, mapping, principal.name, clock.nowMs())
      })
      ports.judgeAnew(principal.subscriptionId)
      return made
    },

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
