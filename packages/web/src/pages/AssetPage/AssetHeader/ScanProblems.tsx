import type { AssetDetail } from '@patchyard/api'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Reported } from '../../../components/Reported/Reported.tsx'
import css from './ScanProblems.module.css'
import { t } from '../../../i18n/text.ts'

/** What the last scan could not see: a list that is not complete says so above itself. */
export function ScanProblems({ problems }: { readonly problems: AssetDetail['scanProblems'] }) {
  if (problems.length === 0) return null
  return (
    <div className={css.problems}>
      <IconAlertTriangle size={16} aria-hidden className={css.icon} />
      <div>
        <p className={css.title}>{t('assetPage.theLastScanIsNotComplete')}</p>
        <ul className={css.list}>
          {problems.map((problem, i) => (
            <li key={`${problem.code} ${i}`}>
              <Reported text={problem.detail} instead={problem.code} wrap />
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
