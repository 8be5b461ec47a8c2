import type { Subscription } from '@patchyard/api'
import { licenceKinds } from '../../components/Licence/licence-kinds.ts'
import { t } from '../../i18n/text.ts'

const isKind = (kind: string): kind is keyof typeof licenceKinds => Object.hasOwn(licenceKinds, kind)

/** `Full, unlimited`, `Trial, 500 assets`, `Free`; a kind of a newer server as that says it. */
export function licenceText({ kind, limit }: Subscription['licence']): string {
  const name = isKind(kind) ? t(licenceKinds[kind]) : kind
  if (kind === 'free') return name
  return t('subscriptions.licenceOf', {
    kind: name,
    limit: limit === null ? t('subscriptions.unlimited') : t('count.asset', { count: limit }),
  })
}
