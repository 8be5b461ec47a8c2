import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import { Reported } from '../../components/Reported/Reported.tsx'
import { useHasChangedPage } from '../Shell/page-change.ts'
import { shownText } from '../../text/shown-text.ts'
import css from './PageHeader.module.css'
import { t } from '../../i18n/text.ts'

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
  const heading = useRef<HTMLHeadingElement>(null)
  const hasChangedPage = useHasChangedPage()
  const [focusesHeading] = useState(hasChangedPage)
  useEffect(() => {
    // Also scrolls to the top of the new page, whichever element scrolls at this width.
    if (focusesHeading) heading.current?.focus()
  }, [focusesHeading])
  return (
    <header className={css.header}>
      <title>{t('frame.patchyard', { title: shownText(title, 80) })}</title>
      {parent && (
        <nav aria-label={t('frame.whereYouAre')} className={css.trail}>
          <Link to={parent.to}>
            <Reported text={parent.label} />
          </Link>
          <span aria-hidden>/</span>
        </nav>
      )}
      <div className={css.line}>
        <div className={css.heading}>
          {/* Takes the focus when the page changes, so that screen readers begin here. */}
          <h1 ref={heading} className={css.title} tabIndex={-1}>
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
