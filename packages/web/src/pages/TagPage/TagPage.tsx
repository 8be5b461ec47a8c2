import type { TagDetail } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconFolderPlus, IconPencil, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { useAction, useApi } from '../../api/use-api.ts'
import { showFailure } from '../../components/notify.ts'
import { Facts } from '../../components/Panel/Facts.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Unread } from '../../components/States/Unread.tsx'
import { TagChip } from '../../components/Tags/TagChip.tsx'
import { TagList } from '../../components/Tags/TagList.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { touchedByTags } from '../EditTagPage/touched-by-tags.ts'
import { FavouriteButton } from '../TagsPage/FavouriteButton.tsx'
import { TagKindMark } from '../TagsPage/tag-columns.tsx'
import { DeleteTag } from './DeleteTag/DeleteTag.tsx'
import { TagAssets } from './TagAssets.tsx'
import css from './TagPage.module.css'

export function TagPage() {
  const { id = '' } = useParams()
  const tag = useApi('getTag', { params: { id } })
  if (tag.data === undefined) return <Unread of={tag} what={t('tags.theTag')} />
  return <Loaded tag={tag.data} />
}

/** The assets of a tag and those below it, as the list of assets asks for them. */
export const assetsOfTag = (id: string): string => `/assets?${new URLSearchParams({ query: `tags.id:${id}` })}`

function Loaded({ tag }: { readonly tag: TagDetail }) {
  return (
    <>
      <PageHeader
        title={tag.name}
        parent={tag.parent === null ? top : { to: `/tags/${tag.parent.id}`, label: tag.parent.name }}
        marks={
          <>
            <TagKindMark tag={tag} />
            <FavouriteButton tag={tag} />
          </>
        }
        actions={<Actions tag={tag} />}
      >
        <Facts
          as="row"
          facts={[
            {
              name: t('column.assets'),
              value: <Link to={assetsOfTag(tag.id)}>{t('count.asset', { count: tag.assetCount })}</Link>,
            },
            { name: t('tag.label'), value: <TagChip name={tag.name} colour={tag.colour} /> },
            { name: t('column.criticality'), value: tag.criticality ?? t('tag.noCriticality') },
            { name: t('tags.place'), value: <Reported text={tag.path.join(' / ')} wrap /> },
            { name: t('column.changed'), value: <Time at={tag.modifiedAt} as="ago" /> },
          ]}
        />
        {tag.description !== '' && (
          <p className={css.description}>
            <Reported text={tag.description} wrap />
          </p>
        )}
      </PageHeader>
      <div className={css.grid}>
        <Panel title={t('tags.assets')} aside={<Link to={assetsOfTag(tag.id)}>{t('tags.openAssets')}</Link>}>
          <TagAssets id={tag.id} />
        </Panel>
        <div className={css.side}>
          {tag.kind === 'dynamic' && <Rule tag={tag} />}
          <Panel title={t('tags.below')}>
            <TagList tags={tag.children} full none={t('tags.noneBelow')} />
          </Panel>
        </div>
      </div>
    </>
  )
}

const top = { to: '/tags', label: t('tags.list') }

function Rule({ tag }: { readonly tag: TagDetail }) {
  return (
    <Panel title={t('tag.rule')}>
      {tag.isBroken && (
        <div className={css.broken} role="alert">
          <p>{t('tags.brokenMore')}</p>
          {tag.problems.map(problem => (
            <p key={`${problem.path} ${problem.from}`}>{shownText(problem.message)}</p>
          ))}
        </div>
      )}
      <code className={css.query}>{shownText(tag.query ?? '')}</code>
      <p className={css.asked}>
        {t('tags.evaluated')} <Time at={tag.evaluatedAt} as="ago" never={t('time.never')} />
      </p>
      {tag.asksTags.length > 0 && (
        <>
          <p className={css.asked}>{t('rule.asksTags')}</p>
          <TagList tags={tag.asksTags} full />
        </>
      )}
    </Panel>
  )
}

function Actions({ tag }: { readonly tag: TagDetail }) {
  const can = useCan()
  const navigate = useNavigate()
  const [isDeleting, setDeleting] = useState(false)
  const evaluate = useAction('evaluateTag', touchedByTags)
  if (!can('tag.manage')) return null
  return (
    <>
      {tag.kind === 'dynamic' && (
        <Button
          variant="default"
          leftSection={<IconRefresh size={15} aria-hidden />}
          loading={evaluate.isPending}
          onClick={() =>
            evaluate.mutate(
              { params: { id: tag.id } },
              { onError: error => showFailure(t('tags.notEvaluated'), error) },
            )
          }
        >
          {t('tags.evaluate')}
        </Button>
      )}
      <Button
        component={Link}
        to={`/tags/new?parent=${tag.id}`}
        variant="default"
        leftSection={<IconFolderPlus size={15} aria-hidden />}
      >
        {t('tags.newBelow')}
      </Button>
      {tag.mayChange && (
        <>
          <Button
            component={Link}
            to={`/tags/${tag.id}/edit`}
            variant="default"
            leftSection={<IconPencil size={15} aria-hidden />}
          >
            {t('tags.change')}
          </Button>
          <Button variant="default" leftSection={<IconTrash size={15} aria-hidden />} onClick={() => setDeleting(true)}>
            {t('tags.delete')}
          </Button>
        </>
      )}
      {isDeleting && <DeleteTag tag={tag} onClose={() => setDeleting(false)} onDone={() => void navigate('/tags')} />}
    </>
  )
}
