import { IconFiles } from '@tabler/icons-react'
import { SearchList } from '../../components/SearchList/SearchList.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { listShape } from '../../frame/list-shape.ts'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { documentColumns } from './document-columns.tsx'
import { useShownFeed } from './feed-context.ts'

const shape = listShape(documentColumns, { defaultSort: 'part' })

export function DocumentsTab() {
  const can = useCan()
  const feed = useShownFeed()
  return (
    <SearchList
      route="listFeedDocuments"
      of={{ params: { id: feed.id } }}
      csv={can('export.csv') ? 'exportFeedDocuments' : undefined}
      name="feedDocuments"
      title="feed.documents"
      noun="feed.documentCount"
      search="feed.searchDocuments"
      columns={documentColumns}
      shape={shape}
      keyOf={one => one.part}
      nameOf={one => one.part}
      empty={
        <Notice icon={IconFiles} title={t('feed.noDocuments')}>
          <p>{t('feed.noDocumentsMore')}</p>
        </Notice>
      }
    />
  )
}
