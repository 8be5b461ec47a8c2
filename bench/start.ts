// How long the program needs from its start until it answers: the first time on an empty data folder, and again.
import { startServerProcess, temporaryDataFolder } from '@patchyard/server/testing/process'
import type { Bench } from '../tools/bench/bench.ts'

const ROUNDS = 5

export const bench: Bench = {
  about: 'Start of the server with its own PostgreSQL, until its address is there.',
  data: `an empty data folder, then ${ROUNDS} further starts on it; the best of them, for other work only adds`,
  async run() {
    await using data = await temporaryDataFolder()
    const first = await startServerProcess({ dataDir: data.path })
    await first.stop()
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const again = await startServerProcess({ dataDir: data.path })
      times.push(again.startedInMs)
      await again.stop()
    }
    return [
      { name: 'first start, database made', value: first.startedInMs, unit: 'ms', atMost: 60_000 },
      { name: 'second start', value: Math.min(...times), unit: 'ms', atMost: 3000 },
    ]
  },
}
