import { ApiError, UnreachableError } from '@patchyard/api'
import { type TextKey, t } from '../i18n/text.ts'
import { durationText } from '../text/instant-text.ts'
import { PasskeyError, type PasskeyTrouble } from './passkeys.ts'

export type FailureKind = 'signedOut' | 'forbidden' | 'notFound' | 'unreachable' | 'other'

export interface FailureText {
  readonly kind: FailureKind
  readonly title: string
  readonly detail: string
  /** For the server's log. */
  readonly requestId: string | null
}

const titles: { readonly [K in FailureKind]: TextKey } = {
  signedOut: 'failure.signedOut',
  forbidden: 'failure.forbidden',
  notFound: 'failure.notFound',
  unreachable: 'failure.unreachable',
  other: 'failure.other',
}

function kindOf(error: unknown): FailureKind {
  if (error instanceof UnreachableError) return 'unreachable'
  if (!(error instanceof ApiError)) return 'other'
  // Other codes with status 401 say that a password or token was wrong; the session is none of their business.
  if (error.code === 'unauthenticated') return 'signedOut'
  if (error.code === 'forbidden') return 'forbidden'
  if (error.status === 404) return 'notFound'
  return 'other'
}

const passkeyTexts: { readonly [T in PasskeyTrouble]: TextKey } = {
  stopped: 'failure.passkeyStopped',
  alreadyThere: 'failure.passkeyAlreadyThere',
  wrongAddress: 'failure.passkeyWrongAddress',
  failed: 'failure.passkeyFailed',
}

function detailOf(error: unknown): string {
  if (error instanceof UnreachableError) return t('failure.checkNetwork')
  if (error instanceof PasskeyError) return t(passkeyTexts[error.code])
  if (error instanceof ApiError && error.code === 'step_up_needed') return t('failure.notProven')
  if (error instanceof ApiError && error.retryAfterS !== undefined)
    return t('failure.wait', { reason: error.message, time: durationText(error.retryAfterS * 1000) })
  return error instanceof Error ? error.message : String(error)
}

/** What a person reads when a call failed. Never throws, whatever was thrown. */
export function failureText(error: unknown): FailureText {
  const kind = kindOf(error)
  return {
    kind,
    title: t(titles[kind]),
    detail: detailOf(error),
    requestId: error instanceof ApiError ? (error.requestId ?? null) : null,
  }
}

/** Whether asking again may help without a person. */
export function mayPass(error: unknown): boolean {
  return (
    error instanceof UnreachableError || (error instanceof ApiError && (error.status === 503 || error.status === 429))
  )
}
