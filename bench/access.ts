import {
  type Actor,
  decide,
  type JobObject,
  type Permission,
  permissionsOf,
  type PersonObject,
  roles,
} from '@patchyard/domain'
import type { Bench, Figure } from '../tools/bench/bench.ts'

const DECISIONS = 20_000
const ROUNDS = 15
const SCOPE_TAGS = 200

const tags = Array.from({ length: SCOPE_TAGS }, (_, n) => n + 1)
const scope = { kind: 'tags', tagIds: tags } as const
const reversed = { kind: 'tags', tagIds: [...tags].reverse() } as const
const held = permissionsOf(['patchUser'])
const coAuthor: Actor = { personId: 7, roles: ['patchUser'], scope, can: one => held.has(one as Permission) }
const everything = permissionsOf(['administrator'])
const administrator: Actor = { ...coAuthor, roles: ['administrator'], can: one => everything.has(one as Permission) }
const job: JobObject = {
  owner: { id: 1, roles: ['patchUser'], scope: reversed, active: true },
  coAuthorIds: Array.from({ length: 50 }, (_, n) => 56 - n),
}
const person: PersonObject = {
  id: 2,
  roles: ['patchUser', 'patchDashboardAuthor'],
  grants: ['dashboard.print'],
  scope: reversed,
  isOperator: false,
  lastAdministrator: false,
  atHome: true,
}

export const bench: Bench = {
  about: 'One decision of `decide` (packages/domain/src/access), by the largest objects that there are.',
  data: `Scopes of ${SCOPE_TAGS} tags with the tags below them, compared in the worst order; a job with 50 co-authors; ${DECISIONS} decisions, CPU time, best of ${ROUNDS} rounds.`,
  run: (): Promise<readonly Figure[]> =>
    Promise.resolve([
      figure('may a co-author start the job', () => decide(fresh(coAuthor), 'job.start', job).allowed),
      figure('may a co-author open the job', () => decide(fresh(coAuthor), 'job.view', job).allowed),
      figure(
        'may an administrator give all roles but one',
        () =>
          decide(fresh(administrator), 'person.setStanding', {
            ...person,
            to: { roles: roles.filter(role => role !== 'patchSecurity'), grants: [], scope: reversed },
          }).allowed,
      ),
    ]),
}

/** As each request makes it: nothing is remembered of a scope from the decision before. */
const fresh = (actor: Actor): Actor => ({ ...actor, scope: { kind: 'tags', tagIds: tags.slice() } })

function figure(name: string, ask: () => boolean): Figure {
  if (!ask()) throw new Error(`${name}: no`)
  return { name, value: bestMicros(ask), unit: 'µs of CPU', atMost: 20 }
}

function bestMicros(ask: () => boolean): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const since = process.cpuUsage()
    for (let n = 0; n < DECISIONS; n += 1) ask()
    const { user, system } = process.cpuUsage(since)
    return (user + system) / DECISIONS
  })
  return Math.min(...times)
}
