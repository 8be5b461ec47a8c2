import type { DataFolder } from '../data-folder.ts'

/** The data folder without a disk; `files` is what lies in it. */
export function memoryDataFolder(): DataFolder & { readonly files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>()
  const bytes = (content: Uint8Array | string): Uint8Array =>
    typeof content === 'string' ? Buffer.from(content) : content
  return {
    files,
    async read(name) {
      return files.get(name) ?? null
    },
    async write(name, content) {
      files.set(name, bytes(content))
    },
    async create(name, content) {
      if (files.has(name)) return false
      files.set(name, bytes(content))
      return true
    },
    async remove(name) {
      files.delete(name)
    },
  }
}
