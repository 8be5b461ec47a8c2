// A program of its own, so that its memory is that of this work alone: reads the KB table in a file as the server does, in a worker
// within the feed's limits, repairs and closes it, prints figures.
import { createReadStream } from 'node:fs'
import { argv, cpuUsage, resourceUsage } from 'node:process'
import { repairedSupersedence, type SupersedenceEdge, type TrackedPatch } from '@patchyard/domain'
import { readInWorker } from '@patchyard/feeds'

const [, , file = ''] = argv
const began = performance.now()
const patches: TrackedPatch[] = []
const edges: SupersedenceEdge[] = []
const document = file.endsWith('.zip') ? 'definitions' : 'table'
for await (const batch of readInWorker('kb-supersedence', document, {
  chunks: createReadStream(file),
  url: file,
  options: {},
  sinceMs: null,
})) {
  for (const record of batch) {
    if (record.kind === 'patch')
      patches.push({
        key: record.key,
        issuedAtMs: record.issuedAtMs,
        fixedBuild: '',
        isHotpatch: null,
        cves: record.cves,
      })
    else if (record.kind === 'supersedes') edges.push(record)
  }
}
const read = performance.now()
const { graph, products } = repairedSupersedence(patches, edges)
const repaired = performance.now()
let replacements = 0
for (const patch of patches) replacements += graph.supersededBy(patch.key).length
const latest = performance.now()
let pairs = 0
for (const patch of patches) pairs += graph.olderThan(patch.key).length
const closed = performance.now()
console.log(
  JSON.stringify({
    readMs: read - began,
    repairMs: repaired - read,
    supersededByMs: latest - repaired,
    closureMs: closed - latest,
    cpuMs: (cpuUsage().user + cpuUsage().system) / 1000,
    maxRssMiB: resourceUsage().maxRSS / 1024,
    patches: patches.length,
    edges: graph.edges.length,
    derived: products.reduce((sum, product) => sum + product.derived.length, 0),
    replacements,
    pairs,
  }),
)
