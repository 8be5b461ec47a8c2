import type { AssetProfiles } from '@patchyard/api'
import { Link } from 'react-router'
import { useApi } from '../../../api/use-api.ts'
import { Facts } from '../../../components/Panel/Facts.tsx'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { SmallTable } from '../../../components/SmallTable/SmallTable.tsx'
import { Unread } from '../../../components/States/Unread.tsx'
import { TagList } from '../../../components/Tags/TagList.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import { type TextKey, t } from '../../../i18n/text.ts'
import { durationText } from '../../../text/instant-text.ts'
import { DeliveryMark } from '../../Profiles/DeliveryMark.tsx'
import { DocumentFacts } from '../../Profiles/DocumentFacts.tsx'
import css from '../SystemTab/SystemTab.module.css'
import { useAsset } from '../asset-context.ts'

/** Which profiles the asset has, why these, and what became of them there. */
export function ProfilesTab() {
  const asset = useAsset()
  const profiles = useApi('getAssetProfiles', { params: { id: asset.id } })
  if (profiles.data === undefined) return <Unread of={profiles} what={t('assetProfiles.theProfiles')} />
  const { assessment, configuration, delivery, host } = profiles.data
  return (
    <div className={css.columns}>
      <Panel title={t('assetProfiles.assessment')}>
        <Facts
          facts={[
            {
              name: t('profiles.profile'),
              value: <ProfileLink kind="assessment" profile={assessment.profile} />,
            },
            ...why(assessment),
            {
              name: t('column.scansEvery'),
              value: durationText(assessment.effectiveScanEveryS * 1000),
            },
            { name: t('assetProfiles.others'), value: <Others names={assessment.others.map(one => one.name)} /> },
          ]}
        />
      </Panel>
      <Panel title={t('assetProfiles.configuration')} aside={<DeliveryMark delivery={delivery} />}>
        <Facts
          facts={[
            {
              name: t('profiles.profile'),
              value: <ProfileLink kind="configuration" profile={configuration.profile} />,
            },
            ...why(configuration),
            { name: t('assetProfiles.others'), value: <Others names={configuration.others.map(one => one.name)} /> },
            {
              name: t('assetProfiles.nextBlackouts'),
              value:
                configuration.nextBlackouts.length === 0 ? (
                  t('profiles.noBlackouts')
                ) : (
                  <>
                    {configuration.nextBlackouts.slice(0, 5).map(span => (
                      <div key={span.from}>
                        <Time at={span.from} /> – <Time at={span.to} />
                      </div>
                    ))}
                  </>
                ),
            },
          ]}
        />
      </Panel>
      <DocumentFacts document={configuration.document} />
      <Panel title={t('assetProfiles.onHost')}>
        <SmallTable
          label={t('assetProfiles.onHost')}
          heads={[t('system.headWhat'), t('column.status'), t('column.note')]}
          rows={host.map(one => [hostName(one.name), hostState(one.state), one.detail])}
          none={t('assetProfiles.nothingSaid')}
        />
      </Panel>
    </div>
  )
}

// A map, not an object: agents report these words, and an object has members of its own.
const hostStates: ReadonlyMap<string, TextKey> = new Map([
  ['applied', 'hostState.applied'],
  ['unit', 'hostState.unit'],
  ['unsupported', 'hostState.unsupported'],
  ['failed', 'hostState.failed'],
  ['on', 'hostState.on'],
  ['off', 'hostState.off'],
  ['switchedOff', 'hostState.switchedOff'],
])

function hostState(state: string): string {
  const known = hostStates.get(state)
  return known === undefined ? state : t(known)
}

const hostNames: ReadonlyMap<string, TextKey> = new Map([
  ['cpuPercent', 'profiles.cpuMost'],
  ['memoryMb', 'profiles.memoryMost'],
])

/** A limit in words; other programs that update are called by their own names. */
function hostName(name: string): string {
  const known = hostNames.get(name)
  return known === undefined ? name : t(known)
}

interface ProfileLinkProps {
  readonly kind: 'assessment' | 'configuration'
  readonly profile: { readonly id: string; readonly name: string }
}

function ProfileLink({ kind, profile }: ProfileLinkProps) {
  return (
    <Link to={`/profiles/${kind}/${profile.id}`}>
      <Reported text={profile.name} wrap />
    </Link>
  )
}

/** The tag of the profile that fits, and the tags on the asset that bring it. */
function why({ tag, carried }: Pick<AssetProfiles['assessment'], 'tag' | 'carried'>) {
  if (tag === null) return [{ name: t('assetProfiles.because'), value: t('assetProfiles.noneFits') }]
  return [
    { name: t('assetProfiles.because'), value: <TagList tags={[tag]} full /> },
    { name: t('assetProfiles.carries'), value: <TagList tags={carried} full /> },
  ]
}

function Others({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return t('assetProfiles.noOthers')
  return <Reported text={names.join(', ')} wrap />
}
