import { Link, useLocation } from 'react-router'
import { type TextKey, t } from '../../i18n/text.ts'
import css from './LinkTabs.module.css'

/** Values of the filter in the address, the first one the default, and of the token in queries. */
export const platformFilter = ['all', 'windows', 'linux', 'macos'] as const

const tabs: readonly {
  readonly value: (typeof platformFilter)[number]
  readonly label: TextKey
  readonly token: string | null
}[] = [
  { value: 'all', label: 'platform.all', token: null },
  { value: 'windows', label: 'platform.windows', token: 'Windows' },
  { value: 'linux', label: 'platform.linux', token: 'Linux' },
  { value: 'macos', label: 'platform.macos', token: 'Mac' },
]

/** What the token `platform` must be on a tab; null: anything. */
export const platformOf = (filter: string | undefined): string | null =>
  tabs.find(tab => tab.value === filter)?.token ?? null

export function PlatformTabs({ value }: { readonly value: string }) {
  const { search } = useLocation()
  const addressOf = (platform: string): string => {
    const address = new URLSearchParams(search)
    if (platform === 'all') address.delete('platform')
    else address.set('platform', platform)
    return `?${address}`
  }
  return (
    <nav aria-label={t('platform.label')} className={css.tabs}>
      {tabs.map(tab => (
        <Link
          key={tab.value}
          to={addressOf(tab.value)}
          replace
          className={css.tab ?? ''}
          aria-current={tab.value === value ? 'page' : undefined}
        >
          {t(tab.label)}
        </Link>
      ))}
    </nav>
  )
}
