import { useNavigate, useSearchParams } from 'react-router'
import { useAction } from '../../api/use-api.ts'
import { showDone } from '../../components/notify.ts'
import { Loading } from '../../components/States/Loading.tsx'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { useTags } from '../../components/Tags/use-tags.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { EditTag } from './EditTag.tsx'
import { createRequest, emptyForm } from './tag-form.ts'
import { touchedByTags } from './touched-by-tags.ts'

/** Makes a tag; `parent` in the address says below which one. */
export function NewTagPage() {
  const can = useCan()
  const navigate = useNavigate()
  const [address] = useSearchParams()
  const { byId, state } = useTags()
  const create = useAction('createTag', touchedByTags)
  if (!can('tag.manage')) return <NoPermission what={t('tags.needsManage')} />
  const wanted = address.get('parent')
  if (wanted !== null && state === 'loading') return <Loading what={t('tags.theTags')} />
  const parent = wanted === null ? undefined : byId.get(wanted)
  return (
    <>
      <PageHeader title={t('tags.new')} parent={{ to: '/tags', label: t('tags.list') }} />
      <EditTag
        start={emptyForm(parent === undefined ? null : { id: parent.id, name: parent.name })}
        id={null}
        save={t('tags.create')}
        back="/tags"
        busy={create.isPending}
        error={create.error}
        isReady={form => createRequest(form) !== null}
        onSave={form => {
          const body = createRequest(form)
          if (body === null) return
          create.mutate(
            { body },
            {
              onSuccess: tag => {
                showDone(t('tags.made', { name: shownText(tag.name, 80) }))
                void navigate(`/tags/${tag.id}`)
              },
            },
          )
        }}
      />
    </>
  )
}
