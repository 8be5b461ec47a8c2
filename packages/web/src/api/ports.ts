import type { Client } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { createContext, use } from 'react'
import type { OpenStream } from './live-updates.ts'

/** Everything the page reaches outside itself with; made once in main.tsx. */
export interface Ports {
  readonly client: Client
  readonly clock: Clock
  readonly openStream: OpenStream
}

export const PortsContext = createContext<Ports | null>(null)

export function usePorts(): Ports {
  const ports = use(PortsContext)
  if (ports === null) throw new Error('a component that needs ports stands outside PortsContext')
  return ports
}
