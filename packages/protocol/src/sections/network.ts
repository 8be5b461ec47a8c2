import { type EntryOf, filled, natural, oneOf, orNull, section, text } from './section.ts'

/** Addresses of interfaces. An interface without any still has its `link` row, with the MAC as address. */
export const networkSection = section('network.1', 3, {
  interface: filled(64),
  family: oneOf('link', 'inet', 'inet6'),
  address: text(64),
  prefix: orNull(natural),
})

export type NetworkEntry = EntryOf<typeof networkSection>
