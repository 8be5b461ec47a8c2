import Type, { type Static } from 'typebox'
import { Id, Instant, ListOf, notThen } from './common.ts'

export * from './patch.ts'
export * from './patch-detail.ts'
export * from './supersedence.ts'

export const PatchAsset = Type.Object(
  {
    id: Id,
    name: Type.String(),
    operatingSystem: Type.String(),
    status: Type.String(),
    since: Instant,
    exposedSince: Instant,
  },
  { $id: 'PatchAsset' },
)
export type PatchAsset = Static<typeof PatchAsset>
export const PatchAssetList = ListOf(notThen(PatchAsset, ['exposedSince']), 'PatchAssetList')
