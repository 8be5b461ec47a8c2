import { ActionIcon } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconMenu2, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { Outlet, useLocation } from 'react-router'
import { Brand } from '../Sidebar/Brand.tsx'
import { Sidebar } from '../Sidebar/Sidebar.tsx'
import { SkipLink } from '../SkipLink/SkipLink.tsx'
import { LiveUpdates } from './LiveUpdates.tsx'
import { PageChangeContext } from './page-change.ts'
import css from './Shell.module.css'
import { t } from '../../i18n/text.ts'

/** "/assets/7/software" and "/assets/7" are parts of one page. */
const pageOf = (path: string): string => path.split('/').slice(0, 3).join('/')

/** What stands around every page: the way to the others on the left, or behind a button on narrow screens. */
export function Shell() {
  const page = pageOf(useLocation().pathname)
  const [firstPage] = useState(page)
  const [hasLeft, setHasLeft] = useState(false)
  const [isOpen, setOpen] = useState(false)
  if (!hasLeft && page !== firstPage) setHasLeft(true)
  useHotkeys([['Escape', () => setOpen(false)]])
  return (
    <LiveUpdates>
      <SkipLink />
      <div className={css.shell}>
        <nav aria-label={t('frame.menu')} className={css.bar}>
          <ActionIcon
            size="lg"
            aria-label={isOpen ? t('frame.closeTheMenu') : t('frame.openTheMenu')}
            aria-expanded={isOpen}
            aria-controls="sidebar"
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? <IconX size={20} aria-hidden /> : <IconMenu2 size={20} aria-hidden />}
          </ActionIcon>
          <Brand />
        </nav>
        <div id="sidebar" className={css.side} data-open={isOpen || undefined}>
          <Sidebar onGo={() => setOpen(false)} />
        </div>
        {isOpen && <div className={css.shade} aria-hidden onClick={() => setOpen(false)} />}
        <main id="content" className={css.content} tabIndex={-1}>
          <PageChangeContext value={hasLeft}>
            <Outlet />
          </PageChangeContext>
        </main>
      </div>
    </LiveUpdates>
  )
}
