import { ActionIcon, Button, Popover } from '@mantine/core'
import { IconBookmark, IconHistory, IconPencil, IconTrash } from '@tabler/icons-react'
import type { QueryEntity, SavedSearch } from '@patchyard/api'
import { useState } from 'react'
import { useAction, useApi } from '../../api/use-api.ts'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { showFailure } from '../notify.ts'
import { FailureLine } from '../States/FailureLine.tsx'
import { DeleteSearch } from './DeleteSearch.tsx'
import { SaveSearch } from './SaveSearch.tsx'
import type { Search } from './search.ts'
import css from './SearchesMenu.module.css'

interface SearchesMenuProps {
  readonly entity: QueryEntity
  /** What the list shows now. */
  readonly current: Search
  /** Its queries have errors, so it cannot be saved. */
  readonly isBroken: boolean
  apply(search: Search): void
}

type Open = { readonly kind: 'save' } | { readonly kind: 'change' | 'delete'; readonly search: SavedSearch }

/** Saved searches, one's own and those that others share, and what one asked last. */
export function SearchesMenu(props: SearchesMenuProps) {
  const [isOpen, setOpen] = useState(false)
  const [dialog, setDialog] = useState<Open | null>(null)
  const can = useCan()
  if (!can('search.own')) return null
  const ask = (open: Open): void => {
    setOpen(false)
    setDialog(open)
  }
  return (
    <>
      <Popover
        opened={isOpen}
        onChange={setOpen}
        position="bottom-end"
        shadow="md"
        trapFocus
        returnFocus
        withinPortal={false}
        transitionProps={{ duration: 0 }}
      >
        <Popover.Target>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-expanded={isOpen}
            leftSection={<IconBookmark size={15} aria-hidden />}
            onClick={() => setOpen(!isOpen)}
          >
            {t('searches.button')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('searches.title')} className={css.dropdown ?? ''}>
          {isOpen && (
            <Searches
              {...props}
              ask={ask}
              apply={search => {
                setOpen(false)
                props.apply(search)
              }}
            />
          )}
        </Popover.Dropdown>
      </Popover>
      {dialog?.kind === 'delete' && <DeleteSearch search={dialog.search} onClose={() => setDialog(null)} />}
      {dialog !== null && dialog.kind !== 'delete' && (
        <SaveSearch
          entity={props.entity}
          current={props.current}
          old={dialog.kind === 'change' ? dialog.search : null}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  )
}

function Searches({ entity, current, isBroken, apply, ask }: SearchesMenuProps & { ask(open: Open): void }) {
  const saved = useApi('listSearches', { query: { entity, limit: 200, sort: 'name' } })
  const recent = useApi('listRecentSearches', { query: { entity } })
  const clear = useAction('clearRecentSearches', ['listRecentSearches'])
  const all = saved.data?.items ?? []
  const own = all.filter(search => search.own)
  const shared = all.filter(search => !search.own)
  const last = recent.data?.items ?? []
  const isEmpty = current.query.trim() === '' && current.having === null && current.status === null
  return (
    <>
      <FailureLine error={saved.error ?? recent.error} />
      {saved.isSuccess && recent.isSuccess && all.length + last.length === 0 && (
        <p className={css.none}>{t('searches.none')}</p>
      )}
      <div className={css.lists}>
        <Saved title={t('searches.own')} searches={own} apply={apply} ask={ask} />
        <Saved title={t('searches.shared')} searches={shared} apply={apply} />
        {last.length > 0 && (
          <section className={css.section}>
            <h2 className={css.title}>{t('searches.recent')}</h2>
            <ul className={css.list}>
              {last.map(search => (
                <li key={JSON.stringify([search.query, search.having, search.status])} className={css.row}>
                  <button type="button" className={css.search} onClick={() => apply(search)}>
                    <IconHistory size={14} aria-hidden className={css.icon} />
                    <bdi className={css.query}>{searchText(search)}</bdi>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <div className={css.foot}>
        <Button size="compact-sm" disabled={isEmpty || isBroken} onClick={() => ask({ kind: 'save' })}>
          {t('searches.save')}
        </Button>
        {last.length > 0 && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            loading={clear.isPending}
            onClick={() =>
              clear.mutate({ query: { entity } }, { onError: error => showFailure(t('searches.clearRecent'), error) })
            }
          >
            {t('searches.clearRecent')}
          </Button>
        )}
      </div>
    </>
  )
}

interface SavedProps {
  readonly title: string
  readonly searches: readonly SavedSearch[]
  apply(search: Search): void
  readonly ask?: (open: Open) => void
}

function Saved({ title, searches, apply, ask }: SavedProps) {
  if (searches.length === 0) return null
  return (
    <section className={css.section}>
      <h2 className={css.title}>{title}</h2>
      <ul className={css.list}>
        {searches.map(search => (
          <li key={search.id} className={css.row}>
            <button type="button" className={css.search} onClick={() => apply(search)}>
              <bdi className={css.name}>{shownText(search.name, 80)}</bdi>
              <bdi className={css.query}>{searchText(search)}</bdi>
              {search.errors.length > 0 && <span className={css.broken}>{t('searches.broken')}</span>}
              {search.own && search.shared && <span className={css.badge}>{t('searches.isShared')}</span>}
              {!search.own && <bdi className={css.badge}>{shownText(search.owner, 60)}</bdi>}
            </button>
            {ask !== undefined && (
              <>
                <ActionIcon
                  size="sm"
                  aria-label={t('searches.rename', { name: shownText(search.name, 80) })}
                  onClick={() => ask({ kind: 'change', search })}
                >
                  <IconPencil size={14} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  aria-label={t('searches.delete', { name: shownText(search.name, 80) })}
                  onClick={() => ask({ kind: 'delete', search })}
                >
                  <IconTrash size={14} aria-hidden />
                </ActionIcon>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function searchText({ query, having, status }: Search): string {
  const parts = [query, having, status === null ? null : t(`status.${status}`)]
    .map(part => part?.trim() ?? '')
    .filter(part => part !== '')
    .map(part => shownText(part, 160))
  return parts.length === 0 ? t('searches.all') : parts.join(' + ')
}
