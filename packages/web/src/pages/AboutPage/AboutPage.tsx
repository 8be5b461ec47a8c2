import type { About } from '@patchyard/api'
import { useApi } from '../../api/use-api.ts'
import { Facts } from '../../components/Panel/Facts.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Failed } from '../../components/States/Failed.tsx'
import { Loading } from '../../components/States/Loading.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useMe } from '../../frame/Session/session-context.ts'
import css from './AboutPage.module.css'

/** Help › About: what runs here, under which address, and on whose trust. */
export function AboutPage() {
  const about = useApi('about')
  return (
    <>
      <PageHeader title="About Patchyard" />
      {about.data !== undefined ? (
        <AboutPanels about={about.data} />
      ) : about.isError ? (
        <Failed error={about.error} onRetry={() => void about.refetch()} />
      ) : (
        <Loading what="what runs here" />
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
      <Panel title="Server">
        <Facts
          facts={[
            { name: 'Version', value: <Reported text={about.version} mono /> },
            { name: 'Address', value: <Reported text={about.publicUrl} mono wrap /> },
            { name: 'Installation', value: <Reported text={about.deployment} mono wrap /> },
            { name: 'Subscription', value: <Reported text={me.subscription.name} wrap /> },
            {
              name: 'Licence',
              value: <Reported text={licences.get(me.subscription.licence) ?? me.subscription.licence} />,
            },
            { name: 'Software licence', value: 'Apache-2.0' },
          ]}
        />
      </Panel>
      <Panel title="Agents' root of trust">
        <Facts
          facts={[
            { name: 'Root version', value: String(about.rootVersion) },
            { name: 'Root key', value: about.rootOnServer ? 'On this server' : 'Kept away from this server' },
          ]}
        />
        <p className={css.text}>
          {about.rootOnServer
            ? 'The starter root lies on this server: whoever takes over the server can also speak for the root. Guard its data folder as the secret it is.'
            : 'Whoever takes over this server cannot make a new root of trust.'}
        </p>
      </Panel>
      <Panel title="Database">
        <Facts
          facts={[
            { name: 'PostgreSQL', value: <Reported text={about.database.version} mono /> },
            { name: 'Kind', value: about.database.embedded ? 'Embedded, run by this server' : 'Your own' },
          ]}
        />
        {about.database.slower.length > 0 && (
          <>
            <p className={css.text}>Slower here than it could be:</p>
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
