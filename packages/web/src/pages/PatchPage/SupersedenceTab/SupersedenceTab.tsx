import type { Supersedence } from '@patchyard/api'
import { Link } from 'react-router'
import { useApi } from '../../../api/use-api.ts'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { SmallTable } from '../../../components/SmallTable/SmallTable.tsx'
import { Unread } from '../../../components/States/Unread.tsx'
import { t } from '../../../i18n/text.ts'
import { usePatch } from '../patch-context.ts'
import { edgeText } from './edge-text.ts'
import { SupersedenceGraph } from './SupersedenceGraph.tsx'
import css from './SupersedenceTab.module.css'

/** What the patch replaces and what replaces it, drawn and as a table. */
export function SupersedenceTab() {
  const patch = usePatch()
  const read = useApi('getSupersedence', { params: { id: patch.id } })
  if (read.data === undefined) return <Unread of={read} what={t('catalog.theSupersedence')} />
  return <Drawn of={read.data} />
}

function Drawn({ of }: { readonly of: Supersedence }) {
  if (of.edges.length === 0) return <p className={css.none}>{t('catalog.replacesNothing')}</p>
  const titles = new Map(of.nodes.map(node => [node.key, node]))
  const name = (key: string) => {
    const node = titles.get(key)
    const text = node === undefined || node.title === '' ? key : node.title
    return node?.id == null ? (
      <Reported key={key} text={text} wrap />
    ) : (
      <Link key={key} to={`/patches/${node.id}/supersedence`}>
        <Reported text={text} wrap />
      </Link>
    )
  }
  return (
    <div className={css.parts}>
      <Panel title={t('catalog.graph')}>
        <p className={css.note}>
          {t('catalog.graphMore')} {of.isCut && t('catalog.graphCut', { count: of.nodes.length })}
        </p>
        <SupersedenceGraph of={of} />
      </Panel>
      <Panel title={t('catalog.graphTable')}>
        <SmallTable
          label={t('catalog.graphTable')}
          heads={[t('catalog.newer'), t('catalog.older'), t('catalog.because')]}
          rows={of.edges.map(edge => [name(edge.newer), name(edge.older), edgeText(edge)])}
          none={t('catalog.replacesNothing')}
        />
      </Panel>
    </div>
  )
}
