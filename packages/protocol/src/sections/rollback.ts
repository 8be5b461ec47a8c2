import { type EntryOf, filled, natural, section, text } from './section.ts'

/**
 * What this host could take back: one row for each package of each installed patch whose earlier packages it was told to keep. Reported once
 * a task with `options.keep` made it keep something; a patch is here only while its packages are as it left them.
 */
export const rollbackSection = section('rollback.1', 3, {
  patch: filled(200),
  package: filled(200),
  /** In the common name. */
  arch: text(32),
  /** What the patch installed. */
  installed: filled(200),
  /** What was there before, and what a rollback goes back to. */
  earlier: filled(200),
  /** Empty: it can be taken back. Else why not: `earlier_gone`, `unauthenticated`, `kernel`, `package_manager`, `one_way_package`, … */
  oneWay: text(40),
  detail: text(200),
  keptAt: natural,
})

export type RollbackEntry = EntryOf<typeof rollbackSection>
