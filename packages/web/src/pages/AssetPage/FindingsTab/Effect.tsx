import type { Finding } from '@patchyard/api'
import { IconCpu } from '@tabler/icons-react'
import { Mark } from '../../../components/Status/Mark.tsx'
import { t } from '../../../i18n/text.ts'

/** What is installed and does not work yet. */
export function Effect({ finding }: { readonly finding: Finding }) {
  if (!finding.isOnDiskAlone) return <span className="quiet nothing">–</span>
  return <Mark tone="danger" icon={IconCpu} label={t('assetPage.notInEffect')} title={t('assetPage.notInEffectMore')} />
}
