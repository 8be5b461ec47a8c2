import { NavLink } from 'react-router'
import { t } from '../../i18n/text.ts'
import { useMay } from '../Session/session-context.ts'
import { Brand } from './Brand.tsx'
import { LiveSign } from './LiveSign.tsx'
import { PersonMenu } from './PersonMenu.tsx'
import { placeGroups } from './places.ts'
import css from './Sidebar.module.css'

/** Where one can go, as far as one's role lets one. */
export function Sidebar({ onGo }: { readonly onGo: () => void }) {
  const may = useMay()
  return (
    <nav aria-label={t('nav.main')} className={css.sidebar}>
      <div className={css.brand}>
        <Brand />
      </div>
      <div className={css.nav}>
        {placeGroups.map(group => {
          const places = group.places.filter(place => may(place.needs))
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
                      {place.sign !== undefined && <place.sign />}
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
