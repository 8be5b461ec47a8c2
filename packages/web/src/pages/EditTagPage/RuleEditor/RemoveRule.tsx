import { ActionIcon } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { t } from '../../../i18n/text.ts'

export function RemoveRule({ name, onRemove }: { readonly name: string; onRemove(): void }) {
  return (
    <ActionIcon size="md" aria-label={t('rule.remove', { name })} onClick={onRemove}>
      <IconTrash size={15} aria-hidden />
    </ActionIcon>
  )
}
