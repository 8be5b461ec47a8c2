import {
  type Icon,
  IconAdjustments,
  IconApps,
  IconBriefcase,
  IconBuilding,
  IconHistory,
  IconKey,
  IconLicense,
  IconLogin2,
  IconPackage,
  IconPlug,
  IconRss,
  IconServer2,
  IconShieldLock,
  IconUsers,
  IconShieldHalf,
  IconTags,
  IconTicket,
} from '@tabler/icons-react'
import type { OperatorPermission, Permission } from '@patchyard/domain'
import type { ComponentType } from 'react'
import type { TextKey } from '../../i18n/text.ts'
import { FeedSign } from './FeedSign.tsx'

export interface Place {
  readonly to: string
  readonly label: TextKey
  readonly icon: Icon
  /** `operator`: the installation's operator, which no role is. */
  readonly needs: Permission | OperatorPermission
  /** Behind its name: something there waits for somebody. */
  readonly sign?: ComponentType
}

export interface PlaceGroup {
  readonly label: TextKey
  readonly places: readonly Place[]
}

/** Where one can go. A group of which nothing is open to somebody is not shown to them. */
export const placeGroups: readonly PlaceGroup[] = [
  {
    label: 'nav.fleet',
    places: [
      { to: '/assets', label: 'nav.assets', icon: IconServer2, needs: 'asset.read' },
      { to: '/patches', label: 'nav.patches', icon: IconPackage, needs: 'patch.read' },
      { to: '/vulnerabilities', label: 'nav.vulnerabilities', icon: IconShieldHalf, needs: 'patch.read' },
      { to: '/jobs', label: 'nav.jobs', icon: IconBriefcase, needs: 'job.list' },
    ],
  },
  {
    label: 'nav.configuration',
    places: [
      { to: '/tags', label: 'nav.tags', icon: IconTags, needs: 'tag.read' },
      {
        to: '/profiles',
        label: 'nav.profiles',
        icon: IconAdjustments,
        needs: 'assessmentProfile.read',
      },
      { to: '/feeds', label: 'nav.feeds', icon: IconRss, needs: 'patch.read', sign: FeedSign },
      { to: '/programs', label: 'nav.programs', icon: IconApps, needs: 'asset.read' },
      { to: '/licence', label: 'nav.licence', icon: IconLicense, needs: 'licence.read' },
      { to: '/agents', label: 'nav.agents', icon: IconPlug, needs: 'agent.read' },
      { to: '/activation-keys', label: 'nav.activationKeys', icon: IconTicket, needs: 'activationKey.manage' },
    ],
  },
  {
    label: 'nav.administration',
    places: [
      { to: '/people', label: 'nav.people', icon: IconUsers, needs: 'person.read' },
      { to: '/roles', label: 'nav.roles', icon: IconShieldLock, needs: 'role.read' },
      { to: '/sign-in-settings', label: 'nav.signIn', icon: IconLogin2, needs: 'signIn.manage' },
      { to: '/audit', label: 'nav.audit', icon: IconHistory, needs: 'audit.read' },
      { to: '/api-keys', label: 'nav.apiKeys', icon: IconKey, needs: 'apiKey.own' },
    ],
  },
  {
    label: 'nav.installation',
    places: [
      { to: '/subscriptions', label: 'nav.subscriptions', icon: IconBuilding, needs: 'operator' },
      { to: '/installation/audit', label: 'nav.installationAudit', icon: IconHistory, needs: 'operator' },
    ],
  },
]
