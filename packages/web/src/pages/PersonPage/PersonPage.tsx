import type { Person } from '@patchyard/api'
import { grants, permissionSentences, roleLabels, roleSentences } from '@patchyard/domain'
import { useParams } from 'react-router'
import { useApi } from '../../api/use-api.ts'
import { Facts } from '../../components/Panel/Facts.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Unread } from '../../components/States/Unread.tsx'
import { TagList } from '../../components/Tags/TagList.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan, useMe } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { PersonStatus } from '../PeoplePage/PersonStatus.tsx'
import css from '../PeoplePage/people.module.css'
import { ChangeAccess } from './ChangeAccess.tsx'
import { PersonActions } from './PersonActions.tsx'
import { PersonJobs } from './PersonJobs.tsx'
import { PersonKeys } from './PersonKeys.tsx'
import { PersonSessions } from './PersonSessions.tsx'

export function PersonPage() {
  const { id = '' } = useParams()
  const person = useApi('getPerson', { params: { id } })
  if (person.data === undefined) return <Unread of={person} what={t('people.thePerson')} />
  return <Loaded person={person.data} />
}

const people = { to: '/people', label: t('people.people') }

function Loaded({ person }: { readonly person: Person }) {
  const can = useCan()
  const me = useMe()
  const manages = can('person.manage')
  return (
    <>
      <PageHeader
        title={person.name}
        parent={people}
        marks={<PersonStatus of={person} look="pill" />}
        actions={manages && <PersonActions person={person} isSelf={person.id === me.id} />}
      >
        <Facts
          as="row"
          facts={[
            { name: t('column.email'), value: <Reported text={person.email} wrap /> },
            { name: t('column.created'), value: <Time at={person.createdAt} /> },
            ...(person.isOperator ? [{ name: t('account.installation'), value: t('people.operator') }] : []),
          ]}
        />
      </PageHeader>
      <div className={css.grid}>
        <Panel title={t('people.access')} aside={manages && <ChangeAccess person={person} />}>
          <Facts
            facts={[
              ...person.roles.map(role => ({ name: roleLabels[role], value: roleSentences[role] })),
              ...grants
                .filter(grant => person.grants.includes(grant))
                .map(grant => ({ name: t('people.grant'), value: permissionSentences[grant] })),
              {
                name: t('people.scope'),
                value: person.scope.all ? (
                  t('people.allAssets')
                ) : (
                  <TagList tags={person.scope.tags} full none={t('people.noAsset')} />
                ),
              },
            ]}
          />
        </Panel>
        {can('job.list') && <PersonJobs person={person} />}
        {manages && <PersonSessions person={person} />}
        {can('apiKey.manage') && <PersonKeys person={person} />}
      </div>
    </>
  )
}
