import type { Disk } from '../../../core/ports/disk.ts'
import type { NetworkInterface } from '../../../core/ports/system-facts.ts'
import { readFact } from './read-files.ts'

/** IPv4 addresses with prefix length, by interface: the kernel has no file that tells them. */
export type ListIpv4 = () => readonly { readonly interface: string; readonly cidr: string }[]

/** Ends of container networks come and go with every container and say nothing about the host. */
const PASSING = /^(?:lo|veth.*|cali.*|cni.*|lxc.*|tap[0-9a-f-]{8,}|vnet\d+|docker_gwbridge|ifb\d+|dummy\d+)$/

export async function readNetwork(disk: Disk, listIpv4: ListIpv4): Promise<NetworkInterface[]> {
  const names = (await disk.list('/sys/class/net').catch(() => []))
    .map(entry => entry.name)
    .filter(name => !PASSING.test(name))
  const ipv6 = parseIfInet6(await disk.readText('/proc/net/if_inet6', 1024 * 1024).catch(() => ''))
  const ipv4 = listIpv4()
  return await Promise.all(
    names.map(async name => ({
      name,
      mac: macOf(await readFact(disk, `/sys/class/net/${name}/address`)),
      up: (await readFact(disk, `/sys/class/net/${name}/operstate`)) !== 'down',
      addresses: [
        ...ipv4.filter(one => one.interface === name).map(one => one.cidr),
        ...ipv6.filter(one => one.interface === name).map(one => one.cidr),
      ].sort(),
    })),
  )
}

function macOf(text: string | null): string | null {
  return text === null || !/^[0-9a-f]{2}(?::[0-9a-f]{2}){5,19}$/.test(text) || /^[0:]+$/.test(text) ? null : text
}

/** IFA_F_TEMPORARY and IFA_F_TENTATIVE of <linux/if_addr.h>: privacy addresses change daily. */
const TEMPORARY = 0x01
const TENTATIVE = 0x40

/** `fe80…0001 02 40 20 80 eth0`: address, index, prefix length, scope, flags in hexadecimal, name. */
export function parseIfInet6(text: string): { interface: string; cidr: string }[] {
  return text.split('\n').flatMap(line => {
    const [, address = '', prefix = '', flags = '', name = ''] =
      /^([0-9a-f]{32}) [0-9a-f]+ ([0-9a-f]{2}) [0-9a-f]{2} ([0-9a-f]{2,8})\s+(\S+)$/.exec(line) ?? []
    if (address === '' || (parseInt(flags, 16) & (TEMPORARY | TENTATIVE)) !== 0) return []
    return [{ interface: name, cidr: `${shortIpv6(address)}/${parseInt(prefix, 16)}` }]
  })
}

/** RFC 5952: the longest run of zero groups, the first of equal ones, becomes `::`. */
export function shortIpv6(hex: string): string {
  const groups = (hex.match(/.{4}/g) ?? []).map(group => group.replace(/^0{1,3}/, ''))
  let best = { at: -1, length: 1 }
  for (let at = 0; at < groups.length; at += 1) {
    let length = 0
    while (groups[at + length] === '0') length += 1
    if (length > best.length) best = { at, length }
  }
  if (best.at < 0) return groups.join(':')
  return `${groups.slice(0, best.at).join(':')}::${groups.slice(best.at + best.length).join(':')}`
}
