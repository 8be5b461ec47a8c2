/** What people at the machine are told. On servers without a desktop it goes to the terminals (`wall`), and nobody is waited for. */
export interface JobMessages {
  /** Before the first patch; the user may put it off. Null: silent. */
  readonly before: (Message & { readonly deferrals: Deferrals }) | null
  readonly during: Message | null
  /** When a reboot is due: first asked for, with deferrals, then counted down. Null: as `options.reboot` says, at once. */
  readonly reboot: RebootMessages | null
  readonly complete: (Message & { readonly evenWhenFailed: boolean }) | null
}

export interface Message {
  readonly title: string
  readonly text: string
}

/** `count` times `minutes`; 0 times: it cannot be put off. Nobody logged on: not waited for. */
export interface Deferrals {
  readonly count: number
  readonly minutes: number
}

export interface RebootMessages {
  /** Null: not asked, only counted down. */
  readonly request: (Message & { readonly deferrals: Deferrals }) | null
  readonly countdown: Message & { readonly minutes: number }
}

export const noMessages: JobMessages = { before: null, during: null, reboot: null, complete: null }

export const messageLimits = {
  titleLength: 200,
  textLength: 2000,
  deferrals: { min: 0, max: 99 },
  deferralMinutes: { min: 5, max: 1440 },
  countdownMinutes: { min: 1, max: 1440 },
  /** A reboot is put off for a week at most, however the two numbers are chosen. */
  longestMinutes: 10_080,
} as const
