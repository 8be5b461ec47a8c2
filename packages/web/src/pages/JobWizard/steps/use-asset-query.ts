import { useMemo } from 'react'
import { useList } from '../../../api/use-api.ts'
import { useTags } from '../../../components/Tags/use-tags.ts'
import { assetQuery } from '../state/asset-query.ts'
import { useWizard } from '../state/wizard-context.ts'

/** The chosen assets as a query; null while nothing is chosen, or the tags below the chosen ones are not known yet. */
export function useAssetQuery(): string | null {
  const { assets, platform } = useWizard().state.definition
  const { tags, state } = useTags()
  const needsTree = assets.tags.length + assets.excludeTags.length > 0
  return useMemo(
    () => (needsTree && state === 'loading' ? null : assetQuery(assets, platform, tags)),
    [assets, platform, tags, needsTree, state],
  )
}

/** The first few of the chosen assets, by name. */
export const FEW_ASSETS = 5

export function useChosenAssets() {
  const query = useAssetQuery()
  const list = useList(
    'listAssets',
    { query: { query: query ?? '', sort: 'name' } },
    { enabled: query !== null, limit: FEW_ASSETS },
  )
  return { query, list }
}

/** How many assets the choice comes to now; null: not known. */
export function useAssetCount(): number | null {
  const { assets } = useWizard().state.definition
  const { query, list } = useChosenAssets()
  if (assets.tags.length + assets.include.length === 0) return 0
  return query === null || list.state !== 'ready' || list.isStale ? null : list.total
}
