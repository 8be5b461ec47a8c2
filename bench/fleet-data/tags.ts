import { environments, type MadeAsset, roles, sites } from './assets.ts'
import type { Row } from './copy-rows.ts'
import { Dice } from './dice.ts'
import { benchNowMs, dayMs } from './sizes.ts'
import { textColumns } from './text-columns.ts'

export interface MadeTag {
  readonly id: number
  readonly name: string
  readonly parentId: number | null
  readonly criticality: number | null
}

/** Tags of one subscription: places below regions, environments, roles, waves, and the one of the narrow scope. */
export interface MadeTags {
  readonly all: readonly MadeTag[]
  readonly scopeId: number
  tagsOf(asset: MadeAsset, index: number): readonly number[]
}

const regions = ['americas', 'europe', 'asia-pacific']

/** `scope` of `assets` assets carry the tag of the narrow scope, spread evenly. */
export function makeTags(firstId: number, scope: number, assets: number, seed: number): MadeTags {
  const all: MadeTag[] = []
  const add = (name: string, parentId: number | null = null, criticality: number | null = null): number => {
    const id = firstId + all.length
    all.push({ id, name, parentId, criticality })
    return id
  }
  const regionIds = regions.map(name => add(name))
  const siteIds = sites.map((name, i) => add(name, regionIds[i % regions.length] ?? null))
  const environmentTop = add('environment')
  const environmentIds = environments.map((name, i) => add(name, environmentTop, 5 - i))
  const roleIds = roles.map(name => add(`role ${name}`))
  const frozen = add('frozen')
  const waves = [1, 2, 3, 4].map(n => add(`wave ${n}`))
  const scopeId = add('branch office north')
  return {
    all,
    scopeId,
    tagsOf(asset, index) {
      const dice = new Dice('tags', seed + asset.id)
      const own = [siteIds[asset.site], environmentIds[asset.environment], roleIds[asset.role], waves[dice.int(4)]]
      if (dice.chance(0.01)) own.push(frozen)
      if (Math.floor(((index + 1) * scope) / assets) > Math.floor((index * scope) / assets)) own.push(scopeId)
      return own.filter(id => id !== undefined)
    },
  }
}

export const tagRow = (tag: MadeTag, subscriptionId: number): Row => ({
  id: tag.id,
  subscription_id: subscriptionId,
  public_id: new Dice('tag', tag.id).uuid(),
  parent_id: tag.parentId,
  ...textColumns('name', tag.name),
  criticality: tag.criticality,
  created_at: new Date(benchNowMs - 400 * dayMs),
})

export function* aboveRows(tags: readonly MadeTag[], subscriptionId: number): Generator<Row> {
  for (const tag of tags) {
    yield { above_id: tag.id, tag_id: tag.id, subscription_id: subscriptionId }
    if (tag.parentId !== null) yield { above_id: tag.parentId, tag_id: tag.id, subscription_id: subscriptionId }
  }
}
