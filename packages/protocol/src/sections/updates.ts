import { bool, type EntryOf, filled, natural, orNull, section, text } from './section.ts'

/** What the engine would install: one row for each package of each patch. The engine on the host decides what is missing. */
export const updatesSection = section('updates.1', 4, {
  /** Patch key, `deb:debian/12/openssl@3.0.19-1~deb12u2`, `rpm:fedora/FEDORA-2026-…`, `suse:…`. */
  patch: filled(200),
  package: filled(200),
  arch: filled(32),
  candidate: filled(200),
  /** Null: not installed, comes as a new dependency of another package of this patch. */
  installed: orNull(filled(200)),
  title: text(300),
  isSecurity: bool,
  /** Whose it is: `Debian-Security`, the vendor of an rpm. */
  origin: text(200),
  repository: text(200),
  /** The host's package manager checks this repository's signatures; others are shown, never installed from. */
  authenticated: bool,
  sizeBytes: orNull(natural),
  /** Why the engine would not install it now: `held`, `pinned`, `phased`, `excluded`, …; null = it would. */
  blocked: orNull(filled(40)),
  description: text(300),
})

export type UpdateEntry = EntryOf<typeof updatesSection>
