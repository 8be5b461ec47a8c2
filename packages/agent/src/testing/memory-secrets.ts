import { SecretFileError, type SecretFiles, type SecretName } from '../core/ports/secret-files.ts'

/** Secrets of one simulated host: what was created survives a crash. */
export type SecretStore = Map<SecretName, Uint8Array>

export function createMemorySecrets(store: SecretStore): SecretFiles {
  return {
    read: name => store.get(name) ?? null,
    create: (name, bytes) => {
      if (store.has(name)) throw new SecretFileError('E_SECRET_EXISTS', `${name} is there already`)
      store.set(name, Uint8Array.from(bytes))
    },
    remove: name => void store.delete(name),
    promoteNextKey: () => {
      const next = store.get('next')
      if (next === undefined) throw new SecretFileError('E_SECRET_IO', 'there is no next key')
      store.set('agent', next)
      store.delete('next')
    },
  }
}
