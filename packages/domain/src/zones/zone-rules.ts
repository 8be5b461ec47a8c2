/**
 * What the clocks of IANA zones show. A port, although the platform's own tables (Intl) answer everywhere: tests and the
 * simulator change the rules of a zone between planning and the start of a run.
 */
export interface ZoneRules {
  knows(zone: string): boolean
  /** What the zone's clock is ahead of UTC, ms. Throws RangeError for a zone that `knows` does not. */
  offsetMs(zone: string, instantMs: number): number
}

interface ZoneTable {
  readonly format: Intl.DateTimeFormat
  readonly chunks: Map<number, Chunk>
}

/** Changes of the offset inside one chunk of time: `offsets[i]` counts from `from[i]` until before `from[i + 1]`. */
interface Chunk {
  readonly from: readonly number[]
  readonly offsets: readonly number[]
}

/**
 * Asking Intl costs 3 µs, and a run needs four answers; a table costs 0.3 ms for each zone and year, and 0.1 µs an answer
 * (bench/schedule.ts). The tables of a process cannot change while it runs.
 */
export const platformZones: ZoneRules = {
  knows(zone) {
    try {
      tableOf(zone)
      return true
    } catch {
      return false
    }
  },
  offsetMs(zone, instantMs) {
    const { from, offsets } = chunkOf(tableOf(zone), Math.floor(instantMs / CHUNK_MS))
    let index = from.length - 1
    while (index > 0 && instantMs < (from[index] as number)) index -= 1
    return offsets[index] as number
  },
}

const tables = new Map<string, ZoneTable>()

function tableOf(zone: string): ZoneTable {
  // Intl takes names in any case, and a table for each spelling would let requests fill the memory.
  const name = zone.toLowerCase()
  let table = tables.get(name)
  if (table === undefined) {
    table = { format: formatOf(zone), chunks: new Map() }
    tables.set(name, table)
  }
  return table
}

const formatOf = (zone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US-u-ca-gregory-hc-h23-nu-latn', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })

/** Some thirteen months; a power of two keeps the bounds exact. */
const CHUNK_MS = 2 ** 35
/** From 2000 to 2100 no zone changes its clock twice within 7 days; Boa Vista in 2000 and Gaza in 2040 come down to that. */
const STEP_MS = 5 * 86_400_000

function chunkOf(table: ZoneTable, index: number): Chunk {
  let chunk = table.chunks.get(index)
  if (chunk === undefined) {
    chunk = makeChunk(table.format, index * CHUNK_MS, (index + 1) * CHUNK_MS)
    table.chunks.set(index, chunk)
  }
  return chunk
}

function makeChunk(format: Intl.DateTimeFormat, startMs: number, endMs: number): Chunk {
  let offset = askedOffset(format, startMs)
  const from = [startMs]
  const offsets = [offset]
  for (let low = startMs; low < endMs; low += STEP_MS) {
    const high = Math.min(low + STEP_MS, endMs)
    const later = askedOffset(format, high)
    if (later === offset) continue
    const change = changeBetween(format, low, high, offset)
    // A change at the very end belongs to the next chunk.
    if (change < endMs) {
      from.push(change)
      offsets.push(later)
    }
    offset = later
  }
  return { from, offsets }
}

/** The first whole second after `low` with another offset. */
function changeBetween(format: Intl.DateTimeFormat, low: number, high: number, offset: number): number {
  let [before, after] = [Math.floor(low / 1000), Math.ceil(high / 1000)]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (askedOffset(format, middle * 1000) === offset) before = middle
    else after = middle
  }
  return after * 1000
}

function askedOffset(format: Intl.DateTimeFormat, instantMs: number): number {
  const wholeMs = Math.floor(instantMs / 1000) * 1000
  const parts: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(wholeMs)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - wholeMs
}
