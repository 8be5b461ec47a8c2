import type { Me } from '@patchyard/api'
import type { Permission } from '@patchyard/domain'
import { createContext, use } from 'react'

export const MeContext = createContext<Me | null>(null)

/** Who is signed in. Pages stand inside the session gate, so somebody is. */
export function useMe(): Me {
  const me = use(MeContext)
  if (me === null) throw new Error('a page that needs a person stands outside the session gate')
  return me
}

/** Whether to offer something. The server decides again; this only keeps buttons away that would be refused. */
export function useCan(): (permission: Permission) => boolean {
  const { permissions } = useMe()
  return permission => permissions.includes(permission)
}
