import { Link } from 'react-router'
import { useList } from '../../api/use-api.ts'
import { Count } from '../../components/Count/Count.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { SmallTable } from '../../components/SmallTable/SmallTable.tsx'
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
  return (
    <SmallTable
      label={t('tags.assets')}
      heads={[t('column.name'), t('column.agent'), t('column.missing')]}
      numbers={[2]}
      rows={list.rows.slice(0, SHOWN).map(asset => [
        <Link key="name" to={`/assets/${asset.id}`}>
          <Reported text={asset.name} wrap />
        </Link>,
        <Mark key="agent" {...agentMark(asset.agentStatus)} />,
        <Count key="missing" value={asset.missingPatchCount} />,
      ])}
      none={t('tags.noAssets')}
    />
  )
}
