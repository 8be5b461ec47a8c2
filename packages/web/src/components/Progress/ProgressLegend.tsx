import type { TaskCounts } from '@patchyard/api'
import {
  type Icon,
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleHalf2,
  IconCircleX,
  IconClockX,
  IconHelpCircle,
  IconPlayerSkipForward,
} from '@tabler/icons-react'
import { grouped } from '../../text/counted.ts'
import { Mark } from '../Status/Mark.tsx'
import { progressParts } from './progress-parts.ts'
import css from './ProgressLegend.module.css'

const icons: Readonly<Record<string, Icon>> = {
  succeeded: IconCircleCheck,
  partial: IconCircleHalf2,
  failed: IconCircleX,
  expired: IconClockX,
  unknown: IconHelpCircle,
  cancelled: IconBan,
  skipped: IconPlayerSkipForward,
  open: IconCircleDashed,
}

export function ProgressLegend({ tasks }: { readonly tasks: TaskCounts }) {
  return (
    <ul className={css.legend}>
      {progressParts(tasks).map(part => (
        <li key={part.key}>
          <Mark
            tone={part.tone}
            icon={icons[part.key] ?? IconCircleDashed}
            label={`${grouped(part.count)} ${part.label}`}
          />
        </li>
      ))}
    </ul>
  )
}
