import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { shownText } from '../../text/shown-text.ts'
import css from './PageHeader.module.css'

interface PageHeaderProps {
  readonly title: string
  /** Where this page belongs. */
  readonly parent?: { readonly to: string; readonly label: string }
  /** Beside the title: the state of the thing. */
  readonly marks?: ReactNode
  readonly actions?: ReactNode
  /** Below: a few facts, or what the page is for. */
  readonly children?: ReactNode
}

export function PageHeader({ title, parent, marks, actions, children }: PageHeaderProps) {
  const shown = shownText(title, 300)
  return (
    <header className={css.header}>
      <title>{`${shownText(title, 80)} · Patchyard`}</title>
      {parent && (
        <nav aria-label="Where you are" className={css.trail}>
          <Link to={parent.to}>{parent.label}</Link>
          <span aria-hidden> /</span>
        </nav>
      )}
      <div className={css.line}>
        <div className={css.heading}>
          {/* Takes the focus when the page changes, so that screen readers begin here. */}
          <h1 className={css.title} tabIndex={-1} data-page-title>
            <bdi title={shown}>{shown}</bdi>
          </h1>
          {marks}
        </div>
        {actions && <div className={css.actions}>{actions}</div>}
      </div>
      {children}
    </header>
  )
}
