import { reapFolder, reapLeftovers } from './reaper.ts'

// Started by the janitor with the registry of the process that has just ended; by hand without one, to clean a machine.
const folder = process.argv[2]
if (folder === undefined) for (const reaped of await reapLeftovers()) console.log(`removed what ${reaped} named`)
else await reapFolder(folder)
