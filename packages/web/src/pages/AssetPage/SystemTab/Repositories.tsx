import { IconCircleCheck, IconCircleMinus, IconCircleX, IconHelpCircle, IconShieldOff } from '@tabler/icons-react'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Mark } from '../../../components/Status/Mark.tsx'
import css from './Repositories.module.css'
import type { RepositoryView } from './system-view.ts'
import { t } from '../../../i18n/text.ts'

const looks = {
  ok: ['good', IconCircleCheck, 'repository.ok'],
  failed: ['danger', IconCircleX, 'repository.failed'],
  disabled: ['quiet', IconCircleMinus, 'repository.disabled'],
  unknown: ['quiet', IconHelpCircle, 'repository.unknown'],
} as const

/** Where the package manager looks for updates: one that fails hides what may be missing. */
export function Repositories({ repositories }: { readonly repositories: readonly RepositoryView[] }) {
  if (repositories.length === 0) return <p className={css.none}>{t('assetPage.noRepositoryWasReported')}</p>
  return (
    <ul className={css.list}>
      {repositories.map(one => {
        const [tone, icon, label] = looks[one.state]
        return (
          <li key={one.id} className={css.row}>
            <span className={css.id}>
              <Reported text={one.id} wrap />
            </span>
            <Mark tone={tone} icon={icon} label={t(label)} />
            <span className={css.url}>
              <Reported text={one.url} wrap instead="" />
            </span>
            {!one.authenticated && (
              <span className={css.warning}>
                <Mark
                  tone="warning"
                  icon={IconShieldOff}
                  label={t('assetPage.notAuthenticatedNothingIsInstalledFrom')}
                />
              </span>
            )}
            {one.error !== '' && (
              <span className={css.error}>
                <Reported text={one.error} wrap />
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}
