/** Randomness as a port: seeded in simulation, the operating system's generator everywhere else. */
export interface Random {
  /** `length` unpredictable bytes. */
  bytes(length: number): Uint8Array
  /** Random UUID (version 4), lower case. */
  uuid(): string
  /** Number in [0, 1), for jitter only; never for secrets. */
  fraction(): number
}
