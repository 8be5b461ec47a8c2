import type { Trx } from '../../../database/database.ts'
import type { SecretBox } from '../../../secrets/secret-box.ts'
import { factorStore, type TotpRecord } from './factor-store.ts'
import { totpStep } from './totp.ts'

export const totpAbout = (personId: number): string => `totp:${personId}`

/** Whether the code is right now and was not used before; then it is used. */
export async function spendCode(
  trx: Trx,
  box: SecretBox,
  personId: number,
  code: string,
  nowMs: number,
): Promise<boolean> {
  const app = await factorStore.findTotp(trx, personId)
  return app?.confirmedAt != null && (await spendCodeOf(trx, box, personId, app, code, nowMs))
}

/** Of an app that may wait for its first code. */
export async function spendCodeOf(
  trx: Trx,
  box: SecretBox,
  personId: number,
  app: TotpRecord,
  code: string,
  nowMs: number,
): Promise<boolean> {
  const step = totpStep(box.open(totpAbout(personId), app.secret), code, nowMs)
  return step !== null && (await factorStore.useTotpStep(trx, personId, step))
}

/** As people type it: any case, with or without dashes. 80 random bits under a MAC whose key is not in the database. */
export const recoveryCodeHash = (box: SecretBox, personId: number, text: string): Buffer =>
  box.mac('recovery code', `${personId}:${text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}`)

export const spendRecoveryCode = (
  trx: Trx,
  box: SecretBox,
  personId: number,
  text: string,
  now: Date,
): Promise<boolean> => factorStore.useRecoveryCode(trx, personId, recoveryCodeHash(box, personId, text), now)
