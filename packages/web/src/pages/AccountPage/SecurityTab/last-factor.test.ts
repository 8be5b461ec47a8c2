import type { Passkey, SecondFactors } from '@patchyard/api'
import { expect, it } from 'vitest'
import { consequence } from './last-factor.ts'

const passkey: Passkey = { id: 'x', title: 'x', synced: false, createdAt: '', usedAt: null }
const factors = (part: Partial<SecondFactors>): SecondFactors => ({
  demanded: false,
  hasPassword: true,
  totp: null,
  recoveryCodesLeft: 0,
  passkeys: [],
  passkeysAvailable: true,
  ...part,
})

it.each([
  [{ totp: { since: '' } }, 'account.lastFactor'],
  [{ passkeys: [passkey] }, 'account.lastFactor'],
  [{ passkeys: [passkey], demanded: true }, 'account.lastDemanded'],
  [{ passkeys: [passkey], totp: { since: '' } }, null],
  [{ passkeys: [passkey, passkey], demanded: true }, null],
] as const)('taking a factor away from %o: %s', (part, want) => {
  expect(consequence(factors(part as Partial<SecondFactors>))).toBe(want)
})
