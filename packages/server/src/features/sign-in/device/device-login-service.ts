import type {
  DeviceLogin,
  DeviceLoginAsked,
  DeviceLoginDecision,
  DeviceLoginStart,
  DeviceLoginTaken,
} from '@patchyard/api'
import type { Clock, Random } from '@patchyard/domain'
import type { Database } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import type { ApiKeysService } from '../../access/api-keys-service.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import type { SecretBox } from '../../../secrets/secret-box.ts'
import { countAttempt, userCodeLimits } from '../attempts/attempt-limits.ts'
import type { ClientFacts } from '../attempts/client-facts.ts'
import { looksLikeToken, newToken, tokenHash } from '../../../secrets/secret-token.ts'
import { deviceStore, type KeyWish } from './device-store.ts'
import { newUserCode, readUserCode } from './user-code.ts'

const LIFETIME_MS = 10 * 60 * 1000
const INTERVAL_S = 2
const KEY_DAYS = 90
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * RFC 8628: a program without a browser of its own shows a code; a person who is signed in types it and consents; the program
 * fetches an API key. No password passes through the program. The key is made when it is fetched, so that it is never stored.
 */
export interface DeviceLoginService {
  start(request: DeviceLoginStart, client: ClientFacts): Promise<DeviceLogin>
  /** Throws Problem `device_code_unknown`, or `rate` after too many wrong ones. */
  inspect(principal: Principal, userCode: string): Promise<DeviceLoginAsked>
  decide(principal: Principal, request: DeviceLoginDecision): Promise<void>
  /** Throws Problem `device_code_unknown` when it is over, `device_refused`, `device_slow_down`. */
  take(deviceCode: string): Promise<DeviceLoginTaken>
}

export function createDeviceLoginService(ports: {
  database: Database
  clock: Clock
  random: Random
  box: SecretBox
  apiKeys: Pick<ApiKeysService, 'create'>
  principalOfPerson: (subscriptionId: number, personId: number) => Promise<Principal>
  publicUrl: () => string
}): DeviceLoginService {
  const { database, clock, random, box, apiKeys } = ports
  const now = (): Date => new Date(clock.nowMs())
  const unknown = (): Problem => new Problem('device_code_unknown')
  // Eight letters are few enough to try all hashes of them: under a key they are not.
  const userHash = (code: string): Buffer => box.mac('device user code', code)

  /** Wrong codes count, right ones too: nobody types eleven codes in an hour. */
  async function codeOf(principal: Principal, text: string): Promise<string> {
    await database.asOperator(trx => countAttempt(trx, userCodeLimits(principal.personId), now()))
    const code = readUserCode(text)
    if (code === null) throw unknown()
    return code
  }

  function wishOf({ role, expiresAt }: DeviceLoginDecision): KeyWish {
    const latest = expiresAt ?? new Date(clock.nowMs() + KEY_DAYS * DAY_MS).toISOString()
    if (new Date(latest).getTime() <= clock.nowMs()) {
      throw new Problem('malformed', { field: '/expiresAt', detail: 'expiresAt lies in the past' })
    }
    return { expiresAt: latest, ...(role === undefined ? {} : { role }) }
  }

  return {
    async start({ machine }, client) {
      const device = newToken('pyd', random)
      const userCode = newUserCode(random)
      await database.asOperator(async trx => {
        await deviceStore.deleteExpired(trx, now())
        await deviceStore.insert(trx, {
          publicId: random.uuid(),
          deviceHash: device.hash,
          userHash: userHash(userCode),
          machine: machine.normalize('NFC').trim(),
          address: client.address,
          createdAt: now(),
          expiresAt: new Date(clock.nowMs() + LIFETIME_MS),
        })
      })
      const verificationUri = `${ports.publicUrl()}/device`
      return {
        deviceCode: device.text,
        userCode,
        verificationUri,
        verificationUriComplete: `${verificationUri}?code=${userCode}`,
        expiresIn: LIFETIME_MS / 1000,
        interval: INTERVAL_S,
      }
    },

    async inspect(principal, text) {
      const userCode = await codeOf(principal, text)
      const found = await database.asOperator(trx => deviceStore.findOpen(trx, userHash(userCode), now()))
      if (found === null) throw unknown()
      return {
        userCode,
        machine: found.machine,
        address: found.address,
        askedAt: found.createdAt.toISOString(),
        expiresAt: found.expiresAt.toISOString(),
      }
    },

    async decide(principal, request) {
      const userCode = await codeOf(principal, request.userCode)
      const wish = request.allow ? wishOf(request) : null
      const { subscriptionId, personId } = principal
      await database.inSubscription(subscriptionId, async trx => {
        const done = await deviceStore.decide(trx, userHash(userCode), { personId, subscriptionId, wish, now: now() })
        if (done === null) throw unknown()
        await writeAudit(trx, {
          principal,
          action: wish === null ? 'deviceLogin.refuse' : 'deviceLogin.allow',
          object: `deviceLogin:${done.publicId}`,
          detail: { machine: done.machine, address: done.address, ...wish },
          nowMs: clock.nowMs(),
        })
      })
    },

    async take(deviceCode) {
      if (!looksLikeToken('pyd', deviceCode)) throw unknown()
      const hash = tokenHash(deviceCode)
      const state = await database.asOperator(trx => deviceStore.poll(trx, hash, now()))
      if (state === null) throw unknown()
      const sinceMs = clock.nowMs() - (state.polledAt?.getTime() ?? 0)
      if (!state.decided) {
        if (sinceMs < INTERVAL_S * 500) throw new Problem('device_slow_down', { retryAfterS: INTERVAL_S * 2 })
        return { state: 'pending', secret: null }
      }
      if (!state.allowed) throw new Problem('device_refused')
      const taken = await database.asOperator(trx => deviceStore.take(trx, hash, now()))
      if (taken === null) throw unknown()
      // As strong as the person is at this moment, or as the role they chose; whoever was disabled meanwhile gives nothing.
      const principal = await ports.principalOfPerson(taken.subscriptionId, taken.personId)
      const title = `patchyard on ${taken.machine}`.slice(0, 120)
      const made = await apiKeys.create(principal, { title, ...taken.wish })
      return { state: 'done', secret: made.secret }
    },
  }
}
