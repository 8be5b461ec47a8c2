import type { ActivationKeyCreate } from '@patchyard/api'
import type { NamedTag } from '../../components/Tags/tag-tree.ts'
import { expiryInstant } from '../../components/Keys/expiry.ts'

export interface ActivationKeyForm {
  readonly title: string
  readonly autoAccept: boolean
  /** As typed; empty: any number. */
  readonly maxUses: string
  readonly ends: string
  /** As typed: networks in CIDR notation, apart by commas, spaces or lines. */
  readonly networks: string
  /** Static tags that each asset carries from its first moment. */
  readonly tags: readonly NamedTag[]
}

export const emptyForm: ActivationKeyForm = {
  title: '',
  autoAccept: true,
  maxUses: '',
  ends: '30',
  networks: '',
  tags: [],
}

/** What the form asks the server for. Whether a network is one, the server decides and names it. */
export function activationKeyRequest(form: ActivationKeyForm, nowMs: number): ActivationKeyCreate {
  const networks = form.networks.split(/[\s,;]+/).filter(network => network !== '')
  const expiresAt = expiryInstant(form.ends, nowMs)
  const maxUses = Number(form.maxUses)
  return {
    title: form.title.trim(),
    autoAccept: form.autoAccept,
    ...(form.maxUses.trim() !== '' && Number.isInteger(maxUses) ? { maxUses } : {}),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(form.tags.length === 0 ? {} : { tags: form.tags.map(tag => tag.id) }),
    ...(networks.length === 0 ? {} : { allowedNetworks: networks }),
  }
}
