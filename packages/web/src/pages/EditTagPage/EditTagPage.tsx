import { IconAlertTriangle } from '@tabler/icons-react'
import { useNavigate, useParams } from 'react-router'
import { useAction, useApi } from '../../api/use-api.ts'
import { showDone } from '../../components/notify.ts'
import { Unread } from '../../components/States/Unread.tsx'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { EditTag } from './EditTag.tsx'
import { changeRequest, formOf } from './tag-form.ts'
import { touchedByTags } from './touched-by-tags.ts'

export function EditTagPage() {
  const { id = '' } = useParams()
  const can = useCan()
  const navigate = useNavigate()
  const tag = useApi('getTag', { params: { id } })
  const change = useAction('changeTag', touchedByTags)
  if (!can('tag.manage')) return <NoPermission what={t('tags.needsManage')} />
  const { data } = tag
  if (data === undefined) return <Unread of={tag} what={t('tags.theTag')} />
  return (
    <>
      <PageHeader
        title={t('tags.edit', { name: data.name })}
        parent={{ to: `/tags/${id}`, label: data.name }}
        marks={data.isBroken && <Mark tone="danger" icon={IconAlertTriangle} label={t('tags.broken')} look="pill" />}
      />
      <EditTag
        key={id}
        start={formOf(data)}
        id={id}
        save={t('tags.save')}
        back={`/tags/${id}`}
        busy={change.isPending}
        error={change.error}
        isReady={form => changeRequest(form, data) !== null}
        onSave={form => {
          const body = changeRequest(form, data)
          if (body === null) return
          change.mutate(
            { params: { id }, body },
            {
              onSuccess: saved => {
                showDone(t('tags.saved', { name: shownText(saved.name, 80) }))
                void navigate(`/tags/${id}`)
              },
            },
          )
        }}
      />
    </>
  )
}
