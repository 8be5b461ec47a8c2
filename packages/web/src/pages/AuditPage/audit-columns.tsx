import type { AuditEvent } from '@patchyard/api'
import { Link } from 'react-router'
import type { Column } from '../../components/DataTable/column.ts'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { grouped } from '../../text/numbers.ts'
import { AuditDetail } from './AuditDetail.tsx'
import { actorText, wayText } from './actor-text.ts'
import { objectAddress } from './object-address.ts'

export const auditColumns: readonly Column<AuditEvent>[] = [
  {
    key: 'action',
    header: 'column.action',
    sort: 'action',
    width: 210,
    cell: row => <Reported text={row.action} />,
  },
  {
    key: 'at',
    header: 'column.time',
    sort: 'at',
    sortFirst: 'down',
    width: 190,
    cell: row => <Time at={row.at} as="exact" />,
  },
  { key: 'actor', header: 'column.by', sort: 'actor', cell: row => <Reported text={actorText(row)} /> },
  { key: 'how', header: 'column.how', width: 130, rank: 2, cell: row => wayText(row) },
  { key: 'object', header: 'column.object', sort: 'object', rank: 2, cell: row => <ObjectLink object={row.object} /> },
  {
    key: 'n',
    header: 'column.number',
    sort: 'n',
    sortFirst: 'down',
    align: 'end',
    width: 100,
    rank: 3,
    cell: row => grouped(row.n),
  },
  {
    key: 'actions',
    header: 'column.actions',
    quietHead: true,
    align: 'end',
    width: 100,
    cell: row => <AuditDetail event={row} />,
  },
]

function ObjectLink({ object }: { readonly object: string }) {
  const address = objectAddress(object)
  return address === null ? (
    <Reported text={object} />
  ) : (
    <Link to={address}>
      <Reported text={object} />
    </Link>
  )
}
