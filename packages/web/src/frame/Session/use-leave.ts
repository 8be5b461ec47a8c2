import { usePorts } from '../../api/ports.ts'
import { useAction } from '../../api/use-api.ts'
import { showFailure } from '../../components/notify.ts'
import { t } from '../../i18n/text.ts'

/** Signs out. A new page, so that nothing read for this person stays in memory. */
export function useLeave() {
  const { leaveFor } = usePorts()
  const signOut = useAction('signOut', [])
  const go = (): void =>
    signOut.mutate(
      {},
      { onSuccess: () => leaveFor('/'), onError: error => showFailure(t('session.notSignedOut'), error) },
    )
  return { go, isPending: signOut.isPending }
}
