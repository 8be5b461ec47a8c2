import type { RoleList } from '@patchyard/api'
import { grants, permissionSentences, roleLabels, rolePermissions, roleSentences, roles } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'

/** `withHolders` false: the asker may not see people. */
export async function readRoles(trx: Trx, subscriptionId: number, withHolders: boolean): Promise<RoleList> {
  const holders = withHolders ? await readHolders(trx, subscriptionId) : null
  return {
    roles: roles.map(role => ({
      role,
      label: roleLabels[role],
      sentence: roleSentences[role],
      permissions: rolePermissions[role].map(permission => ({ permission, sentence: permissionSentences[permission] })),
      holders: holders === null ? null : (holders.get(role) ?? []),
    })),
    grants: grants.map(grant => ({
      grant,
      sentence: permissionSentences[grant],
      holders: holders === null ? null : (holders.get(grant) ?? []),
    })),
  }
}

interface Holder {
  readonly id: string
  readonly name: string
  readonly email: string
}

async function readHolders(trx: Trx, subscriptionId: number): Promise<Map<string, Holder[]>> {
  const { rows } = await sql<Holder & { held: string[] }>`
    select p.public_id as id, p.name, p.email, m.roles || m.grants as held
      from membership m join person p on p.id = m.person_id
     where m.subscription_id = ${subscriptionId} order by p.name_folded, p.id`.execute(trx)
  const byHeld = new Map<string, Holder[]>()
  for (const { held, ...holder } of rows) {
    for (const one of held) {
      const list = byHeld.get(one)
      if (list === undefined) byHeld.set(one, [holder])
      else list.push(holder)
    }
  }
  return byHeld
}
