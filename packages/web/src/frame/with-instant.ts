/** The address of a page as of the instant that a list shows; null: of now. */
export const withInstant = (to: string, asOf: string | null): string =>
  asOf === null ? to : `${to}?${new URLSearchParams({ asOf }).toString()}`
