import { routeTable } from '@patchyard/api'

export interface ExportForm {
  /** `2026-11-01`, or empty for all. */
  readonly since: string
  readonly ownUse: boolean
  /** Names; none: all of them. */
  readonly feeds: readonly string[]
}

/** Where the browser fetches a bundle. */
export function exportAddress({ since, ownUse, feeds }: ExportForm): string {
  const asked = new URLSearchParams({
    ...(since === '' ? {} : { since }),
    ...(feeds.length === 0 ? {} : { feeds: feeds.join(',') }),
    ...(ownUse ? { ownUse: 'true' } : {}),
  })
  return `/api/v1${routeTable.exportBundle.path}${asked.size === 0 ? '' : `?${asked}`}`
}

/** The same from a command line. */
export const exportCommand = ({ since, ownUse, feeds }: ExportForm): string =>
  [
    'patchyard catalog export --out catalog.tar',
    since === '' ? '' : `--since ${since}`,
    feeds.length === 0 ? '' : `--feeds ${feeds.join(',')}`,
    ownUse ? '--own-use' : '',
  ]
    .filter(part => part !== '')
    .join(' ')
