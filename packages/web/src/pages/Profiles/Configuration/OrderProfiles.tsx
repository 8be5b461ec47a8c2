import type { ConfigurationProfile } from '@patchyard/api'
import { ActionIcon, Button } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useAction, useList } from '../../../api/use-api.ts'
import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { showDone } from '../../../components/notify.ts'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { FailureLine } from '../../../components/States/FailureLine.tsx'
import { t } from '../../../i18n/text.ts'
import { shownText } from '../../../text/shown-text.ts'
import css from '../Profiles.module.css'
import { touchedByProfiles } from '../touched-by-profiles.ts'
import { moved } from './moved.ts'

/** Which profile is asked first: a dialog with every profile but the default. */
export function OrderProfiles() {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('profiles.order')}
      </Button>
      {isOpen && <OrderDialog onClose={() => setOpen(false)} />}
    </>
  )
}

/** More than the API takes in one order. */
const MOST = 500

function OrderDialog({ onClose }: { readonly onClose: () => void }) {
  const list = useList('listConfigurationProfiles', { query: { sort: 'priority' } }, { limit: MOST })
  const order = useAction('orderConfigurationProfiles', touchedByProfiles)
  const [chosen, setChosen] = useState<readonly ConfigurationProfile[] | null>(null)
  const profiles = chosen ?? list.rows.filter(profile => !profile.isDefault)
  return (
    <ConfirmDialog
      title={t('profiles.orderTitle')}
      confirm={t('profiles.saveOrder')}
      busy={order.isPending}
      error={order.error}
      disabled={chosen === null || list.hasMore}
      onClose={onClose}
      onConfirm={() =>
        order.mutate(
          { body: { ids: profiles.map(profile => profile.id) } },
          {
            onSuccess: () => {
              showDone(t('profiles.ordered'))
              onClose()
            },
          },
        )
      }
    >
      <p>{t('profiles.orderMore')}</p>
      <FailureLine error={list.error} />
      {list.state === 'loading' ? (
        <p role="status">{t('table.reading')}</p>
      ) : (
        <Order profiles={profiles} onChange={setChosen} />
      )}
    </ConfirmDialog>
  )
}

interface OrderProps {
  readonly profiles: readonly ConfigurationProfile[]
  onChange(profiles: readonly ConfigurationProfile[]): void
}

function Order({ profiles, onChange }: OrderProps) {
  const whole = useRef<HTMLOListElement>(null)
  const [last, setLast] = useState<readonly [id: string, by: -1 | 1] | null>(null)
  // A thing that moved takes the focus with it, so that one key press more moves it further.
  useEffect(() => {
    if (last === null) return
    const buttons = whole.current?.querySelectorAll<HTMLButtonElement>(`[data-profile="${last[0]}"] button`)
    const [up, down] = buttons ?? []
    const wanted = last[1] === -1 ? up : down
    if (wanted?.disabled === true) (last[1] === -1 ? down : up)?.focus()
    else wanted?.focus()
  }, [last])
  const move = (n: number, by: -1 | 1) => (): void => {
    onChange(moved(profiles, n, by))
    setLast([profiles[n]?.id ?? '', by])
  }
  return (
    <ol ref={whole} className={css.order}>
      {profiles.map((profile, n) => (
        <li key={profile.id} className={css.place} data-profile={profile.id}>
          <span className={css.rank}>{n + 1}.</span>
          <Reported text={profile.name} />
          <ActionIcon
            aria-label={t('profiles.moveUp', { name: shownText(profile.name, 80) })}
            disabled={n === 0}
            onClick={move(n, -1)}
          >
            <IconArrowUp size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            aria-label={t('profiles.moveDown', { name: shownText(profile.name, 80) })}
            disabled={n === profiles.length - 1}
            onClick={move(n, 1)}
          >
            <IconArrowDown size={16} aria-hidden />
          </ActionIcon>
        </li>
      ))}
    </ol>
  )
}
