import type { Client } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { createContext, use } from 'react'
import type { OpenStream } from './live-updates.ts'
import type { Passkeys } from './passkeys.ts'

/** Small things kept in this browser between visits, such as chosen columns; nothing secret, and it may forget. */
export interface Memory {
  read(name: string): string | null
  write(name: string, value: string | null): void
}

/** Everything the page reaches outside itself with; made once in main.tsx. */
export interface Ports {
  readonly client: Client
  readonly clock: Clock
  readonly openStream: OpenStream
  readonly memory: Memory
  /** Of this tab alone, over the way to an identity provider and back. */
  readonly tabMemory: Memory
  readonly passkeys: Passkeys
  /** Leaves the page for another address, here or elsewhere: nothing read so far stays in memory. */
  readonly leaveFor: (url: string) => void
}

export const PortsContext = createContext<Ports | null>(null)

export function usePorts(): Ports {
  const ports = use(PortsContext)
  if (ports === null) throw new Error('a component that needs ports stands outside PortsContext')
  return ports
}
