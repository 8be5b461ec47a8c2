/**
 * Known mistakes, put into the wiring around the product: the simulator must find each. They measure the tests. What
 * cannot be planted without changing the product is not here (README).
 */
export const plantedBugs = [
  /** The journal answers before it synchronised: a crash takes the last transactions with it. */
  'journal forgets',
  /** A reply to events counts as their receipt, signed or not. */
  'receipts unsigned',
  /** A restarted agent takes an item that was being installed for one that was only announced. */
  'begin again after crash',
  /** Uptime stands still while the host sleeps, so that trusted time lags and windows end late. */
  'uptime without suspends',
  /** The database says committed and keeps nothing. */
  'commit forgotten',
  /** The server acts on a manifest that a cancellation has overtaken: tasks are written without the line's lock. */
] as const
export type PlantedBug = (typeof plantedBugs)[number]
