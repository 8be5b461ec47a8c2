import type { AssetDetail } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconScan } from '@tabler/icons-react'
import { useAction } from '../../../api/use-api.ts'
import { showDone, showFailure } from '../../../components/notify.ts'
import { useCan } from '../../../frame/Session/session-context.ts'
import { shownText } from '../../../text/shown-text.ts'
import { t } from '../../../i18n/text.ts'

export function ScanButton({ asset }: { readonly asset: AssetDetail }) {
  const can = useCan()
  const scan = useAction('scanAsset', ['getAsset', 'listAssets'])
  if (!can('asset.scan')) return null
  const ask = (): void =>
    scan.mutate(
      { params: { id: asset.id } },
      {
        onSuccess: () => showDone(t('assetPage.scanAsked', { name: shownText(asset.name, 60) })),
        onError: error => showFailure(t('assetPage.noScan'), error),
      },
    )
  return (
    <Button variant="default" leftSection={<IconScan size={15} aria-hidden />} loading={scan.isPending} onClick={ask}>
      {t('assetPage.scanNow')}
    </Button>
  )
}
