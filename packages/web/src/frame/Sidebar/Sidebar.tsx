import { type Icon, IconBriefcase, IconKey, IconPackage, IconPlug, IconServer2, IconTicket } from '@tabler/icons-react'
import type { Permission } from '@patchyard/domain'
import { NavLink } from 'react-router'
import { useCan } from '../Session/session-context.ts'
import { Brand } from './Brand.tsx'
import { LiveSign } from './LiveSign.tsx'
import { PersonMenu } from './PersonMenu.tsx'
import css from './Sidebar.module.css'

interface Place {
  readonly to: string
  readonly label: string
  readonly icon: Icon
  readonly needs: Permission
}

const groups: readonly { readonly label: string; readonly places: readonly Place[] }[] = [
  {
    label: 'Patching',
    places: [
      { to: '/assets', label: 'Assets', icon: IconServer2, needs: 'asset.read' },
      { to: '/patches', label: 'Patches', icon: IconPackage, needs: 'patch.read' },
      { to: '/jobs', label: 'Jobs', icon: IconBriefcase, needs: 'job.list' },
    ],
  },
  {
    label: 'Configuration',
    places: [
      { to: '/agents', label: 'Agents', icon: IconPlug, needs: 'agent.read' },
      { to: '/activation-keys', label: 'Activation keys', icon: IconTicket, needs: 'activationKey.manage' },
      { to: '/api-keys', label: 'API keys', icon: IconKey, needs: 'apiKey.own' },
    ],
  },
]

/** Where one can go, as far as one's role lets one. */
export function Sidebar({ onGo }: { readonly onGo: () => void }) {
  const can = useCan()
  return (
    <nav aria-label="Main" className={css.sidebar}>
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
                {group.label}
              </p>
              <ul aria-labelledby={`nav-${group.label}`} className={css.places}>
                {places.map(place => (
                  <li key={place.to}>
                    <NavLink to={place.to} className={css.place ?? ''} onClick={onGo}>
                      <place.icon size={17} stroke={1.75} aria-hidden />
                      {place.label}
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
