import type { TagDelete, TagUse } from '@patchyard/api'

/** What a person answers about what hangs on a tag. */
export interface DeleteAnswers {
  readonly children: 'raise' | 'delete' | null
  readonly releases: boolean
}

export interface DeletePlan {
  /** Must be changed first: nothing can be answered here. */
  readonly refused: readonly TagUse[]
  /** Tags directly below; their fate is asked. */
  readonly children: TagUse | null
  /** Loses the tag, when a person says so. */
  readonly released: readonly TagUse[]
  /** Goes with the tag, or stays and asks for a tag that is no more. */
  readonly told: readonly TagUse[]
}

export const deletePlan = (uses: readonly TagUse[]): DeletePlan => ({
  refused: uses.filter(use => use.outcome === 'refused'),
  children: uses.find(use => use.what === 'child') ?? null,
  released: uses.filter(use => use.outcome === 'needsAnswer' && use.what !== 'child'),
  told: uses.filter(use => use.outcome === 'removed' || use.outcome === 'noted'),
})

/** What the server is asked; null while something is not answered, or cannot be. */
export function deleteRequest(plan: DeletePlan, answers: DeleteAnswers): TagDelete | null {
  if (plan.refused.length > 0) return null
  if (plan.children !== null && answers.children === null) return null
  if (plan.released.length > 0 && !answers.releases) return null
  return {
    ...(plan.children === null || answers.children === null ? {} : { children: answers.children }),
    ...(plan.released.length === 0 ? {} : { uses: 'release' }),
  }
}
