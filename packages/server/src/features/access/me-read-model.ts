import type { Me } from '@patchyard/api'
import { permissions } from '@patchyard/domain'
import type { Trx } from '../../database/database.ts'
import type { Principal } from '../../http/principal.ts'

/** Who am I: what this speaker is and may at this moment. Behind the wall. */
export async function readMe(trx: Trx, principal: Principal): Promise<Me> {
  const subscription = await trx
    .selectFrom('subscription')
    .select(['public_id', 'name'])
    .where('id', '=', principal.subscriptionId)
    .executeTakeFirstOrThrow()
  const tags = await trx
    .selectFrom('membership_tag')
    .innerJoin('tag', 'tag.id', 'membership_tag.tag_id')
    .select(['tag.public_id as id', 'tag.name', 'tag.colour'])
    .where('membership_tag.subscription_id', '=', principal.subscriptionId)
    .where('membership_tag.person_id', '=', principal.personId)
    .orderBy('tag.name_folded')
    .execute()
  const all = principal.scope.kind === 'all'
  return {
    id: principal.personPublicId,
    email: principal.email,
    name: principal.name,
    roles: [...principal.roles],
    grants: [...principal.grants],
    permissions: permissions.filter(permission => principal.permissions.has(permission)),
    isOperator: principal.isOperator,
    scope: { all, tags: all ? [] : tags },
    subscription: {
      id: subscription.public_id,
      name: subscription.name,
      licence: principal.licence,
      suspended: principal.suspended,
    },
    signedInBy: principal.via,
  }
}
