import { useDebouncedValue } from '@mantine/hooks'
import { checkSchedule, checkWindow, type TimedSchedule } from '@patchyard/domain'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { t } from '../../../i18n/text.ts'
import { useWizard } from '../state/wizard-context.ts'
import { PreviewTable } from './PreviewTable.tsx'

const PAUSE_MS = 400

/** What the schedule comes to, once writing has paused. */
export function SchedulePreview({ schedule }: { readonly schedule: TimedSchedule }) {
  const { window } = useWizard().state.definition
  const [rested] = useDebouncedValue({ schedule, window }, PAUSE_MS)
  const isWrong = checkSchedule(rested.schedule).problems.length + checkWindow(rested.window).length > 0
  return (
    <Panel title={t('wizard.nextRuns')}>
      <PreviewTable schedule={rested.schedule} window={rested.window} isWrong={isWrong} />
    </Panel>
  )
}
