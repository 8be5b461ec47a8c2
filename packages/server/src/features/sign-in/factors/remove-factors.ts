import type { Trx } from '../../../database/database.ts'
import { factorStore } from './factor-store.ts'
import { forgetBrowsers } from '../attempts/known-browsers.ts'
import { passkeyStore } from './passkey-store.ts'
import { sessionStore } from '../sessions/session-store.ts'
import { stepStore } from '../sessions/step-store.ts'

/** Takes every second factor of a person away, for who lost them; whoever may hold them is out. */
export async function removeAllFactors(trx: Trx, personId: number): Promise<{ totp: boolean; passkeys: number }> {
  const totp = await factorStore.removeTotp(trx, personId)
  const passkeys = await passkeyStore.removeAll(trx, personId)
  await factorStore.replaceRecoveryCodes(trx, personId, [])
  await stepStore.endAll(trx, personId)
  await sessionStore.endAll(trx, personId, null)
  await forgetBrowsers(trx, { personId })
  return { totp, passkeys }
}
