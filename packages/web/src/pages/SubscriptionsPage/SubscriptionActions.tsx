import type { Subscription } from '@patchyard/api'
import { ActionMenu } from '../../components/ActionMenu/ActionMenu.tsx'
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
  const standing =
    of.state === 'active'
      ? ({ step: 'suspend', label: t('subscriptions.suspend'), danger: true } as const)
      : ({ step: 'resume', label: t('subscriptions.resume') } as const)
  return (
    <ActionMenu
      label={t('subscriptions.moreFor', { name: shownText(of.name, 80) })}
      look="dots"
      actions={[
        { step: 'rename', label: t('subscriptions.rename') },
        { step: 'licence', label: t('subscriptions.setLicence') },
        standing,
      ]}
      renderDialog={(step, close) => {
        const Chosen = dialogs[step]
        return <Chosen of={of} onClose={close} />
      }}
    />
  )
}
