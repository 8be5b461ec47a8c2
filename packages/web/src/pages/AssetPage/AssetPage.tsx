import { Outlet, useParams } from 'react-router'
import { useApi } from '../../api/use-api.ts'
import { Unread } from '../../components/States/Unread.tsx'
import { LinkTabs } from '../../components/Tabs/LinkTabs.tsx'
import { usePastTab } from '../../frame/use-past-tab.ts'
import { AssetHeader } from './AssetHeader/AssetHeader.tsx'
import { AssetContext } from './asset-context.ts'
import { t } from '../../i18n/text.ts'

export function AssetPage() {
  const { id = '' } = useParams()
  const pastTab = usePastTab()
  const asset = useApi('getAsset', { params: { id } })
  if (asset.data === undefined) return <Unread of={asset} what={t('assetPage.theAsset')} />
  const base = `/assets/${id}`
  return (
    <AssetContext value={asset.data}>
      <AssetHeader asset={asset.data} />
      <LinkTabs
        label={t('assetPage.partsOfTheAsset')}
        tabs={[
          pastTab({ to: base, label: t('assetPage.missing'), count: asset.data.missingPatchCount }),
          pastTab({
            to: `${base}/installed`,
            label: t('assetPage.installed'),
            count: asset.data.installedPatchCount,
          }),
          { to: `${base}/software`, label: t('assetPage.software'), count: asset.data.packageCount },
          { to: `${base}/system`, label: t('assetPage.system') },
          { to: `${base}/profiles`, label: t('assetPage.profiles') },
        ]}
      />
      <Outlet />
    </AssetContext>
  )
}
