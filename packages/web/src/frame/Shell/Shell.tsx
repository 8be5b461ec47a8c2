import { ActionIcon } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconMenu2, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { Outlet, useLocation } from 'react-router'
import { Brand } from '../Sidebar/Brand.tsx'
import { Sidebar } from '../Sidebar/Sidebar.tsx'
import { SkipLink } from '../SkipLink/SkipLink.tsx'
import { LiveUpdates } from './LiveUpdates.tsx'
import css from './Shell.module.css'

/** "/assets/7/software" and "/assets/7" are parts of one page. */
const pageOf = (path: string): string => path.split('/').slice(0, 3).join('/')

/** What stands around every page: the way to the others on the left, or behind a button on narrow screens. */
export function Shell() {
  const page = pageOf(useLocation().pathname)
  const content = useRef<HTMLElement>(null)
  const firstPage = useRef(page)
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    if (firstPage.current === page) return
    firstPage.current = ''
    content.current?.scrollTo(0, 0)
    content.current?.querySelector<HTMLElement>('[data-page-title]')?.focus({ preventScroll: true })
  }, [page])
  useHotkeys([['Escape', () => setOpen(false)]])
  return (
    <LiveUpdates>
      <SkipLink />
      <div className={css.shell}>
        <div className={css.bar}>
          <ActionIcon
            size="lg"
            aria-label={isOpen ? 'Close the menu' : 'Open the menu'}
            aria-expanded={isOpen}
            aria-controls="sidebar"
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? <IconX size={20} aria-hidden /> : <IconMenu2 size={20} aria-hidden />}
          </ActionIcon>
          <Brand />
        </div>
        <div id="sidebar" className={css.side} data-open={isOpen || undefined}>
          <Sidebar onGo={() => setOpen(false)} />
        </div>
        {isOpen && <div className={css.shade} aria-hidden onClick={() => setOpen(false)} />}
        <main id="content" ref={content} className={css.content} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </LiveUpdates>
  )
}
