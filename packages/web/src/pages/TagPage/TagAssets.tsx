import { Link } from 'react-router'
import { useList } from '../../api/use-api.ts'
import { Count } from '../../components/Count/Count.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { agentMark } from '../../components/Status/state-marks.ts'
import { t } from '../../i18n/text.ts'
import css from './TagPage.module.css'

const SHOWN = 10

/** The first assets of a tag; the list of assets has them all. */
export function TagAssets({ id }: { readonly id: string }) {
  const list = useList('listAssets', { query: { query: `tags.id:${id}`, sort: 'name' } }, { limit: SHOWN })
  if (list.state === 'failed') return <FailureLine error={list.error} />
  if (list.state === 'loading') return <p className={css.none}>{t('table.reading')}</p>
  if (list.rows.length === 0) return <p className={css.none}>{t('tags.noAssets')}</p>
  return (
    <table className={css.assets}>
      <thead>
        <tr>
          <th scope="col">{t('column.name')}</th>
          <th scope="col">{t('column.agent')}</th>
          <th scope="col" className={css.number}>
            {t('column.missing')}
          </th>
        </tr>
      </thead>
      <tbody>
        {list.rows.slice(0, SHOWN).map(asset => (
          <tr key={asset.id}>
            <th scope="row">
              <Link to={`/assets/${asset.id}`}>
                <Reported text={asset.name} />
              </Link>
            </th>
            <td>
              <Mark {...agentMark(asset.agentStatus)} />
            </td>
            <td className={css.number}>
              <Count value={asset.missingPatchCount} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
