import type { SubscriptionCreate } from '@patchyard/api'
import type { Clock, Random } from '@patchyard/domain'
import type { Trx } from '../../database/database.ts'
import { withSubscription } from '../../database/wall.ts'
import { personService } from '../access/person-service.ts'
import { issueOneTimeToken, oneTimeLink } from '../sign-in/links/one-time-tokens-service.ts'

export interface MadeAdministrator {
  readonly personPublicId: string
  /** null for somebody who has an account already: a link would set their password anew. */
  readonly link: string | null
  readonly linkEndsAt: Date | null
}

/** Makes somebody the first administrator of a new subscription; leaves the transaction behind its wall. */
export interface FirstAdministrators {
  make(trx: Trx, subscriptionId: number, who: SubscriptionCreate['administrator']): Promise<MadeAdministrator>
}

export function createFirstAdministrators(ports: {
  clock: Clock
  random: Random
  publicUrl: () => string
}): FirstAdministrators {
  const { clock, random, publicUrl } = ports
  return {
    async make(trx, subscriptionId, who) {
      const now = new Date(clock.nowMs())
      const email = who.email.normalize('NFC')
      const known = await personService.findByEmail(trx, email)
      const publicId = known?.publicId ?? random.uuid()
      const personId =
        known?.id ??
        (await personService.insert(trx, {
          publicId,
          email,
          name: who.name.normalize('NFC').trim(),
          passwordHash: null,
          homeSubscriptionId: subscriptionId,
          now,
        }))
      await withSubscription(trx, subscriptionId)
      await personService.insertMembership(trx, subscriptionId, personId, {
        roles: ['administrator'],
        allAssets: true,
        now,
      })
      if (known !== null) return { personPublicId: publicId, link: null, linkEndsAt: null }
      const wish = { kind: 'setPassword', personId, random, nowMs: now.getTime() } as const
      const token = await issueOneTimeToken(trx, wish)
      return {
        personPublicId: publicId,
        link: oneTimeLink(publicUrl(), 'setPassword', token.text),
        linkEndsAt: token.expiresAt,
      }
    },
  }
}
