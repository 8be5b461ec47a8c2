import type { JobDetail } from '@patchyard/api'
import { Link } from 'react-router'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { useCan } from '../../../frame/Session/session-context.ts'
import css from '../../../components/Panel/rows.module.css'

/** Name and address; a link for who may see people. */
export function PersonNames({ person }: { readonly person: NonNullable<JobDetail['ownedBy']> }) {
  const can = useCan()
  return (
    <div className={css.names}>
      {can('person.read') ? (
        <Link to={`/people/${person.id}`}>
          <Reported text={person.name} wrap />
        </Link>
      ) : (
        <Reported text={person.name} wrap />
      )}
      <p>
        <Reported text={person.email} wrap />
      </p>
    </div>
  )
}
