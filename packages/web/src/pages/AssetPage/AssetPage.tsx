import { Outlet, useParams } from 'react-router'
import { useApi } from '../../api/use-api.ts'
import { Failed } from '../../components/States/Failed.tsx'
import { Loading } from '../../components/States/Loading.tsx'
import { LinkTabs } from '../../components/Tabs/LinkTabs.tsx'
import { AssetHeader } from './AssetHeader/AssetHeader.tsx'
import { AssetContext } from './asset-context.ts'

export function AssetPage() {
  const { id = '' } = useParams()
  const asset = useApi('getAsset', { params: { id } })
  if (asset.data === undefined)
    return asset.isError ? (
      <Failed error={asset.error} onRetry={() => void asset.refetch()} />
    ) : (
      <Loading what="the asset" />
    )
  const base = `/assets/${id}`
  return (
    <AssetContext value={asset.data}>
      <AssetHeader asset={asset.data} />
      <LinkTabs
        label="Parts of the asset"
        tabs={[
          { to: base, label: 'Missing', count: asset.data.missingPatchCount },
          { to: `${base}/installed`, label: 'Installed', count: asset.data.installedPatchCount },
          { to: `${base}/software`, label: 'Software', count: asset.data.packageCount },
          { to: `${base}/system`, label: 'System' },
        ]}
      />
      <Outlet />
    </AssetContext>
  )
}
