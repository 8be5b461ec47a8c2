import type { CatalogSystem } from '@patchyard/api'
import { IconCalendarOff } from '@tabler/icons-react'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { t } from '../../i18n/text.ts'
import { grouped } from '../../text/numbers.ts'
import css from './SystemsPage.module.css'

export function CatalogTable({ rows }: { readonly rows: readonly CatalogSystem[] }) {
  return (
    <div className={css.scroller} role="group" aria-label={t('systems.known')} tabIndex={0}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('systems.system')}</th>
            <th scope="col">{t('systems.release')}</th>
            <th scope="col">{t('systems.patches')}</th>
            <th scope="col">{t('systems.products')}</th>
            <th scope="col">{t('systems.newest')}</th>
            <th scope="col">{t('systems.endOfLife')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={`${row.kind} ${row.name} ${row.release}`}>
              <th scope="row">
                <Reported text={row.name} wrap />
              </th>
              <td>
                <Reported text={row.release} />
              </td>
              <td className={css.number}>{grouped(row.patches)}</td>
              <td className={css.number}>{grouped(row.products)}</td>
              <td>
                <Time at={row.newestAt} as="ago" never={t('systems.unknown')} />
              </td>
              <td>
                <Until of={row.lifecycle} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Until({ of }: { readonly of: CatalogSystem['lifecycle'] }) {
  if (of === null) return <span className="quiet">{t('systems.unknown')}</span>
  return (
    <span className={css.until}>
      {of.isEndOfLife && <Mark tone="danger" icon={IconCalendarOff} label={t('systems.ended')} />}
      <Time at={of.endOfLifeAt} never={t('systems.unknown')} />
    </span>
  )
}
