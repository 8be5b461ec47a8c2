import type { CandidatePatch } from '@patchyard/domain'

/** The frozen list of a run: what every task of it is made from, and what other jobs can take over. Its digest is that of the text. */
export interface FrozenPlan {
  /** In the order of installation. */
  readonly patches: readonly { readonly id: string; readonly key: string }[]
}

export const frozenText = (patches: readonly CandidatePatch[]): string =>
  JSON.stringify({ patches: patches.map(({ publicId, key }) => ({ id: publicId, key })) } satisfies FrozenPlan)

/** Plans of earlier releases hold keys alone: they have no ids to go on with. */
export function frozenIds(text: string | null): readonly string[] {
  if (text === null) return []
  const { patches } = JSON.parse(text) as { patches: readonly (string | { id: string })[] }
  return patches.flatMap(patch => (typeof patch === 'string' ? [] : [patch.id]))
}
