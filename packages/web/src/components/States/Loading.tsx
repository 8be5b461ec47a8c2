import { Loader } from '@mantine/core'
import css from './Loading.module.css'

export function Loading({ what }: { readonly what: string }) {
  return (
    <div className={css.loading} role="status">
      <Loader size="sm" aria-hidden />
      <span>Reading {what}…</span>
    </div>
  )
}
