import { type ProfileEntry, profileSection, type ProfileSettings, toText } from '@patchyard/protocol'
import { messageOf } from '../message-of.ts'
import type { JournalState } from '../journal/schema.ts'
import type { JournalTransaction, JournalView } from '../ports/journal.ts'
import type { FoundUpdater, ProfileHost } from '../ports/profile-host.ts'
import { sectionRow } from '../report/store-scan.ts'
import type { Session } from '../session.ts'

// The former state of an updater is written down before it is switched off, and forgotten only after it was given back: a process that dies
// in between leaves a host that can always be made as it was, by the next process or by `give-back`.

/** What was obeyed last, by this process: another profile, or another scan, and the host is looked at again. */
export function obeyKey(view: JournalView): string | null {
  const profile = view.get('work')?.settings.profile
  if (profile === undefined) return null
  const scan = view.get('scan')
  return `${profile.digest} ${scan === null ? '' : `${scan.boot} ${scan.startedUptimeS}`}`
}

/** Makes the host as the profile says and notes what became of it for the next report. Never throws for the host's faults. */
export async function obeyProfile(session: Session): Promise<void> {
  const { journal, log, profileHost } = session.ports
  const key = journal.read(obeyKey)
  const profile = journal.read(view => view.get('work')?.settings.profile)
  if (key === null || profile === undefined) return
  const entries = [
    ...limitEntries(profile, await limited(profileHost, profile)),
    ...(profileHost === undefined ? [] : await settleUpdaters(session, profileHost, profile)),
  ]
  journal.write(tx => storeEntries(tx, entries))
  session.obeyed = key
  session.courier.wake()
  log.info('profile obeyed', { profile: profile.digest.slice(0, 12), patching: profile.patching })
}

async function limited(host: ProfileHost | undefined, { cpuPercent, memoryMb }: ProfileSettings) {
  if (host === undefined) return { state: 'unsupported' as const, detail: 'this build cannot cap itself' }
  return await host.limit({ cpuPercent, memoryMb })
}

function limitEntries(
  profile: ProfileSettings,
  outcome: { readonly state: ProfileEntry['state']; readonly detail: string },
): ProfileEntry[] {
  const entry = (name: string, wanted: number | null): ProfileEntry => {
    // Nothing asked for is nothing missed, whatever holds here.
    const state = wanted === null && outcome.state !== 'failed' ? 'unit' : outcome.state
    return { kind: 'limit', name, state, detail: state === 'unit' ? '' : toText(outcome.detail, 300) }
  }
  return [entry('cpuPercent', profile.cpuPercent), entry('memoryMb', profile.memoryMb)]
}

async function settleUpdaters(session: Session, host: ProfileHost, profile: ProfileSettings): Promise<ProfileEntry[]> {
  const before = await look(host)
  const found = before.found
  const faults = new Map<string, string>()
  const attempt = async (name: string, work: () => Promise<void>) => {
    await work().catch((error: unknown) => faults.set(name, messageOf(error)))
  }
  if (profile.otherUpdaters === 'off') {
    for (const { name, enabled } of found) if (enabled) await attempt(name, () => switchOff(session, host, name))
  } else {
    for (const one of switchedOff(session.ports.journal))
      await attempt(one.name, () => giveBack(session.ports, host, one))
  }
  const ours = new Set(switchedOff(session.ports.journal).map(one => one.name))
  const after = await look(host)
  const shown = after.fault === null ? after.found : found
  const fault = before.fault ?? after.fault
  // A host that cannot be read has updaters that nobody knows of: that is no host without any.
  const unread: ProfileEntry[] =
    fault === null ? [] : [{ kind: 'updater', name: 'otherUpdaters', state: 'failed', detail: toText(fault, 300) }]
  const entries = shown.map(({ name, enabled }: FoundUpdater): ProfileEntry => {
    const refused = faults.get(name)
    const state = refused !== undefined ? 'failed' : enabled ? 'on' : ours.has(name) ? 'switchedOff' : 'off'
    return { kind: 'updater', name, state, detail: toText(refused ?? '', 300) }
  })
  return [...unread, ...entries]
}

async function look(host: ProfileHost): Promise<{ found: readonly FoundUpdater[]; fault: string | null }> {
  try {
    return { found: await host.updaters(), fault: null }
  } catch (error) {
    return { found: [], fault: messageOf(error) }
  }
}

async function switchOff(session: Session, host: ProfileHost, name: string): Promise<void> {
  const { journal, log } = session.ports
  // Somebody switched it on again: what we remember is how it was before we came.
  if (!switchedOff(journal).some(one => one.name === name)) {
    const former = await host.remember(name)
    journal.write(tx => tx.set('updaters', [...(tx.get('updaters') ?? []), { name, former }]))
  }
  await host.switchOff(name)
  log.info('another updater is switched off', { name })
}

type SwitchedOff = JournalState['updaters'][number]
type Remembering = Pick<Session['ports'], 'journal' | 'log'>

async function giveBack(
  { journal, log }: Remembering,
  host: ProfileHost,
  { name, former }: SwitchedOff,
): Promise<void> {
  await host.giveBack(name, former)
  journal.write(tx => tx.set('updaters', withoutName(tx, name)))
  log.info('another updater is as it was', { name })
}

/** For the end of an agent on this host. Returns what could not be given back, with the reason. */
export async function giveAllBack(ports: Remembering, host: ProfileHost): Promise<{ name: string; reason: string }[]> {
  const left: { name: string; reason: string }[] = []
  for (const one of switchedOff(ports.journal)) {
    await giveBack(ports, host, one).catch((error: unknown) => {
      left.push({ name: one.name, reason: messageOf(error) })
    })
  }
  return left
}

const switchedOff = (journal: Session['ports']['journal']) => journal.read(view => view.get('updaters') ?? [])

function withoutName(tx: JournalTransaction, name: string) {
  const rest = (tx.get('updaters') ?? []).filter(one => one.name !== name)
  return rest.length === 0 ? null : rest
}

/** The section of the next report. The last scan's report goes out once more with it; the server knows its dates already. */
function storeEntries(tx: JournalTransaction, entries: readonly ProfileEntry[]): void {
  const before = tx.row('section', ['profile.1'])
  const row = sectionRow(
    before,
    'profile.1',
    entries.map(entry => profileSection.toRow(entry)),
  )
  if (before?.digest === row.digest) return
  tx.put('section', row)
  const scan = tx.get('scan')
  if (scan !== null && !scan.unreported) tx.set('scan', { ...scan, unreported: true })
}
