/**
 * Time as a port. Nothing in Patchyard reads the machine's clock or sets a timer except the adapters of this port
 * (`tools/lint` refuses it), so that a simulated world of server and agents runs on virtual time.
 */
export interface Clock {
  /** Wall clock, Unix milliseconds. May jump in either direction: people and NTP set it. */
  nowMs(): number
  /** Milliseconds since an arbitrary start; never goes back, stops while the machine sleeps or not, as the adapter says. */
  monotonicMs(): number
  /** Resolves after `ms` (≥ 0); rejects with the signal's reason when aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Calls back once after `ms`. The returned function cancels; calling it twice is harmless. */
  after(ms: number, callback: () => void): () => void
}
