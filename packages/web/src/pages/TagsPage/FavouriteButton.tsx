import type { Tag } from '@patchyard/api'
import { ActionIcon } from '@mantine/core'
import { IconStar, IconStarFilled } from '@tabler/icons-react'
import { useAction } from '../../api/use-api.ts'
import { showFailure } from '../../components/notify.ts'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'

/** One's own mark on a tag; others do not see it. */
export function FavouriteButton({ tag }: { readonly tag: Tag }) {
  const mark = useAction('setTagFavourite', ['listTags', 'getTag'])
  return (
    <ActionIcon
      size="md"
      aria-pressed={tag.favourite}
      aria-label={t('tags.favouriteOf', { name: shownText(tag.name, 80) })}
      loading={mark.isPending}
      onClick={() =>
        mark.mutate(
          { params: { id: tag.id }, body: { favourite: !tag.favourite } },
          { onError: error => showFailure(t('failure.other'), error) },
        )
      }
    >
      {tag.favourite ? <IconStarFilled size={16} aria-hidden /> : <IconStar size={16} aria-hidden />}
    </ActionIcon>
  )
}
