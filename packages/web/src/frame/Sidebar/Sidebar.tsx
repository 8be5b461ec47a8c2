import {
  type Icon,
  IconBriefcase,
  IconKey,
  IconPackage,
  IconPlug,
  IconServer2,
  IconShieldHalf,
  IconTicket,
} from '@tabler/icons-react'
import type { Permission } from '@patchyard/domain'
import { NavLink } from 'react-router'
import { type TextKey, t } from '../../i18n/text.ts'
import { useCan } from '../Session/session-context.ts'
import { Brand } from './Brand.tsx'
import { LiveSign } from './LiveSign.tsx'
import { PersonMenu } from './PersonMenu.tsx'
import css from './Sidebar.module.css'

interface Place {
  readonly to: string
  readonly label: TextKey
  readonly icon: Icon
  readonly needs: Permission
}

const groups: readonly { readonly label: TextKey; readonly places: readonly Place[] }[] = [
  {
    label: 'nav.patching',
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
      { to: '/agents', label: 'nav.agents', icon: IconPlug, needs: 'agent.read' },
      { to: '/activation-keys', label: 'nav.activationKeys', icon: IconTicket, needs: 'activationKey.manage' },
      { to: '/api-keys', label: 'nav.apiKeys', icon: IconKey, needs: 'apiKey.own' },
    ],
  },
]

/** Where one can go, as far as one's role lets one. */
export function Sidebar({ onGo }: { readonly onGo: () => void }) {
  const can = useCan()
  return (
    <nav aria-label={t('nav.main')} className={css.sidebar}>
      <div className={css.brand}>
        <Brand />
      </div>
      <div className={css.nav}>
        {groups.map(group => {
          const places = group.places.filter(place => can(place.needs))
          if (places.length === 0) return null
          return (
            <div key={group.label} className={css.group}>
              <p className={css.groupLabel} id={`nav-${group.label}`}>
                {t(group.label)}
              </p>
              <ul aria-labelledby={`nav-${group.label}`} className={css.places}>
                {places.map(place => (
                  <li key={place.to}>
                    <NavLink to={place.to} className={css.place ?? ''} onClick={onGo}>
                      <place.icon size={17} stroke={1.75} aria-hidden />
                      {t(place.label)}
                    </NavLink>
                  </li>
                ))}
              </ul>
            </div>
          )
        })}
      </div>
      <div className={css.foot}>
        <LiveSign />
        <PersonMenu onGo={onGo} />
      </div>
    </nav>
  )
}
