import type { Person } from '@patchyard/api'
import { useList } from '../../api/use-api.ts'
import { KeyStandingMark } from '../../components/Keys/KeyStandingMark.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { t } from '../../i18n/text.ts'
import { RevokeApiKey } from '../ApiKeysPage/RevokeApiKey.tsx'
import css from './PersonPage.module.css'
import rowsCss from '../../components/Panel/rows.module.css'

const MOST_SHOWN = 50

/** Keys that act for somebody. */
export function PersonKeys({ person }: { readonly person: Person }) {
  const keys = useList('listApiKeys', { query: { person: person.id } }, { limit: MOST_SHOWN })
  return (
    <Panel title={t('people.keys')}>
      <FailureLine error={keys.error} />
      {keys.state === 'ready' && keys.rows.length === 0 && <p className={css.none}>{t('people.noKey')}</p>}
      {keys.rows.length > 0 && (
        <ul className={rowsCss.rows} aria-label={t('people.keys')}>
          {keys.rows.map(key => (
            <li key={key.id} className={rowsCss.row}>
              <div className={rowsCss.names}>
                <Reported text={key.title} wrap />
                <p className={css.none}>
                  {t('column.lastUsed')}: <Time at={key.usedAt} as="ago" never={t('keys.never')} />
                </p>
              </div>
              <KeyStandingMark of={key} />
              <RevokeApiKey apiKey={key} />
            </li>
          ))}
        </ul>
      )}
      {keys.total > keys.rows.length && (
        <p className={css.none}>{t('people.moreKeys', { rest: keys.total - keys.rows.length })}</p>
      )}
    </Panel>
  )
}
