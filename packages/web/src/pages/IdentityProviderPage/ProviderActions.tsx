import type { IdentityProvider } from '@patchyard/api'
import { useNavigate } from 'react-router'
import { useAction, useList } from '../../api/use-api.ts'
import { ActionMenu } from '../../components/ActionMenu/ActionMenu.tsx'
import { ConfirmDialog } from '../../components/Dialog/ConfirmDialog.tsx'
import { t } from '../../i18n/text.ts'
import { touchedByProvider } from './touched-by-provider.ts'

interface AskProps {
  readonly provider: IdentityProvider
  readonly onClose: () => void
}

/** How many accounts are linked; null as long as that is not known, and then nothing may be asked of it. */
function useLinkCount(provider: IdentityProvider): number | null {
  const links = useList('listIdentityLinks', { params: { id: provider.id } }, { limit: 1 })
  return links.state === 'ready' ? links.total : null
}

function TurnOn({ provider, onClose }: AskProps) {
  const change = useAction('changeIdentityProvider', touchedByProvider)
  return (
    <ConfirmDialog
      title={t('provider.turnOnTitle')}
      confirm={t('provider.turnOnDo')}
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onConfirm={() => change.mutate({ params: { id: provider.id }, body: { enabled: true } }, { onSuccess: onClose })}
    >
      <p>{t('provider.turnOnText')}</p>
    </ConfirmDialog>
  )
}

function TurnOff({ provider, onClose }: AskProps) {
  const count = useLinkCount(provider)
  const change = useAction('changeIdentityProvider', touchedByProvider)
  return (
    <ConfirmDialog
      title={t('provider.turnOffTitle')}
      confirm={t('provider.turnOffDo')}
      danger
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onConfirm={() => change.mutate({ params: { id: provider.id }, body: { enabled: false } }, { onSuccess: onClose })}
    >
      {count !== null && <p>{t('provider.turnOffText', { count })}</p>}
    </ConfirmDialog>
  )
}

function Delete({ provider, onClose }: AskProps) {
  const navigate = useNavigate()
  const count = useLinkCount(provider)
  const remove = useAction('deleteIdentityProvider', ['listIdentityProviders', 'listSignInProviders'])
  return (
    <ConfirmDialog
      title={t('provider.deleteTitle')}
      confirm={t('provider.deleteDo')}
      danger
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(
          { params: { id: provider.id } },
          { onSuccess: () => void navigate('/sign-in-settings', { replace: true }) },
        )
      }
    >
      {count !== null && <p>{t('provider.deleteText', { count })}</p>}
    </ConfirmDialog>
  )
}

const questions = { TurnOn, TurnOff, Delete } as const

/** What is done with a provider as a whole. */
export function ProviderActions({ provider }: { readonly provider: IdentityProvider }) {
  const turn = provider.enabled
    ? ({ step: 'TurnOff', label: t('provider.turnOff') } as const)
    : ({ step: 'TurnOn', label: t('provider.turnOn') } as const)
  return (
    <ActionMenu
      label={t('provider.actions')}
      actions={[turn, { step: 'Delete', label: t('provider.delete'), danger: true }]}
      renderDialog={(step, close) => {
        const Asked = questions[step]
        return <Asked provider={provider} onClose={close} />
      }}
    />
  )
}
