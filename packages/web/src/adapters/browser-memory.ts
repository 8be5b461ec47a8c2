import type { Memory } from '../api/ports.ts'

const nameOf = (name: string): string => `patchyard.${name}`

/** The browser's own store. Where it is forbidden or full, nothing is remembered. */
export const browserMemory: Memory = {
  read(name) {
    try {
      return localStorage.getItem(nameOf(name))
    } catch {
      return null
    }
  },
  write(name, value) {
    try {
      if (value === null) localStorage.removeItem(nameOf(name))
      else localStorage.setItem(nameOf(name), value)
    } catch {
      // Private windows refuse; the choice then lasts as long as the address.
    }
  },
}
