import type { Subscription } from '@patchyard/api'
import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { RenameSubscription } from './RenameSubscription.tsx'
import { SetLicence } from './SetLicence.tsx'
import { ResumeSubscription, SuspendSubscription } from './SuspendSubscription.tsx'

const dialogs = {
  rename: RenameSubscription,
  licence: SetLicence,
  suspend: SuspendSubscription,
  resume: ResumeSubscription,
} as const

/** What an operator does with one subscription. */
export function SubscriptionActions({ of }: { readonly of: Subscription }) {
  const [open, setOpen] = useState<keyof typeof dialogs | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const Chosen = open === null ? null : dialogs[open]
  const close = (): void => {
    setOpen(null)
    button.current?.focus()
  }
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            ref={button}
            variant="subtle"
            color="gray"
            aria-label={t('subscriptions.moreFor', { name: shownText(of.name, 80) })}
          >
            <IconDots size={17} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen('rename')}>{t('subscriptions.rename')}</Menu.Item>
          <Menu.Item onClick={() => setOpen('licence')}>{t('subscriptions.setLicence')}</Menu.Item>
          {of.state === 'active' ? (
            <Menu.Item color="red" onClick={() => setOpen('suspend')}>
              {t('subscriptions.suspend')}
            </Menu.Item>
          ) : (
            <Menu.Item onClick={() => setOpen('resume')}>{t('subscriptions.resume')}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {Chosen !== null && <Chosen of={of} onClose={close} />}
    </>
  )
}
