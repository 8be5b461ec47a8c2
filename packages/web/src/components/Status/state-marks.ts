import type { AgentStatus, ItemState, JobState, RunState, ScanStatus, TaskState } from '@patchyard/domain'
import {
  agentStandingLabels,
  itemStateLabels,
  jobStateLabels,
  runStateLabels,
  scanStatusLabels,
  taskStateLabels,
} from '@patchyard/domain'
import {
  type Icon,
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleDashedCheck,
  IconCircleHalf2,
  IconCircleMinus,
  IconCircleX,
  IconClockX,
  IconDownload,
  IconHandStop,
  IconHelpCircle,
  IconHourglass,
  IconLoader2,
  IconMailForward,
  IconPackageImport,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconPlayerStop,
  IconRefresh,
  IconScan,
  IconShieldX,
  IconUser,
} from '@tabler/icons-react'
import type { Tone } from './Mark.tsx'

/** How a state looks: its tone, and a shape of its own. The words are the domain's. */
type Look = readonly [Tone, Icon]
export interface StateMark {
  readonly tone: Tone
  readonly icon: Icon
  readonly label: string
}

const marks =
  <S extends string>(looks: { readonly [K in S]: Look }, labels: { readonly [K in S]: string }) =>
  (state: S): StateMark => ({ tone: looks[state][0], icon: looks[state][1], label: labels[state] })

export const taskMark = marks<TaskState>(
  {
    planned: ['quiet', IconCircleDashed],
    sent: ['quiet', IconMailForward],
    received: ['busy', IconCircleDashedCheck],
    blocked: ['warning', IconHandStop],
    waitingUser: ['warning', IconUser],
    downloading: ['busy', IconDownload],
    preActions: ['busy', IconPlayerPlay],
    patching: ['busy', IconPackageImport],
    postActions: ['busy', IconPlayerPlay],
    rebootPending: ['warning', IconHourglass],
    rebooting: ['busy', IconRefresh],
    verifying: ['busy', IconScan],
    succeeded: ['good', IconCircleCheck],
    partial: ['warning', IconCircleHalf2],
    failed: ['danger', IconCircleX],
    expired: ['danger', IconClockX],
    cancelled: ['quiet', IconBan],
    skipped: ['quiet', IconPlayerSkipForward],
    unknown: ['warning', IconHelpCircle],
  },
  taskStateLabels,
)

export const itemMark = marks<ItemState>(
  {
    pending: ['quiet', IconCircleDashed],
    downloading: ['busy', IconDownload],
    installing: ['busy', IconPackageImport],
    installed: ['good', IconCircleCheck],
    alreadyInstalled: ['good', IconCircleDashedCheck],
    failed: ['danger', IconCircleX],
    superseded: ['quiet', IconCircleMinus],
    notApplicable: ['quiet', IconCircleMinus],
    skipped: ['quiet', IconPlayerSkipForward],
    deprecated: ['quiet', IconBan],
  },
  itemStateLabels,
)

type ActionState = 'pending' | 'running' | 'succeeded' | 'failed' | 'aborted' | 'skipped' | 'unknown'

export const actionMark = marks<ActionState>(
  {
    pending: ['quiet', IconCircleDashed],
    running: ['busy', IconPlayerPlay],
    succeeded: ['good', IconCircleCheck],
    failed: ['danger', IconCircleX],
    aborted: ['danger', IconBan],
    skipped: ['quiet', IconPlayerSkipForward],
    unknown: ['warning', IconHelpCircle],
  },
  {
    pending: 'Pending',
    running: 'Running',
    succeeded: 'Succeeded',
    failed: 'Failed',
    aborted: 'Ended the job',
    skipped: 'Skipped',
    unknown: 'Unknown',
  },
)

export const jobMark = marks<JobState>(
  {
    draft: ['quiet', IconPencil],
    disabled: ['quiet', IconPlayerPause],
    enabled: ['busy', IconPlayerPlay],
    completed: ['good', IconCircleCheck],
    halted: ['danger', IconPlayerStop],
  },
  jobStateLabels,
)

export const runMark = marks<RunState>(
  {
    due: ['quiet', IconHourglass],
    planned: ['quiet', IconCircleDashed],
    active: ['busy', IconPlayerPlay],
    done: ['good', IconCircleCheck],
    halted: ['danger', IconPlayerStop],
    cancelled: ['quiet', IconBan],
  },
  runStateLabels,
)

export const agentMark = marks<AgentStatus>(
  {
    pending: ['busy', IconHourglass],
    active: ['good', IconCircleCheck],
    stale: ['warning', IconClockX],
    quarantined: ['danger', IconShieldX],
    rejected: ['quiet', IconCircleX],
    revoked: ['quiet', IconBan],
  },
  { ...agentStandingLabels, stale: 'Stale' },
)

export const scanMark = marks<ScanStatus>(
  {
    never: ['quiet', IconCircleDashed],
    running: ['busy', IconLoader2],
    ok: ['good', IconCircleCheck],
    partial: ['warning', IconAlertTriangle],
    failed: ['danger', IconCircleX],
    unsupported: ['quiet', IconCircleMinus],
  },
  scanStatusLabels,
)
