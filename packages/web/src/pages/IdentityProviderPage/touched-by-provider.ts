/** What is read anew after a change of an identity provider. */
export const touchedByProvider = [
  'listIdentityProviders',
  'getIdentityProvider',
  'listIdentityLinks',
  'listSignInProviders',
] as const
