import type { PatchDetail } from '@patchyard/api'
import { createContext, use } from 'react'

export const PatchContext = createContext<PatchDetail | null>(null)

/** The patch whose page this is. */
export function usePatch(): PatchDetail {
  const patch = use(PatchContext)
  if (patch === null) throw new Error('a part of the patch page stands outside it')
  return patch
}
