import { param, type SqlFragment, sql } from '../fragment.ts'
import type { QueryContext } from '../query-context.ts'
import type { Wall } from '../wall.ts'
import type { EntityHomes, TextHome } from './home.ts'
import * as is from './values.ts'

/**
 * Whose name and address a row tells. Who acted in a subscription was its member. Operators were not: of them a subscription sees an
 * id, and finds by no name, no address and no `me` whose it is. The installation's own chain is read by operators, who know everybody.
 */
export const namedActorKinds = (ofInstallation: boolean): readonly string[] =>
  ofInstallation ? ['session', 'apiKey', 'operator'] : ['session', 'apiKey']

/** Of our own words and ids, which are ASCII: no collation's lower() has another idea of it. */
const code = (raw: SqlFragment, words: SqlFragment): TextHome => is.text(raw, sql`lower(${raw} collate "C")`, words)

/**
 * Aliases: au audit, ap the person who acted, if one is named. Rows speak of all assets: whoever has a scope, or asks about licensed
 * assets alone, sees none of them.
 */
export function auditHomes(wall: Wall, context: QueryContext): EntityHomes {
  const { own } = wall
  const ofInstallation = context.ofInstallation === true
  const scope = wall.inScope(sql`null::bigint`)
  const named = param([...namedActorKinds(ofInstallation)])
  const orActor = (column: SqlFragment, instead: SqlFragment): SqlFragment => sql`coalesce(${column}, ${instead})`
  const nobody = (column: SqlFragment): SqlFragment => sql`coalesce(${column}, '')`
  return {
    from: sql`audit au left join person ap on ap.public_id = au.actor_person and au.actor_kind = any(${named}::text[])`,
    where: [
      ofInstallation ? sql`au.subscription_id = 0` : own(sql`au.subscription_id`),
      ...(scope === null ? [] : [scope]),
    ],
    id: sql`au.n`,
    indexed: ['n', 'at'],
    relations: {},
    tokens: {
      n: { value: is.integer(sql`au.n`) },
      at: { value: is.date(sql`au.at`) },
      actor: {
        value: is.orNull({
          form: 'person',
          id: sql`ap.id`,
          name: is.text(
            orActor(sql`ap.name`, sql`au.actor_name`),
            orActor(sql`ap.name_folded`, sql`lower(au.actor_name collate "C")`),
            orActor(sql`ap.name_words`, sql`au.actor_name_words`),
          ),
          email: is.text(nobody(sql`ap.email`), nobody(sql`ap.email_folded`), nobody(sql`ap.email_words`)),
        }),
      },
      actorKind: { value: is.choice(sql`au.actor_kind`) },
      actorId: { value: is.orNull({ form: 'id', column: sql`au.actor_person` }) },
      address: { value: is.orNull({ form: 'address', column: sql`au.actor_address` }) },
      action: { value: code(sql`au.action`, sql`au.action_words`) },
      object: { value: code(sql`au.object`, sql`au.object_words`) },
      objectKind: { value: code(sql`au.object_kind`, sql`(' ' || lower(au.object_kind collate "C") || ' ')`) },
      objectId: { value: is.orNull({ form: 'id', column: sql`au.object_id` }) },
      detail: {
        value: is.text(sql`coalesce(nullif(au.detail::text, '{}'), '')`, sql`au.detail_folded`, sql`au.detail_words`),
      },
    },
  }
}
