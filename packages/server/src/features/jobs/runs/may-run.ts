import { type LicenceKind, licencePermits, reasonSentence, type SkipReason } from '@patchyard/domain'
import { Problem } from '../../../errors/problem.ts'
import type { JobRecord } from '../job-store.ts'
import type { JobStores } from '../job-stores.ts'
import type { PlannedFor } from '../plan-read-model.ts'

export type MayRun =
  | { readonly planned: PlannedFor; readonly reason: null }
  | { readonly planned: null; readonly reason: 'subscription_suspended' | 'asset_unlicensed' | 'needs_owner' }

/** Whether anything may begin in the name of this job, and on whose behalf it is planned. People and the clock meet the same answers. */
export async function mayRun(stores: JobStores, job: JobRecord, nowMs: number): Promise<MayRun> {
  if (await stores.isSuspended()) return { planned: null, reason: 'subscription_suspended' }
  const licence: LicenceKind = await stores.licence(nowMs)
  if (!licencePermits(licence)) return { planned: null, reason: 'asset_unlicensed' }
  const { ownerId } = job
  if (ownerId === null || (await stores.isGone(ownerId))) return { planned: null, reason: 'needs_owner' }
  return { planned: { ownerId, licence, nowMs }, reason: null }
}

/** The same, said to a person. Throws Problem `subscription_suspended`, `licence_needed`, `conflict`. */
export async function demandMayRun(stores: JobStores, job: JobRecord, nowMs: number): Promise<PlannedFor> {
  const { planned, reason } = await mayRun(stores, job, nowMs)
  if (planned !== null) return planned
  if (reason === 'subscription_suspended') throw new Problem('subscription_suspended')
  if (reason === 'asset_unlicensed') throw new Problem('licence_needed')
  throw new Problem('conflict', { detail: reasonSentence(reason) ?? '', reason })
}

/** What is written down at a run that the clock would have begun. */
export const recordedReason: { readonly [R in Exclude<MayRun['reason'], null>]: SkipReason } = {
  subscription_suspended: 'subscription_suspended',
  asset_unlicensed: 'licence_ended',
  needs_owner: 'needs_owner',
}
