import { permissionSentences, roleLabels, roleSentences } from '@patchyard/domain'
import { Link } from 'react-router'
import { licenceKinds } from '../../../components/Licence/licence-kinds.ts'
import { Facts } from '../../../components/Panel/Facts.tsx'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { TagList } from '../../../components/Tags/TagList.tsx'
import { OwnSubscriptions } from '../../../frame/Session/OwnSubscriptions.tsx'
import { useMe } from '../../../frame/Session/session-context.ts'
import css from '../account.module.css'
import { t } from '../../../i18n/text.ts'

/** What one is and may do here, at this moment. */
export function WhoAmITab() {
  const me = useMe()
  return (
    <div className={css.grid}>
      <Panel title={t('account.person')}>
        <Facts
          facts={[
            { name: t('account.name'), value: <Reported text={me.name} wrap /> },
            { name: t('account.eMailAddress'), value: <Reported text={me.email} wrap /> },
            {
              name: t('account.scope'),
              value: me.scope.all ? (
                t('account.allAssets')
              ) : (
                <TagList tags={me.scope.tags} full none={t('account.noAsset')} />
              ),
            },
            ...(me.isOperator ? [{ name: t('account.installation'), value: t('account.operator') }] : []),
          ]}
        />
      </Panel>
      <Panel title={t('account.subscription')}>
        <div className={css.stack}>
          <Facts
            facts={[
              { name: t('account.name'), value: <Reported text={me.subscription.name} wrap /> },
              { name: t('account.licence'), value: t(licenceKinds[me.subscription.licence]) },
            ]}
          />
          <OwnSubscriptions />
        </div>
      </Panel>
      <Panel title={t('account.roles')} aside={<Link to="/api-keys">{t('account.apiKeys')}</Link>}>
        <div className={css.stack}>
          <Facts facts={me.roles.map(role => ({ name: roleLabels[role], value: roleSentences[role] }))} />
          <details>
            <summary className={css.summary}>{t('account.permissions', { count: me.permissions.length })}</summary>
            <ul className={css.list}>
              {me.permissions.map(permission => (
                <li key={permission}>{permissionSentences[permission]}</li>
              ))}
            </ul>
          </details>
        </div>
      </Panel>
    </div>
  )
}
