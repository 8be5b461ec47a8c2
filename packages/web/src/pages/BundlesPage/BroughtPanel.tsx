import type { Bundle } from '@patchyard/api'
import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconLoader2, IconUpload } from '@tabler/icons-react'
import { useList } from '../../api/use-api.ts'
import { Panel } from '../../components/Panel/Panel.tsx'
import { SmallTable } from '../../components/SmallTable/SmallTable.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { t } from '../../i18n/text.ts'
import { grouped } from '../../text/numbers.ts'

const MOST_SHOWN = 20

/** The last bundles that came. */
export function BroughtPanel() {
  const list = useList('listBundles', {}, { limit: MOST_SHOWN })
  return (
    <Panel title={t('bundles.brought')}>
      <FailureLine error={list.error} />
      {list.state === 'ready' && (
        <SmallTable
          label={t('bundles.brought')}
          heads={[t('bundles.made'), t('bundles.from'), t('bundles.state'), t('feedColumn.documents')]}
          numbers={[3]}
          rows={list.rows.map(one => [
            <Time key="made" at={one.madeAt} />,
            one.keyName,
            <BundleMark key="state" of={one} />,
            grouped(one.documents),
          ])}
          none={t('bundles.broughtNone')}
          look="whole"
        />
      )}
    </Panel>
  )
}

function BundleMark({ of: { state, waiting, failed, held } }: { readonly of: Bundle }) {
  if (state === 'open') return <Mark tone="busy" icon={IconUpload} label={t('bundles.stateOpen')} />
  if (state === 'abandoned') return <Mark tone="quiet" icon={IconCircleMinus} label={t('bundles.stateAbandoned')} />
  if (waiting > 0)
    return <Mark tone="busy" icon={IconLoader2} label={t('bundles.stateReading', { waiting: grouped(waiting) })} />
  if (failed + held > 0)
    return (
      <Mark
        tone="warning"
        icon={IconAlertTriangle}
        label={t('bundles.stateBad', { failed: grouped(failed), held: grouped(held) })}
      />
    )
  return <Mark tone="good" icon={IconCircleCheck} label={t('bundles.stateRead')} />
}
