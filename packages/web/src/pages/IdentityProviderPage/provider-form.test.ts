import { describe, expect, it } from 'vitest'
import { changeRequest, createRequest, isWholeProvider, newProvider, type ProviderForm } from './provider-form.ts'

const whole: ProviderForm = {
  ...newProvider,
  title: ' Staff ',
  issuer: ' https://login.example.org/realms/staff ',
  clientId: 'patchyard',
}

describe('a provider that is added', () => {
  it('is asked for without blanks around, and without what is not set', () => {
    expect(createRequest({ ...whole, scopes: ' openid   email ' })).toEqual({
      title: 'Staff',
      issuer: 'https://login.example.org/realms/staff',
      clientId: 'patchyard',
      scopes: 'openid email',
      groupClaim: null,
      shown: true,
    })
  })
})

describe('the secret of a provider that is changed', () => {
  it.each<[string, Partial<ProviderForm>, object]>([
    ['stays where nothing is said', {}, {}],
    ['becomes the new one, to the letter', { clientSecret: ' s e ' }, { clientSecret: ' s e ' }],
    ['is taken away, whatever stands in the field', { clientSecret: 'x', dropsSecret: true }, { clientSecret: null }],
  ])('%s', (_, part, want) => {
    const { clientSecret, ...rest } = changeRequest({ ...whole, ...part })
    expect(clientSecret === undefined ? {} : { clientSecret }).toEqual(want)
    expect(rest).toMatchObject({ title: 'Staff', groupClaim: null })
  })
})

it.each<[string, Partial<ProviderForm>, boolean]>([
  ['whole', {}, true],
  ['without a name', { title: ' ' }, false],
  ['without an issuer', { issuer: 'https' }, false],
  ['without a client id', { clientId: '' }, false],
  ['without scopes', { scopes: ' ' }, false],
])('a form %s may be sent: %#', (_, part, want) => {
  expect(isWholeProvider({ ...whole, ...part })).toBe(want)
})
