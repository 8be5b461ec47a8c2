import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccessScope, Actor, JobObject, JobOwner, PersonObject, Standing } from './index.ts'
import {
  type Action,
  type ActionObjects,
  actions,
  decide,
  denials,
  type Grant,
  grants,
  jobActions,
  type Permission,
  permissions,
  permissionsOf,
  type Role,
  rolePermissions,
  roles,
  rolesCover,
  roleSetProblem,
  scopeCovers,
} from './index.ts'

const roleSets = fc
  .uniqueArray(fc.constantFrom(...roles), { minLength: 1, maxLength: 3 })
  .filter(held => roleSetProblem(held) === null)
const grantSets = fc.uniqueArray(fc.constantFrom<Grant[]>(...grants))
const scopes: fc.Arbitrary<AccessScope> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<AccessScope>({ kind: 'all' }) },
  {
    weight: 4,
    arbitrary: fc
      .uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 4 })
      .map((tagIds): AccessScope => ({ kind: 'tags', tagIds })),
  },
)
const ids = fc.integer({ min: 1, max: 4 })
const standings: fc.Arbitrary<Standing> = fc.record({ roles: roleSets, grants: grantSets, scope: scopes })
const actors = fc
  .record({
    personId: ids,
    standing: standings,
    part: fc.option(fc.uniqueArray(fc.constantFrom<Permission[]>(...permissions))),
  })
  .map(({ personId, standing, part }): Actor => {
    const own = permissionsOf(standing.roles, standing.grants)
    const held = part === null ? own : new Set(part.filter(one => own.has(one)))
    return { personId, roles: standing.roles, scope: standing.scope, can: one => held.has(one as Permission) }
  })
const owners: fc.Arbitrary<JobOwner> = fc.record({ id: ids, roles: roleSets, scope: scopes, active: fc.boolean() })
const jobs: fc.Arbitrary<JobObject> = fc.record({
  owner: fc.option(owners),
  coAuthorIds: fc.uniqueArray(ids, { maxLength: 3 }),
})
const persons: fc.Arbitrary<PersonObject> = fc.record({
  id: ids,
  roles: roleSets,
  grants: grantSets,
  scope: scopes,
  lastAdministrator: fc.boolean(),
  atHome: fc.boolean(),
  isOperator: fc.boolean(),
})

/** What the matrix asks at least for an action: without one of these nothing is allowed. */
const needs: { readonly [A in Action]: readonly Permission[] } = {
  'job.view': ['job.read', 'job.readAny'],
  'job.edit': ['job.write', 'job.editAny'],
  'job.editAssets': ['job.write', 'job.editAny'],
  'job.editAccess': ['job.write', 'job.editAny'],
  'job.start': ['job.control', 'job.controlAny'],
  'job.stop': ['job.control', 'job.controlAny'],
  'job.delete': ['job.delete', 'job.deleteAny'],
  'job.clone': ['job.write'],
  'job.changeOwner': ['job.changeOwner'],
  'person.view': ['person.read'],
  'person.invite': ['person.manage'],
  'person.rename': ['person.manage'],
  'person.link': ['person.manage'],
  'person.setStanding': ['person.manage'],
  'person.disable': ['person.manage'],
  'person.enable': ['person.manage'],
  'person.remove': ['person.manage'],
  'apiKey.revoke': ['apiKey.own', 'apiKey.manage'],
  'search.change': ['search.own'],
  'search.delete': ['search.own', 'search.manage'],
}

const objects: fc.Arbitrary<{ [A in Action]: ActionObjects[A] }> = fc
  .record({ job: jobs, newOwner: owners, person: persons, to: standings, ownerId: ids, shared: fc.boolean() })
  .map(({ job, newOwner, person, to, ownerId, shared }) => ({
    ...(Object.fromEntries(jobActions.map(action => [action, job])) as {
      [A in (typeof jobActions)[number]]: JobObject
    }),
    'job.changeOwner': { ...job, newOwner },
    'person.view': person,
    'person.invite': to,
    'person.rename': person,
    'person.link': person,
    'person.setStanding': { ...person, to },
    'person.disable': person,
    'person.enable': person,
    'person.remove': person,
    'apiKey.revoke': { ownerId },
    'search.change': { ownerId },
    'search.delete': { ownerId, shared },
  }))

describe('roles', () => {
  it('Reader ⊂ Dashboard Author ⊂ User ⊂ Manager ⊂ administrator, and Security beside them has what they lack', () => {
    const chain: readonly Role[] = ['patchReader', 'patchDashboardAuthor', 'patchUser', 'patchManager', 'administrator']
    chain.forEach((role, at) => {
      for (const lower of chain.slice(0, at + 1)) expect(rolesCover([role], [lower])).toBe(true)
      for (const higher of chain.slice(at + 1)) expect(rolesCover([role], [higher])).toBe(false)
    })
    expect(rolesCover(['patchManager'], ['patchSecurity'])).toBe(false)
    expect(rolesCover(['patchSecurity'], ['patchReader'])).toBe(true)
    expect(rolePermissions.administrator).toEqual(permissions)
  })

  // reference.md §4 with decisions.md §5.1–5.5, the lines that others are derived from.
  it.each<[Permission, string]>([
    ['licence.manage', 'administrator patchManager'],
    ['licence.read', roles.join(' ')],
    ['assessmentProfile.manage', 'administrator patchManager'],
    ['assessmentProfile.read', roles.join(' ')],
    ['settings.manage', 'administrator patchManager'],
    ['job.changeOwner', 'administrator patchManager'],
    ['job.readAny', 'administrator patchManager'],
    ['job.editAny', 'administrator patchManager'],
    ['job.controlAny', 'administrator patchManager'],
    ['job.deleteAny', 'administrator patchManager'],
    ['job.write', 'administrator patchManager patchUser'],
    ['job.own', 'administrator patchManager patchUser'],
    ['job.list', roles.join(' ')],
    ['job.read', roles.join(' ')],
    ['advisory.write', 'administrator patchSecurity'],
    ['vendorPatch.write', 'administrator patchManager patchUser patchSecurity'],
    ['dashboard.own', 'administrator patchManager patchUser patchDashboardAuthor'],
    ['dashboard.editOthers', 'administrator'],
    ['dashboard.print', 'administrator'],
    ['asset.scan', 'administrator patchManager patchUser'],
    ['asset.reboot', 'administrator patchManager patchUser'],
    ['asset.remove', 'administrator patchManager patchUser'],
    ['tag.manage', 'administrator'],
    ['person.manage', 'administrator'],
    ['activationKey.manage', 'administrator'],
    ['agent.manage', 'administrator'],
    ['audit.read', 'administrator'],
    ['signIn.manage', 'administrator'],
  ])('%s is of %s', (permission, held) => {
    const having = roles.filter(role => rolePermissions[role].includes(permission))
    expect(having).toEqual(roles.filter(role => held.split(' ').includes(role)))
  })

  it('a set of roles has the union of theirs, no more and no less, and with grants these', () => {
    fc.assert(
      fc.property(roleSets, grantSets, (held, granted) => {
        const union = new Set<Permission>([...held.flatMap(role => rolePermissions[role]), ...granted])
        expect([...permissionsOf(held, granted)].sort()).toEqual([...union].sort())
      }),
    )
  })

  it.each<[readonly Role[], string | null]>([
    [[], 'roles_none'],
    [['patchSecurity'], null],
    [['patchSecurity', 'patchReader'], 'roles_security_alone'],
    [['administrator', 'patchSecurity'], 'roles_security_alone'],
    [['patchUser', 'patchUser'], 'roles_twice'],
    [['patchUser', 'patchDashboardAuthor'], null],
  ])('%j together: %s', (held, problem) => {
    expect(roleSetProblem(held)).toBe(problem)
  })
})

describe('scopes', () => {
  it('cover themselves, in a chain, and each other only if equal', () => {
    fc.assert(
      fc.property(scopes, scopes, scopes, (a, b, c) => {
        expect(scopeCovers(a, a)).toBe(true)
        if (scopeCovers(a, b) && scopeCovers(b, c)) expect(scopeCovers(a, c)).toBe(true)
        if (scopeCovers(a, b) && scopeCovers(b, a) && a.kind === 'tags' && b.kind === 'tags') {
          expect(new Set(a.tagIds)).toEqual(new Set(b.tagIds))
        }
      }),
    )
  })

  it('that grow lose nothing', () => {
    fc.assert(
      fc.property(scopes, scopes, ids, (a, b, more) => {
        const grown: AccessScope = a.kind === 'all' ? a : { kind: 'tags', tagIds: [...new Set([...a.tagIds, more])] }
        expect(scopeCovers(grown, a)).toBe(true)
        if (scopeCovers(a, b)) expect(scopeCovers(grown, b)).toBe(true)
      }),
    )
  })
})

describe('a decision', () => {
  const each = fc.tuple(actors, objects, fc.constantFrom(...actions))
  const ask = (actor: Actor, object: { [A in Action]: ActionObjects[A] }, action: Action) =>
    decide(actor, action, object[action])

  it('never allows what the matrix denies, and gives a reason of the list', () => {
    fc.assert(
      fc.property(each, ([actor, object, action]) => {
        const decision = ask(actor, object, action)
        const isSelf = action === 'person.view' && object[action].id === actor.personId
        if (decision.allowed) expect(isSelf || needs[action].some(one => actor.can(one))).toBe(true)
        else expect(Object.keys(denials)).toContain(decision.because)
      }),
      { numRuns: 2000 },
    )
  })

  it('never turns to no because the scope of the asker grows', () => {
    fc.assert(
      fc.property(each, ([actor, object, action]) => {
        const wider = { ...actor, scope: { kind: 'all' } as const }
        if (ask(actor, object, action).allowed) expect(ask(wider, object, action).allowed).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('never lets anybody start or change a job that reaches beyond their scope, but its own owner', () => {
    fc.assert(
      fc.property(
        actors,
        jobs,
        fc.constantFrom('job.edit', 'job.start', 'job.editAssets', 'job.editAccess'),
        (actor, job, action) => {
          if (!decide(actor, action, job).allowed || job.owner === null || job.owner.id === actor.personId) return
          expect(scopeCovers(actor.scope, job.owner.scope)).toBe(true)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('never lets a job start whose owner is gone or may not own jobs, nor makes such a person its owner', () => {
    fc.assert(
      fc.property(actors, jobs, owners, (actor, job, newOwner) => {
        const owning = (owner: JobOwner | null) =>
          owner?.active === true && owner.roles.some(role => rolePermissions[role].includes('job.own'))
        if (decide(actor, 'job.start', job).allowed) expect(owning(job.owner)).toBe(true)
        if (decide(actor, 'job.changeOwner', { ...job, newOwner }).allowed) expect(owning(newOwner)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('never lets a change of owner reach what neither the giver nor the owner of before reached', () => {
    fc.assert(
      fc.property(actors, jobs, owners, (actor, job, newOwner) => {
        if (!decide(actor, 'job.changeOwner', { ...job, newOwner }).allowed) return
        const before = job.owner !== null && scopeCovers(job.owner.scope, newOwner.scope)
        expect(before || scopeCovers(actor.scope, newOwner.scope)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('never lets Patch Security edit, start or own a job', () => {
    fc.assert(
      fc.property(actors, jobs, owners, (actor, job, newOwner) => {
        const security: Actor = {
          ...actor,
          roles: ['patchSecurity'],
          can: one => permissionsOf(['patchSecurity']).has(one as Permission),
        }
        for (const action of ['job.edit', 'job.start', 'job.stop', 'job.delete', 'job.clone'] as const) {
          expect(decide(security, action, job).allowed).toBe(false)
        }
        const given = decide(actor, 'job.changeOwner', { ...job, newOwner: { ...newOwner, roles: ['patchSecurity'] } })
        expect(given.allowed).toBe(false)
      }),
    )
  })

  it('never gives what the giver does not have, raises the giver, or takes the last administrator', () => {
    fc.assert(
      fc.property(actors, persons, standings, (actor, person, to) => {
        const decision = decide(actor, 'person.setStanding', { ...person, to })
        if (!decision.allowed) return
        const given = permissionsOf(to.roles, to.grants)
        expect([...given].filter(one => !actor.can(one))).toEqual([])
        expect(scopeCovers(actor.scope, to.scope)).toBe(true)
        if (person.id === actor.personId) {
          const had = permissionsOf(person.roles, person.grants)
          expect([...given].filter(one => !had.has(one))).toEqual([])
          expect(scopeCovers(person.scope, to.scope)).toBe(true)
        }
        if (person.lastAdministrator) expect([to.roles.includes('administrator'), to.scope.kind]).toEqual([true, 'all'])
      }),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(actors, persons, (actor, person) => {
        const last = { ...person, lastAdministrator: true }
        expect(decide(actor, 'person.disable', last).allowed).toBe(false)
        expect(decide(actor, 'person.remove', last).allowed).toBe(false)
      }),
    )
  })

  it('lets nobody change how an operator signs in but an operator, nor anybody outside of their home', () => {
    fc.assert(
      fc.property(actors, persons, (actor, person) => {
        for (const action of ['person.link', 'person.rename'] as const) {
          expect(decide(actor, action, { ...person, atHome: false }).allowed).toBe(false)
          const operator = { ...person, isOperator: true }
          expect(decide({ ...actor, can: one => one !== 'operator' }, action, operator).allowed).toBe(false)
          const all = { ...actor, scope: { kind: 'all' } as const, can: () => true }
          expect(decide(all, action, { ...operator, atHome: true }).allowed).toBe(true)
        }
      }),
    )
  })
})
