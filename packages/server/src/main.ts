// The server's program. Only the version is looked at before anything else is loaded: on another Node the rest may not even
// parse, and a syntax error is no answer to "why does it not start?".

const wantedMajor = 24
const major = Number(process.versions.node.split('.')[0])

if (major === wantedMajor) {
  const { runServer } = await import('./start/run-server.ts')
  process.exitCode = await runServer(process.argv.slice(2), process.env)
} else {
  console.error(
    `node_version: Patchyard runs on Node ${wantedMajor}; this is ${process.versions.node}. In a checkout, \`npm start\` brings the right one.`,
  )
  process.exitCode = 1
}
