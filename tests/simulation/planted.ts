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
  /** Trusted time is a minute slow, so that every window ends a minute late. */
  'window a minute off',
  /** The database says committed and keeps nothing. */
  'commit forgotten',
] as const
export type PlantedBug = (typeof plantedBugs)[number]
