import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useRef } from 'react'
import { Link } from 'react-router'
import { useList } from '../../../api/use-api.ts'
import { QueryBox } from '../../../components/QueryBox/QueryBox.tsx'
import type { EditorHandle } from '../../../components/QueryBox/QueryEditor.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { SmallTable } from '../../../components/SmallTable/SmallTable.tsx'
import { Severity } from '../../../components/Status/Severity.tsx'
import { FailureLine } from '../../../components/States/FailureLine.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import { t } from '../../../i18n/text.ts'
import { askedOf } from '../../../query/asked.ts'
import { MOST_PATCHES } from '../job-draft.ts'
import { patchPlatforms } from '../state/asset-query.ts'
import { useWizard } from '../state/wizard-context.ts'
import extent from './Extent.module.css'
import css from '../fields/Fields.module.css'
import { useAssetQuery } from './use-asset-query.ts'

const PAUSE_MS = 500
const FEW = 5

/** A query that is asked before each run, and what it would find now. */
export function PatchQuery({ query }: { readonly query: string }) {
  const { edit } = useWizard()
  const box = useRef<EditorHandle>(null)
  return (
    <div className={css.fields}>
      <QueryBox
        entity="patch"
        label={t('wizard.patchQuery')}
        hint={t('query.patchHint')}
        query={query}
        handle={box}
        icon={<IconSearch size={15} aria-hidden />}
        onRun={text => edit({ patches: { from: 'query', query: text } })}
        onDraft={text => edit({ patches: { from: 'query', query: text } })}
        onLeave={() => {}}
      />
      <Preview query={query} />
    </div>
  )
}

/** As the planner asks: missing on the chosen assets and not superseded, newest first. */
function Preview({ query }: { readonly query: string }) {
  const { platform } = useWizard().state.definition
  const assets = useAssetQuery()
  const [rested] = useDebouncedValue(query, PAUSE_MS)
  const queries =
    rested.trim() === ''
      ? null
      : askedOf('patch', {
          query: `(${rested}) and isSuperseded:false`,
          having: assets,
          platform: patchPlatforms[platform],
        })
  const asked = { ...queries, status: 'missing' as const, sort: '-publishedDate' }
  const list = useList('listPatches', { query: asked }, { enabled: queries !== null, limit: FEW })
  if (rested.trim() === '') return <p className="quiet">{t('wizard.queryEmpty')}</p>
  if (queries === null) return <p className="quiet">{t('wizard.queryWrong')}</p>
  const isKnown = list.state === 'ready'
  return (
    <div className={css.fields}>
      <div className={extent.extent} role="status" aria-busy={!isKnown || list.isStale}>
        <p className={extent.count}>
          {isKnown ? t('wizard.nowItFinds', { patches: t('count.patch', { count: list.total }) }) : t('table.reading')}
        </p>
        <p className="quiet">
          {t(assets === null ? 'wizard.previewOfAll' : 'wizard.previewOfChosen')}
          {list.total > MOST_PATCHES ? ` ${t('wizard.newestOnly', { count: MOST_PATCHES })}` : ''}
        </p>
        <FailureLine error={list.error} />
      </div>
      {list.rows.length > 0 && (
        <SmallTable
          label={t('wizard.newestFound')}
          heads={[t('column.patch'), t('column.severity'), t('column.published')]}
          rows={list.rows.slice(0, FEW).map(patch => [
            <Link key="title" to={`/patches/${patch.id}`} target="_blank" rel="noreferrer">
              <Reported text={patch.title} instead={patch.key} wrap />
            </Link>,
            <Severity key="severity" value={patch.severity} />,
            <Time key="published" at={patch.issuedAt} />,
          ])}
          none="–"
        />
      )}
    </div>
  )
}
