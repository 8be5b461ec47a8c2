import type { AssetDetail } from '@patchyard/api'
import { createContext, use } from 'react'

export const AssetContext = createContext<AssetDetail | null>(null)

/** The asset whose page this is. */
export function useAsset(): AssetDetail {
  const asset = use(AssetContext)
  if (asset === null) throw new Error('a part of the asset page stands outside it')
  return asset
}
