import { ApiError } from '@patchyard/api'
import { failureText } from '../../api/failure-text.ts'
import { type TextKey, t } from '../../i18n/text.ts'

const texts: ReadonlyMap<string, TextKey> = new Map([
  ['identity_state', 'provider.state'],
  ['identity_refused', 'provider.refused'],
  ['identity_claims', 'provider.claims'],
  ['identity_taken', 'provider.taken'],
  ['identity_unreachable', 'provider.unreachable'],
])

/** What went wrong on the way to an identity provider and back, and what one can do about it. */
export function providerFailure(error: unknown): string {
  const text = error instanceof ApiError ? texts.get(error.code) : undefined
  return text === undefined ? failureText(error).detail : t(text)
}
