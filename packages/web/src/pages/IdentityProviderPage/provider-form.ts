import type { IdentityProvider, IdentityProviderChange, IdentityProviderCreate } from '@patchyard/api'

/** An identity provider, as a form has it. Empty texts are what is not set. */
export interface ProviderForm {
  readonly title: string
  readonly issuer: string
  readonly clientId: string
  /** A new one; empty: as it is. */
  readonly clientSecret: string
  readonly dropsSecret: boolean
  readonly scopes: string
  readonly groupClaim: string
  readonly shown: boolean
}

/** The server's own beginnings, with the claim that most providers use. */
export const newProvider: ProviderForm = {
  title: '',
  issuer: '',
  clientId: '',
  clientSecret: '',
  dropsSecret: false,
  scopes: 'openid email profile',
  groupClaim: '',
  shown: true,
}

export const formOfProvider = (provider: IdentityProvider): ProviderForm => ({
  title: provider.title,
  issuer: provider.issuer,
  clientId: provider.clientId,
  clientSecret: '',
  dropsSecret: false,
  scopes: provider.scopes,
  groupClaim: provider.groupClaim ?? '',
  shown: provider.shown,
})

const texts = (form: ProviderForm) => ({
  title: form.title.trim(),
  issuer: form.issuer.trim(),
  clientId: form.clientId.trim(),
  scopes: form.scopes.trim().split(/\s+/).join(' '),
  groupClaim: form.groupClaim.trim() === '' ? null : form.groupClaim.trim(),
  shown: form.shown,
})

export const createRequest = (form: ProviderForm): IdentityProviderCreate => ({
  ...texts(form),
  ...(form.clientSecret === '' ? {} : { clientSecret: form.clientSecret }),
})

/** The secret is named only when it becomes another: nobody has to know the present one to change a name. */
export const changeRequest = (form: ProviderForm): IdentityProviderChange => ({
  ...texts(form),
  ...(form.dropsSecret ? { clientSecret: null } : form.clientSecret === '' ? {} : { clientSecret: form.clientSecret }),
})

/** Whether the server may be asked; it checks issuer and scopes again. */
export const isWholeProvider = ({ title, issuer, clientId, scopes }: ProviderForm): boolean =>
  title.trim() !== '' && issuer.trim().length >= 8 && clientId.trim() !== '' && scopes.trim() !== ''
