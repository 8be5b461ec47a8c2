import { expect, it } from 'vitest'
import { activationKeyRequest, emptyForm } from './activation-key-form.ts'

const now = Date.parse('2026-11-21T14:00:00.000Z')

it.each([
  [{}, { title: 'Servers', autoAccept: true, expiresAt: '2026-12-21T14:00:00.000Z' }],
  [{ ends: 'never' }, { title: 'Servers', autoAccept: true }],
  [
    { ends: 'never', maxUses: ' 5 ' },
    { title: 'Servers', autoAccept: true, maxUses: 5 },
  ],
  [
    { ends: 'never', maxUses: 'many' },
    { title: 'Servers', autoAccept: true },
  ],
  [
    { ends: 'never', autoAccept: false, networks: '10.0.0.0/8, 192.168.0.0/16\n2001:db8::/32 ' },
    { title: 'Servers', autoAccept: false, allowedNetworks: ['10.0.0.0/8', '192.168.0.0/16', '2001:db8::/32'] },
  ],
  [
    { ends: 'never', tags: [{ id: 'a', name: 'prod' }] },
    { title: 'Servers', autoAccept: true, tags: ['a'] },
  ],
])('a form with %j asks for %j', (form, want) => {
  expect(activationKeyRequest({ ...emptyForm, title: ' Servers ', ...form }, now)).toEqual(want)
})
