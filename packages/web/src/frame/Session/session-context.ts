import type { Me } from '@patchyard/api'
import { operatorPermission, type OperatorPermission, type Permission } from '@patchyard/domain'
import { createContext, use } from 'react'

export const MeContext = createContext<Me | null>(null)

/** Who is signed in. Pages stand inside the session gate, so somebody is. */
export function useMe(): Me {
  const me = use(MeContext)
  if (me === null) throw new Error('a page that needs a person stands outside the session gate')
  return me
}

/** Whether to offer something. The server decides again; this only keeps buttons away that would be refused. */
export function useMay(): (what: Permission | OperatorPermission) => boolean {
  const { permissions, isOperator } = useMe()
  return what => (what === operatorPermission ? isOperator : permissions.includes(what))
}

/** {@link useMay} of what roles give. */
export const useCan = (): ((permission: Permission) => boolean) => useMay()
