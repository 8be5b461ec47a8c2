import type { About } from '@patchyard/api'
import { useApi } from '../../api/use-api.ts'
import { Facts } from '../../components/Panel/Facts.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Unread } from '../../components/States/Unread.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useMe } from '../../frame/Session/session-context.ts'
import css from './AboutPage.module.css'
import { t } from '../../i18n/text.ts'

/** Help › About: what runs here, under which address, and on whose trust. */
export function AboutPage() {
  const about = useApi('about')
  return (
    <>
      <PageHeader title={t('about.aboutPatchyard')} />
      {about.data !== undefined ? (
        <AboutPanels about={about.data} />
      ) : (
        <Unread of={about} what={t('about.whatRunsHere')} />
      )}
    </>
  )
}

const licences: ReadonlyMap<string, string> = new Map([
  ['full', 'Full'],
  ['trial', 'Trial'],
  ['free', 'Free'],
])

function AboutPanels({ about }: { readonly about: About }) {
  const me = useMe()
  return (
    <div className={css.grid}>
      <Panel title={t('about.server')}>
        <Facts
          facts={[
            { name: t('about.version'), value: <Reported text={about.version} mono /> },
            { name: t('about.address'), value: <Reported text={about.publicUrl} mono wrap /> },
            { name: t('about.installation'), value: <Reported text={about.deployment} mono wrap /> },
            { name: t('about.subscription'), value: <Reported text={me.subscription.name} wrap /> },
            {
              name: t('about.licence'),
              value: <Reported text={licences.get(me.subscription.licence) ?? me.subscription.licence} />,
            },
            { name: t('about.softwareLicence'), value: t('about.apache20') },
          ]}
        />
      </Panel>
      <Panel title={t('about.agentsRootOfTrust')}>
        <Facts
          facts={[
            { name: t('about.rootVersion'), value: String(about.rootVersion) },
            {
              name: t('about.rootKey'),
              value: about.rootOnServer ? t('about.onThisServer') : t('about.keptAwayFromThisServer'),
            },
          ]}
        />
        <p className={css.text}>
          {about.rootOnServer ? t('about.theStarterRootLiesOnThis') : t('about.whoeverTakesOverThisServerCannot')}
        </p>
      </Panel>
      <Panel title={t('about.database')}>
        <Facts
          facts={[
            { name: t('about.postgresql'), value: <Reported text={about.database.version} mono /> },
            {
              name: t('about.kind'),
              value: about.database.embedded ? t('about.embeddedRunByThisServer') : t('about.yourOwn'),
            },
          ]}
        />
        {about.database.slower.length > 0 && (
          <>
            <p className={css.text}>{t('about.slowerHereThanItCouldBe')}</p>
            <ul className={css.list}>
              {about.database.slower.map(one => (
                <li key={one}>
                  <Reported text={one} wrap />
                </li>
              ))}
            </ul>
          </>
        )}
      </Panel>
    </div>
  )
}
