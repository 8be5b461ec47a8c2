import type { AssetDetail } from '@patchyard/api'
import { IconCalendarOff, IconCpu } from '@tabler/icons-react'
import { Mark } from '../../../components/Status/Mark.tsx'
import { t } from '../../../i18n/text.ts'

/** What installing what is missing does not mend. */
export function Risks({ asset: { lifecycle, vulnerableInMemory } }: { readonly asset: AssetDetail }) {
  return (
    <>
      {vulnerableInMemory && (
        <Mark
          tone="danger"
          icon={IconCpu}
          label={t('assetPage.vulnerableInMemory')}
          title={t('assetPage.vulnerableInMemoryMore')}
          look="pill"
        />
      )}
      {lifecycle?.isEndOfLife === true && (
        <Mark
          tone="danger"
          icon={IconCalendarOff}
          label={t('assetPage.endOfLife')}
          title={t('assetPage.endOfLifeMore', { label: lifecycle.label })}
          look="pill"
        />
      )}
    </>
  )
}
