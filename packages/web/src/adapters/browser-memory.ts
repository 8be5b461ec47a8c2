import type { Memory } from '../api/ports.ts'

const nameOf = (name: string): string => `patchyard.${name}`

/** A store of the browser's own. Where it is forbidden or full, nothing is remembered. */
const memoryIn = (store: () => Storage): Memory => ({
  read(name) {
    try {
      return store().getItem(nameOf(name))
    } catch {
      return null
    }
  },
  write(name, value) {
    try {
      if (value === null) store().removeItem(nameOf(name))
      else store().setItem(nameOf(name), value)
    } catch {
      // Private windows refuse; the choice then lasts as long as the address.
    }
  },
})

export const browserMemory = memoryIn(() => localStorage)
/** Of this tab alone, until it is closed. */
export const tabMemory = memoryIn(() => sessionStorage)
