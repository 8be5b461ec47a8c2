import type { SavedSearch } from '@patchyard/api'
import { useAction } from '../../api/use-api.ts'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { ConfirmDialog } from '../Dialog/ConfirmDialog.tsx'
import { showDone } from '../notify.ts'

interface DeleteSearchProps {
  readonly search: SavedSearch
  onClose(): void
}

export function DeleteSearch({ search, onClose }: DeleteSearchProps) {
  const remove = useAction('deleteSearch', ['listSearches'])
  const name = shownText(search.name, 80)
  return (
    <ConfirmDialog
      title={t('searches.deleteTitle')}
      confirm={t('searches.deleteButton')}
      danger
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(
          { params: { id: search.id } },
          {
            onSuccess: () => {
              showDone(t('searches.deleted', { name }))
              onClose()
            },
          },
        )
      }
    >
      <p>
        <bdi>{name}</bdi>
      </p>
      {search.shared && <p>{t('searches.deleteText')}</p>}
    </ConfirmDialog>
  )
}
