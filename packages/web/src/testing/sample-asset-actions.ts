import type { AssetDetail, AssetPick, AssetsDone } from '@patchyard/api'
import type { Answers } from './fake-api.ts'

/** Actions on assets, answered in numbers; the sample fleet stays as it is. */
export function assetActionAnswers(assets: readonly AssetDetail[]): Answers {
  const picked = ({ ids, count }: AssetPick): readonly AssetDetail[] =>
    ids === undefined ? assets.slice(0, count) : assets.filter(asset => ids.includes(asset.id))
  const done = (pick: AssetPick, is: (asset: AssetDetail) => boolean): AssetsDone => {
    const meant = picked(pick)
    const able = meant.filter(asset => asset.agentStatus === 'active' || asset.agentStatus === 'stale')
    return {
      matched: meant.length,
      changed: able.filter(asset => !is(asset)).length,
      skipped: meant.length - able.length,
    }
  }
  return {
    scanAssets: ({ body }) => done(body, asset => asset.scanStatus === 'running'),
    activateAssets: ({ body }) => done(body, asset => asset.activatedAt !== null),
    deactivateAssets: ({ body }) => done(body, asset => asset.activatedAt === null),
    pauseAssets: ({ body }) => done(body, () => false),
    resumeAssets: ({ body }) => done(body, asset => asset.pausedUntil === null),
    previewRemoval: ({ body }) => {
      const meant = picked(body)
      return {
        assets: meant.length,
        names: meant.slice(0, 10).map(asset => asset.name),
        openTasks: 2,
        jobs: 3,
        missing: meant.reduce((sum, asset) => sum + asset.missingPatchCount, 0),
        licensed: meant.filter(asset => asset.licensed).length,
      }
    },
    removeAssets: ({ body }) => done(body, () => false),
  }
}
