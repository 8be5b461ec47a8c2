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
  /** A restarted agent starts an action again that was at work when it died. */
  'action again after crash',
  /** Exit code 12 reaches the agent as an ordinary failure. */
  'abort not heard',
  /** Agents allow actions, whatever their host's own configuration says. */
  'actions allowed anyway',
  /** A restarted agent has forgotten what people put off. */
  'deferrals forgotten',
] as const
export type PlantedBug = (typeof plantedBugs)[number]
