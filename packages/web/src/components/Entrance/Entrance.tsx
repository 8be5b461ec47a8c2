import type { ReactNode } from 'react'
import { Brand } from '../../frame/Sidebar/Brand.tsx'
import css from './Entrance.module.css'
import { t } from '../../i18n/text.ts'

/** Pages for people who are not signed in: one card in the middle. */
export function Entrance({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main className={css.page}>
      <title>{t('common.patchyard', { title })}</title>
      <div className={css.column}>
        <Brand />
        <div className={css.card}>
          <h1 className={css.title}>{title}</h1>
          {children}
        </div>
      </div>
    </main>
  )
}
