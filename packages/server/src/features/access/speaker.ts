import {
  effectiveLicence,
  type Grant,
  type LicenceKind,
  operatorPermission,
  type Permission,
  permissionsOf,
  type Role,
  rolePermissions,
} from '@patchyard/domain'
import type { Principal } from '../../http/principal.ts'
import { scopeOfTags } from '../../queries/scope-of-tags.ts'

/** A person in a subscription, as the database has them at this moment. */
export interface MemberRow {
  readonly person_id: number
  readonly person_public_id: string
  readonly email: string
  readonly name: string
  readonly is_operator: boolean
  readonly roles: readonly Role[]
  readonly grants: readonly Grant[]
  /** With the tags below each; null: all assets. */
  readonly scope_tags: readonly number[] | null
  readonly licence_kind: LicenceKind
  readonly licence_limit: number | null
  readonly licence_end: Date | null
  readonly stale_after_days: number
  readonly suspended: boolean
}

const DAY_MS = 86_400_000

/** What a key may use of what its maker has; both null: all of it. */
export interface KeyPart {
  readonly role: Role | null
  /** `operator` may stand here, too. */
  readonly permissions: readonly string[] | null
}

/** S11.4: a key never has more than its maker has now, whatever it was made with. */
export function permissionsOfKey(maker: ReadonlySet<Permission>, key: KeyPart): ReadonlySet<Permission> {
  const wanted = key.permissions ?? (key.role === null ? null : rolePermissions[key.role])
  if (wanted === null) return maker
  const held = new Set<string>(wanted)
  return new Set([...maker].filter(permission => held.has(permission)))
}

export function principalOf(
  member: MemberRow,
  speaker: Pick<Principal, 'subscriptionId' | 'via' | 'sessionId' | 'provenAtMs' | 'needsSecondFactor'>,
  nowMs: number,
  key: KeyPart | null = null,
): Principal {
  const own = permissionsOf(member.roles, member.grants)
  const permissions = key === null ? own : permissionsOfKey(own, key)
  const whole = key === null || (key.permissions === null && key.role === null)
  const isOperator = member.is_operator && (whole || key.permissions?.includes(operatorPermission) === true)
  return {
    ...speaker,
    personId: member.person_id,
    personPublicId: member.person_public_id,
    email: member.email,
    name: member.name,
    roles: member.roles,
    grants: member.grants,
    permissions,
    isOperator,
    scope: scopeOfTags(member.scope_tags),
    suspended: member.suspended,
    licence: effectiveLicence(
      { kind: member.licence_kind, limit: member.licence_limit, endAt: member.licence_end },
      nowMs,
    ),
    staleAfterMs: member.stale_after_days * DAY_MS,
    can: permission => (permission === operatorPermission ? isOperator : permissions.has(permission as Permission)),
  }
}
