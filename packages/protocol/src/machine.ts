import { sha256Hex } from './digest.ts'

/** Digests of what identifies the machine, not the agent (PYP/1 §5): hex32, or empty where the host has none. */
export interface Facts {
  readonly machineId: string
  readonly smbios: string
  readonly rootfs: string
}

/** `value` is what the host says (machine-id, SMBIOS UUID, file-system UUID); digested so that it does not travel. */
export function factDigest(name: keyof Facts, value: string | null): string {
  const plain = (value ?? '').trim().toLowerCase()
  return plain === '' ? '' : sha256Hex(`patchyard-${name}:${plain}`)
}

/** The `machine` of every linked request: hex16. */
export function machineDigest(facts: Facts): string {
  return sha256Hex(`${facts.machineId}\n${facts.smbios}\n${facts.rootfs}\n`).slice(0, 32)
}

/** PYP/1 §5 "Reinstalled host": the smbios digest or two facts of a known asset are equal. */
export function looksLike(newcomer: Facts, known: Facts): boolean {
  const same = (name: keyof Facts) => newcomer[name] !== '' && newcomer[name] === known[name]
  return same('smbios') || (same('machineId') && same('rootfs'))
}
