/** Small files of the data folder, by plain names. Everything written is 0600 and either old or new, never half. */
export interface DataFolder {
  /** Null when there is no such file. */
  read(name: string): Promise<Uint8Array | null>
  /** On disk, also after a power failure, when it resolves. */
  write(name: string, content: Uint8Array | string): Promise<void>
  /** As `write`, but false and nothing changed when the file is there already: for keys that two starts must not both make. */
  create(name: string, content: Uint8Array | string): Promise<boolean>
  /** No error when it is not there. */
  remove(name: string): Promise<void>
}
