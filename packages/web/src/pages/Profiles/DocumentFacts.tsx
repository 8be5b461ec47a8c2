import type { ProfileDocument } from '@patchyard/api'
import { Facts } from '../../components/Panel/Facts.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { type TextKey, t } from '../../i18n/text.ts'
import { durationText } from '../../text/instant-text.ts'
import { grouped } from '../../text/numbers.ts'
import { shownText } from '../../text/shown-text.ts'
import { dayLabels } from '../../text/day-labels.ts'

const most = (value: number | null, unit: string, none: TextKey = 'profiles.unlimited'): string =>
  value === null ? t(none) : `${grouped(value)} ${unit}`
const onOff = (isOn: boolean): string => (isOn ? t('profiles.on') : t('profiles.off'))

/** "Monday, Friday 08:00, 10 h, Europe/Berlin". */
export const blackoutText = ({ days, from, minutes, zone }: ProfileDocument['blackouts'][number]): string =>
  t('profiles.blackoutLine', {
    days: days.map(day => t(dayLabels[day])).join(', '),
    from,
    lasts: durationText(minutes * 60_000),
    zone: zone === null ? t('profiles.ownZone') : shownText(zone, 64),
  })

/** A document to read. */
export function DocumentFacts({ document }: { readonly document: ProfileDocument }) {
  return (
    <Panel title={t('profiles.whatAgentsDo')}>
      <Facts
        facts={[
          { name: t('profiles.patching'), value: onOff(document.patching) },
          { name: t('profiles.suspendScanning'), value: onOff(document.suspendScanning) },
          { name: t('profiles.checksIn'), value: durationText(document.checkInS * 1000) },
          {
            name: t('profiles.otherUpdaters'),
            value: t(document.otherUpdaters === 'off' ? 'profiles.switchOff' : 'profiles.leave'),
          },
          { name: t('profiles.cacheMost'), value: most(document.cacheMb, 'MiB') },
          { name: t('profiles.bandwidthMost'), value: most(document.bandwidthKBs, 'kB/s') },
          { name: t('profiles.cpuMost'), value: most(document.cpuPercent, '%', 'profiles.asInstalled') },
          { name: t('profiles.memoryMost'), value: most(document.memoryMb, 'MiB', 'profiles.asInstalled') },
          {
            name: t('profiles.blackouts'),
            value:
              document.blackouts.length === 0 ? (
                t('profiles.noBlackouts')
              ) : (
                <>
                  {document.blackouts.map(window => (
                    <div key={JSON.stringify(window)}>{blackoutText(window)}</div>
                  ))}
                </>
              ),
          },
        ]}
      />
    </Panel>
  )
}
