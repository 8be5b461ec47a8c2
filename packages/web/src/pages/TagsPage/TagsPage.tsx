import type { Tag } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconPlus, IconTags } from '@tabler/icons-react'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { Link } from 'react-router'
import { listCsv } from '../../api/list-csv.ts'
import { DataTable } from '../../components/DataTable/DataTable.tsx'
import { useChosenColumns } from '../../components/DataTable/use-chosen-columns.ts'
import { ChoiceFilter } from '../../components/ListToolbar/ChoiceFilter.tsx'
import { ListToolbar } from '../../components/ListToolbar/ListToolbar.tsx'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { type TreeRow, treeRows } from '../../components/Tags/tag-tree.ts'
import { useTags } from '../../components/Tags/use-tags.ts'
import { listShape } from '../../frame/list-shape.ts'
import { isNarrowed, listQuery, widened } from '../../frame/list-view.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { useListView } from '../../frame/use-list-view.ts'
import { t } from '../../i18n/text.ts'
import { tagColumns } from './tag-columns.tsx'
import css from './TagsPage.module.css'
import { tagFilters, tagMatch, tagOrder } from './tag-view.ts'

const shape = listShape(
  tagColumns(() => {}),
  { defaultSort: 'name', filters: tagFilters },
)
const keyOf = (row: TreeRow<Tag>): string => row.tag.id

export function TagsPage() {
  const can = useCan()
  if (!can('tag.read')) return <NoPermission what={t('tags.needsRead')} />
  return (
    <>
      <PageHeader
        title={t('tags.list')}
        actions={
          can('tag.manage') && (
            <Button component={Link} to="/tags/new" leftSection={<IconPlus size={15} aria-hidden />}>
              {t('tags.new')}
            </Button>
          )
        }
      />
      <TagTable mayManage={can('tag.manage')} mayExport={can('export.csv')} />
    </>
  )
}

function TagTable({ mayManage, mayExport }: { readonly mayManage: boolean; readonly mayExport: boolean }) {
  const { tags, state, error, retry } = useTags()
  const [view, change] = useListView(shape)
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const open = useMemo(() => new Set(tags.map(tag => tag.id).filter(id => !closed.has(id))), [tags, closed])
  const rows = useMemo(
    () => treeRows(tags, { open, matches: tagMatch(view), order: tagOrder(view.sort) }),
    [tags, open, view],
  )
  const columns = useMemo(
    () =>
      tagColumns(tag =>
        setClosed(before =>
          before.has(tag.id) ? new Set([...before].filter(id => id !== tag.id)) : new Set([...before, tag.id]),
        ),
      ),
    [],
  )
  const chosen = useChosenColumns('tags', columns, view.columns, change)
  const asked = {
    ...listQuery({ ...view, sort: view.sort?.replace(/^-/, '') === 'assetCount' ? null : view.sort }),
    ...(view.filters['kind'] === 'all' ? {} : { kind: view.filters['kind'] ?? '' }),
    ...(view.filters['favourite'] === 'mine' ? { favourite: 'true' } : {}),
  }
  /** The arrows to the sides open and close, as in every tree. */
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return
    const place = (event.target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset['index']
    const row = place === undefined ? undefined : rows[Number(place)]
    if (row === undefined || !row.hasChildren) return
    event.preventDefault()
    const next = new Set(closed)
    if (event.key === 'ArrowLeft') next.add(row.tag.id)
    else next.delete(row.tag.id)
    setClosed(next)
  }
  const choose = (name: string) => (value: string) => change({ filters: { ...view.filters, [name]: value } })
  return (
    <div role="group" aria-label={t('tags.tree')} className={css.whole} onKeyDown={onKeyDown}>
      <ListToolbar
        search={t('tags.search')}
        view={view}
        change={change}
        columns={columns}
        chosen={chosen}
        {...(mayExport ? { csv: listCsv('exportTags', asked) } : {})}
      >
        <ChoiceFilter
          label={t('column.kind')}
          choices={[
            { value: 'all', label: t('tags.allKinds') },
            { value: 'static', label: t('tag.static') },
            { value: 'dynamic', label: t('tag.dynamic') },
          ]}
          value={view.filters['kind'] ?? 'all'}
          onChange={choose('kind')}
        />
        <ChoiceFilter
          label={t('column.favourite')}
          choices={[
            { value: 'all', label: t('tags.all') },
            { value: 'mine', label: t('tags.favourites') },
          ]}
          value={view.filters['favourite'] ?? 'all'}
          onChange={choose('favourite')}
        />
      </ListToolbar>
      <DataTable
        label={t('tags.list')}
        noun="count.tag"
        list={{
          rows,
          total: rows.length,
          isLowerBound: false,
          facets: {},
          state,
          error,
          hasMore: false,
          isReadingMore: false,
          isStale: false,
          readMore: () => {},
          retry,
        }}
        columns={columns}
        chosen={chosen}
        keyOf={keyOf}
        nameOf={row => row.tag.name}
        linkOf={row => `/tags/${row.tag.id}`}
        sort={view.sort}
        onSort={sort => change({ sort })}
        onClear={isNarrowed(view, shape) ? () => change(widened(view, shape)) : undefined}
        empty={
          <Notice
            icon={IconTags}
            title={t('tags.none')}
            action={
              mayManage && (
                <Button component={Link} to="/tags/new">
                  {t('tags.new')}
                </Button>
              )
            }
          >
            <p>{t('tags.noneMore')}</p>
          </Notice>
        }
      />
    </div>
  )
}
