import { ApiError, UnreachableError } from '@patchyard/api'
import { type TextKey, t } from '../i18n/text.ts'

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
  if (error.status === 403) return 'forbidden'
  if (error.status === 404) return 'notFound'
  return 'other'
}

/** What a person reads when a call failed. Never throws, whatever was thrown. */
export function failureText(error: unknown): FailureText {
  const kind = kindOf(error)
  const detail =
    kind === 'unreachable' ? t('failure.checkNetwork') : error instanceof Error ? error.message : String(error)
  return {
    kind,
    title: t(titles[kind]),
    detail,
    requestId: error instanceof ApiError ? (error.requestId ?? null) : null,
  }
}

/** Whether asking again may help without a person. */
export function mayPass(error: unknown): boolean {
  return (
    error instanceof UnreachableError || (error instanceof ApiError && (error.status === 503 || error.status === 429))
  )
}
