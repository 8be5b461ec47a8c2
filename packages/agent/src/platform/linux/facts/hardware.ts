import type { Disk } from '../../../core/ports/disk.ts'
import type { Processes } from '../../../core/ports/processes.ts'
import type { Hardware } from '../../../core/ports/system-facts.ts'
import { readFact } from './read-files.ts'
import { readVirtualization } from './virtualization.ts'

const DMI = '/sys/class/dmi/id'

export async function readHardware(ports: { disk: Disk; processes: Processes }): Promise<Hardware> {
  const { disk } = ports
  const dmi = async (name: string) => meaningful(await readFact(disk, `${DMI}/${name}`))
  const cpu = parseCpuInfo(await disk.readText('/proc/cpuinfo', 4 * 1024 * 1024).catch(() => ''))
  const bios = [await dmi('bios_vendor'), await dmi('bios_version'), await dmi('bios_date')].filter(
    part => part !== null,
  )
  return {
    vendor: await dmi('sys_vendor'),
    // Boards without SMBIOS (most of ARM) say what they are in the device tree.
    model: (await dmi('product_name')) ?? (await readFact(disk, '/proc/device-tree/model')),
    serial: await dmi('product_serial'),
    uuid: await dmi('product_uuid'),
    bios: bios.length === 0 ? null : bios.join(' '),
    cpuModel: cpu.model,
    cpuCount: cpu.count,
    memoryBytes: parseMemory(await disk.readText('/proc/meminfo', 65_536).catch(() => '')),
    virtualization: await readVirtualization(ports),
  }
}

/** What makers leave in the fields of boards they did not fill in. */
const FILLERS =
  /^(?:to be filled by o\.?e\.?m\.?|default string|system (?:product name|serial number|manufacturer|version)|not (?:specified|applicable|available)|none|n\/a|0+|o\.e\.m\.|unknown|[.x*-]+)$/i

function meaningful(text: string | null): string | null {
  return text === null || FILLERS.test(text) ? null : text
}

export function parseCpuInfo(text: string): { model: string | null; count: number } {
  const model = /^(?:model name|Model|cpu model|Processor)\s*:\s*(.+)$/m.exec(text)?.[1]?.trim() ?? null
  return { model, count: (text.match(/^processor\s*:/gm) ?? []).length }
}

export function parseMemory(text: string): number {
  const kib = /^MemTotal:\s*(\d{1,15}) kB$/m.exec(text)?.[1]
  return kib === undefined ? 0 : Number(kib) * 1024
}
