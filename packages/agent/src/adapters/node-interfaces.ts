import { machine, networkInterfaces } from 'node:os'

/** IPv4 addresses with prefix length as getifaddrs(3) has them; no other file of the kernel tells them by interface. */
export function listIpv4(): { interface: string; cidr: string }[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? []).flatMap(one =>
      one.family === 'IPv4' && one.cidr !== null ? [{ interface: name, cidr: one.cidr }] : [],
    ),
  )
}

/** `uname -m`. */
export function machineName(): string {
  return machine()
}
