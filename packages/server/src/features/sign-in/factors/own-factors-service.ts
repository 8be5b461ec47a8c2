import type {
  Passkey,
  PasskeyAdd,
  PasskeyChallenge,
  RecoveryCodes,
  SecondFactors,
  TotpConfirm,
  TotpSetUp,
} from '@patchyard/api'
import type { Clock, Random } from '@patchyard/domain'
import type { Database, Trx } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import type { SecretBox } from '../../../secrets/secret-box.ts'
import { credentialStore } from '../passwords/credential-store.ts'
import { recoveryCodeHash, totpAbout, spendCodeOf } from './factor-checks.ts'
import { factorStore } from './factor-store.ts'
import type { PasskeyCeremonies } from './passkey-ceremonies.ts'
import { type PasskeyRecord, passkeyStore } from './passkey-store.ts'
import { newRecoveryCodes } from './recovery-codes.ts'
import { readSignInRules } from '../administration/sign-in-rules.ts'
import { TOTP_SECRET_BYTES, totpSetUp } from './totp.ts'

/** A person's own authenticator app, recovery codes and passkeys. Only sessions: a key cannot set up a way in. */
export interface OwnFactorsService {
  read(principal: Principal): Promise<SecondFactors>
  /** Throws Problem `conflict` when one is set up already. */
  startTotp(principal: Principal): Promise<TotpSetUp>
  /** Throws Problem `second_factor_refused` for a wrong code; nothing is switched on then. */
  confirmTotp(principal: Principal, request: TotpConfirm): Promise<RecoveryCodes>
  removeTotp(principal: Principal): Promise<void>
  renewRecoveryCodes(principal: Principal): Promise<RecoveryCodes>
  startPasskey(principal: Principal): Promise<PasskeyChallenge>
  addPasskey(principal: Principal, request: PasskeyAdd): Promise<Passkey>
  renamePasskey(principal: Principal, publicId: string, title: string): Promise<Passkey>
  removePasskey(principal: Principal, publicId: string): Promise<void>
}

export function createOwnFactorsService(ports: {
  database: Database
  clock: Clock
  random: Random
  box: SecretBox
  passkeys: PasskeyCeremonies
}): OwnFactorsService {
  const { database, clock, random, box, passkeys } = ports
  const now = (): Date => new Date(clock.nowMs())

  const behind = <T>(principal: Principal, work: (trx: Trx) => Promise<T>): Promise<T> =>
    database.inSubscription(principal.subscriptionId, work)

  const audit = (trx: Trx, principal: Principal, action: string, detail: Record<string, unknown> = {}): Promise<void> =>
    writeAudit(trx, {
      principal,
      action,
      object: `person:${principal.personPublicId}`,
      detail,
      nowMs: clock.nowMs(),
    })

  async function giveRecoveryCodes(trx: Trx, personId: number): Promise<RecoveryCodes> {
    const codes = newRecoveryCodes(random)
    const hashes = codes.map(code => recoveryCodeHash(box, personId, code))
    await factorStore.replaceRecoveryCodes(trx, personId, hashes)
    return { codes }
  }

  /** Recovery codes stand in for a second factor; without one there is nothing to stand in for. */
  async function endCodesWithoutFactor(trx: Trx, personId: number): Promise<void> {
    const app = await factorStore.findTotp(trx, personId)
    const keys = await passkeyStore.listOf(trx, personId)
    if (app?.confirmedAt == null && keys.length === 0) await factorStore.replaceRecoveryCodes(trx, personId, [])
  }

  return {
    read: principal =>
      behind(principal, async trx => {
        const { personId } = principal
        const [app, keys] = [await factorStore.findTotp(trx, personId), await passkeyStore.listOf(trx, personId)]
        const person = await credentialStore.findPerson(trx, personId)
        return {
          demanded: (await readSignInRules(trx, principal.subscriptionId)).secondFactor,
          hasPassword: person?.passwordHash != null,
          totp: app?.confirmedAt == null ? null : { since: app.confirmedAt.toISOString() },
          recoveryCodesLeft: await factorStore.recoveryCodesLeft(trx, personId),
          passkeys: keys.map(passkeyOf),
          passkeysAvailable: passkeys.available(),
        }
      }),

    startTotp: principal =>
      behind(principal, async trx => {
        const secret = random.bytes(TOTP_SECRET_BYTES)
        const sealed = box.seal(totpAbout(principal.personId), secret)
        if (!(await factorStore.beginTotp(trx, principal.personId, sealed, now()))) {
          throw new Problem('conflict', { detail: 'an authenticator app is set up already; remove it first' })
        }
        return totpSetUp(secret, principal.email)
      }),

    confirmTotp: (principal, { code }) =>
      behind(principal, async trx => {
        const { personId } = principal
        const app = await factorStore.findTotp(trx, personId)
        if (app === null || app.confirmedAt !== null) {
          throw new Problem('conflict', { detail: 'no authenticator app waits for its first code' })
        }
        if (!(await spendCodeOf(trx, box, personId, app, code, clock.nowMs())))
          throw new Problem('second_factor_refused')
        await factorStore.confirmTotp(trx, personId, now())
        await audit(trx, principal, 'secondFactor.add', { kind: 'totp' })
        return giveRecoveryCodes(trx, personId)
      }),

    removeTotp: principal =>
      behind(principal, async trx => {
        if (!(await factorStore.removeTotp(trx, principal.personId))) throw new Problem('not_found')
        await endCodesWithoutFactor(trx, principal.personId)
        await audit(trx, principal, 'secondFactor.remove', { kind: 'totp' })
      }),

    renewRecoveryCodes: principal =>
      behind(principal, async trx => {
        const app = await factorStore.findTotp(trx, principal.personId)
        const keys = await passkeyStore.listOf(trx, principal.personId)
        if (app?.confirmedAt == null && keys.length === 0) {
          throw new Problem('conflict', { detail: 'recovery codes stand in for a second factor, and there is none' })
        }
        await audit(trx, principal, 'secondFactor.renewRecoveryCodes')
        return giveRecoveryCodes(trx, principal.personId)
      }),

    async startPasskey(principal) {
      const person = {
        id: principal.personId,
        publicId: principal.personPublicId,
        email: principal.email,
        name: principal.name,
      }
      return { options: { ...(await passkeys.registration(person, principal.sessionId ?? '')) } }
    },

    async addPasskey(principal, { title, passkey }) {
      const made = await passkeys.register(passkey, principal.sessionId ?? '')
      return behind(principal, async trx => {
        const kept = await passkeyStore.insert(trx, {
          ...made,
          publicId: random.uuid(),
          personId: principal.personId,
          title: title.normalize('NFC').trim(),
          now: now(),
        })
        if (kept === null) throw new Problem('conflict', { detail: 'this passkey is kept already' })
        await audit(trx, principal, 'secondFactor.add', { kind: 'passkey', id: kept.publicId, title: kept.title })
        return passkeyOf(kept)
      })
    },

    renamePasskey: (principal, publicId, title) =>
      behind(principal, async trx => {
        const renamed = await passkeyStore.rename(trx, principal.personId, publicId, title.normalize('NFC').trim())
        if (renamed === null) throw new Problem('not_found')
        await audit(trx, principal, 'secondFactor.rename', { kind: 'passkey', id: publicId, title: renamed.title })
        return passkeyOf(renamed)
      }),

    removePasskey: (principal, publicId) =>
      behind(principal, async trx => {
        const removed = await passkeyStore.remove(trx, principal.personId, publicId)
        if (removed === null) throw new Problem('not_found')
        await endCodesWithoutFactor(trx, principal.personId)
        await audit(trx, principal, 'secondFactor.remove', { kind: 'passkey', id: publicId, title: removed.title })
      }),
  }
}

const passkeyOf = (record: PasskeyRecord): Passkey => ({
  id: record.publicId,
  title: record.title,
  synced: record.synced,
  createdAt: record.createdAt.toISOString(),
  usedAt: record.usedAt?.toISOString() ?? null,
})
