import type { RoleList } from '@patchyard/api'
import { TextInput, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { useApi } from '../../api/use-api.ts'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Unread } from '../../components/States/Unread.tsx'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { matrixOf } from './role-matrix.ts'
import css from './RolesPage.module.css'

/** Roles, what each may do, and who has it. */
export function RolesPage() {
  const can = useCan()
  const roles = useApi('listRoles')
  if (!can('role.read')) return <NoPermission what={t('roles.forWhom')} />
  if (roles.data === undefined) return <Unread of={roles} what={t('roles.theRoles')} />
  return <Loaded list={roles.data} />
}

function Loaded({ list }: { readonly list: RoleList }) {
  const [search, setSearch] = useState('')
  const rows = matrixOf(list.roles, search)
  return (
    <>
      <PageHeader title={t('roles.roles')} />
      <div className={css.page}>
        <div className={css.cards}>
          {list.roles.map(role => (
            <Panel key={role.role} title={role.label}>
              <p className={css.sentence}>{role.sentence}</p>
              <Holders of={role.holders} />
            </Panel>
          ))}
          <Panel title={t('roles.grants')}>
            {list.grants.map(grant => (
              <div key={grant.grant} className={css.grant}>
                <p className={css.sentence}>{grant.sentence}</p>
                <Holders of={grant.holders} />
              </div>
            ))}
          </Panel>
        </div>
        <TextInput
          aria-label={t('roles.search')}
          placeholder={t('roles.search')}
          leftSection={<IconSearch size={15} aria-hidden />}
          value={search}
          maxLength={120}
          className={css.search ?? ''}
          onChange={event => setSearch(event.currentTarget.value)}
        />
        {rows.length === 0 ? (
          <p role="status">{t('roles.none')}</p>
        ) : (
          <div className={css.scroller} role="group" aria-label={t('roles.matrix')} tabIndex={0}>
            <table className={css.matrix} aria-label={t('roles.matrix')}>
              <thead>
                <tr>
                  <th scope="col">{t('roles.permission')}</th>
                  {list.roles.map(role => (
                    <th key={role.role} scope="col">
                      {role.label}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map(row => (
                  <tr key={row.permission}>
                    <th scope="row">
                      {row.sentence} <code>{row.permission}</code>
                    </th>
                    {row.held.map(({ role, may }) => (
                      <td key={role}>
                        {may ? <IconCheck size={16} stroke={2.5} aria-hidden /> : <span aria-hidden>–</span>}
                        <VisuallyHidden>{may ? t('roles.may') : t('roles.mayNot')}</VisuallyHidden>
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </>
  )
}

function Holders({ of }: { readonly of: RoleList['roles'][number]['holders'] }) {
  if (of === null) return null
  if (of.length === 0) return <p className={css.holders}>{t('roles.nobody')}</p>
  return (
    <ul className={css.holders} aria-label={t('roles.holders')}>
      {of.map(person => (
        <li key={person.id}>
          <Link to={`/people/${person.id}`}>
            <Reported text={person.name} wrap />
          </Link>
        </li>
      ))}
    </ul>
  )
}
