import { Loader } from '@mantine/core'
import css from './Loading.module.css'
import { t } from '../../i18n/text.ts'

export function Loading({ what }: { readonly what: string }) {
  return (
    <div className={css.loading} role="status">
      <Loader size="sm" aria-hidden />
      <span>{t('common.reading', { what })}</span>
    </div>
  )
}
