import type { Agent } from '@patchyard/api'
import { IconCircleCheck, IconCircleOff, IconLicenseOff } from '@tabler/icons-react'
import type { Column } from '../../components/DataTable/column.ts'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { agentMark } from '../../components/Status/state-marks.ts'
import { Time } from '../../components/Time/Time.tsx'
import { DeliveryMark } from '../Profiles/DeliveryMark.tsx'
import { modulesOf } from './agent-modules.ts'
import { t } from '../../i18n/text.ts'

export const agentColumns: readonly Column<Agent>[] = [
  { key: 'name', header: 'column.name', sort: 'name', cell: agent => <Reported text={agent.name} /> },
  {
    key: 'status',
    header: 'column.status',
    sort: 'status',
    width: 136,
    cell: agent => <Mark {...agentMark(agent.status)} />,
  },
  { key: 'why', header: 'column.note', width: 200, rank: 2, cell: agent => <Note agent={agent} /> },
  {
    key: 'os',
    header: 'column.operatingSystem',
    sort: 'os',
    width: 200,
    rank: 3,
    cell: agent => <Reported text={agent.os} />,
  },
  {
    key: 'version',
    header: 'column.version',
    sort: 'version',
    width: 80,
    rank: 2,
    cell: agent => <Reported text={agent.version} mono />,
  },
  {
    key: 'modules',
    header: 'column.modules',
    width: 124,
    rank: 2,
    cell: agent => (
      <span title={modulesOf(agent, 'long').join('\n')}>
        <Reported text={modulesOf(agent, 'short').join(', ')} />
      </span>
    ),
  },
  {
    key: 'licence',
    header: 'column.standing',
    width: 140,
    rank: 2,
    cell: agent => <PatchingMark agent={agent} />,
  },
  {
    key: 'configuration',
    header: 'column.configurationProfile',
    width: 170,
    rank: 3,
    cell: agent => <Reported text={agent.profiles.configuration?.name ?? t('agents.defaultProfile')} />,
  },
  {
    key: 'assessment',
    header: 'column.assessmentProfile',
    width: 170,
    isExtra: true,
    cell: agent => <Reported text={agent.profiles.assessment?.name ?? t('agents.defaultProfile')} />,
  },
  {
    key: 'delivery',
    header: 'column.delivery',
    width: 140,
    rank: 3,
    cell: agent => <DeliveryMark delivery={agent.profiles.delivery} />,
  },
  {
    key: 'platform',
    header: 'column.platform',
    width: 96,
    isExtra: true,
    cell: agent => <Reported text={agent.platform} />,
  },
  {
    key: 'address',
    header: 'column.address',
    width: 140,
    rank: 3,
    cell: agent => <Reported text={agent.address ?? ''} />,
  },
  {
    key: 'seen',
    header: 'column.lastSeen',
    sort: 'lastSeenAt',
    sortFirst: 'down',
    width: 118,
    cell: agent => <Time at={agent.lastSeenAt} as="ago" never={t('agents.never')} />,
  },
  {
    key: 'enrolled',
    header: 'column.enrolled',
    sort: 'enrolledAt',
    sortFirst: 'down',
    width: 118,
    rank: 3,
    cell: agent => <Time at={agent.enrolledAt} as="ago" />,
  },
]

/** Whether jobs may patch the machine: activated, and holding a licence. */
function PatchingMark({ agent }: { readonly agent: Agent }) {
  if (!agent.activated) return <Mark tone="quiet" icon={IconCircleOff} label={t('agents.notActivated')} />
  if (!agent.licensed) return <Mark tone="quiet" icon={IconLicenseOff} label={t('standing.unlicensed')} />
  return <Mark tone="good" icon={IconCircleCheck} label={t('agents.licensed')} />
}

function Note({ agent }: { readonly agent: Agent }) {
  if (agent.status === 'pending' && agent.looksLike !== null)
    return <Reported text={t('agents.looksLikeReinstalled', { name: agent.looksLike.name })} />
  return <Reported text={agent.why ?? ''} />
}
