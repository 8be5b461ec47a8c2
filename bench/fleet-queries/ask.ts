import { check, compileList, type Entity, type QueryContext, type QueryTree, type SqlFragment } from '@patchyard/query'
import { Dice } from '../fleet-data/dice.ts'
import { benchNowMs } from '../fleet-data/sizes.ts'
import type { ListCase } from './cases.ts'

/** Statements of one run of a case, compiled as the server does it, with that run's constants. */
export interface Asked {
  readonly page: SqlFragment
  readonly count: SqlFragment
  readonly countWithFacets: SqlFragment
}

export function contextOf(scopeTag: number | null, asOfMs?: number): QueryContext {
  return {
    subscriptionId: 1,
    scope: scopeTag === null ? { kind: 'all' } : { kind: 'tags', tagIds: [scopeTag] },
    personId: 1,
    nowMs: benchNowMs,
    ...(asOfMs === undefined ? {} : { asOfMs }),
  }
}

export function askList(one: ListCase, run: number, scopeTag: number, asOfMs?: number): Asked {
  const dice = new Dice(`${one.name} ${run}`)
  const request = {
    entity: one.entity,
    query: treeOf(one.entity, one.query(dice)),
    having: one.having === undefined ? null : treeOf(one.entity === 'asset' ? 'patch' : 'asset', one.having(dice)),
    status: one.status ?? null,
    sort: { token: one.sort, descending: one.descending === true },
    after: null,
    limit: one.limit ?? 50,
  }
  const compiled = compileList(request, contextOf(one.scoped === true ? scopeTag : null, asOfMs))
  return { page: compiled.page, count: compiled.count, countWithFacets: compiled.countWithFacets(one.facets) }
}

function treeOf(entity: Entity, text: string): QueryTree {
  const { tree, errors } = check(text, { entity })
  if (tree === null) throw new Error(`${text}: ${errors.map(error => error.message).join('; ')}`)
  return tree
}
