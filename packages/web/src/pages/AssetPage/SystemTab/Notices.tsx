import type { AssetDetail } from '@patchyard/api'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import css from './Notices.module.css'
import { t } from '../../../i18n/text.ts'

/** What the agents' door noticed about this agent: copies, clocks that are off, refused work. */
export function Notices({ notices }: { readonly notices: AssetDetail['notices'] }) {
  if (notices.length === 0) return <p className={css.none}>{t('assetPage.none')}</p>
  return (
    <ul className={css.list}>
      {notices.map((notice, i) => (
        <li key={`${notice.at} ${i}`} className={css.notice}>
          <span className={css.head}>
            <Reported text={notice.kind} />
            <span className="quiet">
              <Time at={notice.at} />
            </span>
          </span>
          {notice.detail !== '{}' && <Reported text={notice.detail} instead="" mono wrap />}
        </li>
      ))}
    </ul>
  )
}
