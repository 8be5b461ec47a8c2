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
import { Mark } from '../Status/Mark.tsx'
import { progressParts } from './progress-parts.ts'
import css from './ProgressLegend.module.css'
import { t } from '../../i18n/text.ts'

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
            label={t('progress.part', { number: part.count, label: t(part.label) })}
          />
        </li>
      ))}
    </ul>
  )
}
