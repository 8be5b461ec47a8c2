/** The two secrets of an installation. They stand in the data folder, never in the database, so a dump holds no key. */
export interface TrustFiles {
  /** 32 bytes, or null when the file is not there. Throws when it is there but not ours: wrong size or mode. */
  read(name: 'director.key' | 'root.key'): Promise<Uint8Array | null>
  /** 0600, whole and durable, refused when the file exists. */
  create(name: 'director.key' | 'root.key', seed: Uint8Array): Promise<void>
}
