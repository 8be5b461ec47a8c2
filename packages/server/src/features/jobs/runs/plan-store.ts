import type {
  AssetChoice,
  BlackoutWindow,
  CandidateAsset,
  CandidatePatch,
  PlanAsset,
  PlanRule,
} from '@patchyard/domain'
import type { PlannedFor } from '../plan-read-model.ts'
import type { RollbackPatches, Rollbacks } from './load-rollbacks.ts'

/** An asset with all that its task is made of. */
export interface TaskAsset extends PlanAsset {
  readonly agentId: string
  readonly zone: string
  readonly features: readonly string[]
  readonly blackouts: readonly BlackoutWindow[]
  /** Public ids of those of the tags asked for that it carries, itself or by a tag below. */
  readonly tags: ReadonlySet<string>
}

/** What the planner reads. Removed assets are not there. */
export interface PlanStore {
  /** Assets that tags or hand of the choice bring, behind `after`, in order of their ids. */
  listCandidates(
    choice: AssetChoice,
    planned: PlannedFor,
    after: number,
    limit: number,
  ): Promise<readonly CandidateAsset[]>
  /** Which of these public ids lead to no asset. */
  listUnknownAssets(publicIds: readonly string[]): Promise<readonly string[]>
  /** Zones of the assets that the choice brings, whoever they belong to. */
  listZones(choice: AssetChoice): Promise<readonly string[]>
  /** In the order asked; ids that lead nowhere are left out. */
  findPatches(publicIds: readonly string[]): Promise<readonly CandidatePatch[]>
  /**
   * Patches that a query of the language finds in the owner's scope, and that some member of the run misses as the latest of their
   * product; the newest first. Throws Problem `query_invalid`.
   */
  askPatches(query: string, runId: number, planned: PlannedFor, limit: number): Promise<readonly CandidatePatch[]>
  /** Public ids of the frozen list of the last planned run of this job; null: it has none, or there is no such job. */
  findFrozen(job: string): Promise<readonly string[] | null>
  /** Of a job that never ran: its own list. */
  findOwnList(job: string): Promise<readonly string[]>
  /** Rules that hold at this moment, oldest first, each with those of these patches that it is about. */
  listRules(patchIds: readonly number[], nowMs: number): Promise<readonly PlanRule[]>
  /** By asset: which of these patches it can take back, by what it kept itself. */
  loadRollbacks(assetIds: readonly number[], patches: RollbackPatches): Promise<ReadonlyMap<number, Rollbacks>>
  /** In order of their ids. `tags`: which of them to look for on the assets. */
  loadAssets(
    assetIds: readonly number[],
    patchIds: readonly number[],
    tags: readonly string[],
    planned: PlannedFor,
  ): Promise<readonly TaskAsset[]>
}
