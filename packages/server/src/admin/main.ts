// `patchyard admin …`: commands for the server's own machine, started by the operators' command line.
import { runAdmin } from '../start/run-admin.ts'

process.exitCode = await runAdmin(process.argv.slice(2), process.env)
