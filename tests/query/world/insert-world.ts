import { canonicalJson, versionSchemes } from '@patchyard/domain'
import { foldText, wordLine } from '@patchyard/query'
import { auditColumns, type TestDatabase } from '@patchyard/server/testing'
import { idIn, isListed, labelKinds, personIdIn, publicId, type World } from './world.ts'

type Row = Readonly<Record<string, unknown>>

const text = (name: string, value: string): Row => ({
  [name]: value,
  [`${name}_folded`]: foldText(value),
  [`${name}_words`]: wordLine(value),
})
const key = (scheme: keyof typeof versionSchemes, version: string): string =>
  `\\x${Buffer.from(versionSchemes[scheme].key(version)).toString('hex')}`

/**
 * Writes a world as the owner, outside the wall. What is of the catalog (subscription 0) is written with the first world and
 * must be the same in the others.
 */
export async function insertWorld(db: TestDatabase, world: World): Promise<void> {
  for (const [table, rows] of Object.entries(rowsOf(world))) {
    const [first] = rows
    if (first === undefined) continue
    const columns = Object.keys(first).join(', ')
    await db.owner(
      `insert into ${table} (${columns}) overriding system value
       select ${columns} from json_populate_recordset(null::${table}, $1::json) on conflict do nothing`,
      [JSON.stringify(rows)],
    )
  }
}

function rowsOf(world: World): Record<string, Row[]> {
  const s = world.subscriptionId
  const own = { subscription_id: s }
  const at = '2024-01-01T00:00:00Z'
  const id = (index: number): number => idIn(s, index)
  const patchId = (index: number): number => (world.patches[index]?.catalog === true ? idIn(0, index) : id(index))
  const ofPatch = (index: number): Row => ({ subscription_id: world.patches[index]?.catalog === true ? 0 : s })
  const cveId = (index: number): number => (world.cves[index]?.catalog === true ? idIn(0, index) : id(index))
  const above = (tag: number): number[] => {
    const parent = world.tags[tag]?.parent ?? null
    return parent === null ? [tag] : [tag, ...above(parent)]
  }
  const keys = [...new Set(world.assets.flatMap(a => a.activationKey ?? []))]
  const software = [...new Map(world.assets.flatMap(a => a.software).map(one => [JSON.stringify(one), one])).entries()]
  const softwareIds = new Map(software.map(([name], i) => [name, id(i)]))
  const updates = world.patches.flatMap((p, i) => p.packages.map(name => ({ name, patch: i })))
  const advisories = world.patches.flatMap((p, i) => p.advisories.map(name => ({ name, patch: i })))
  const counts = (patch: number, status: string): number =>
    world.assets.filter(a => isListed(a) && a.findings.some(f => f.patch === patch && f.status === status)).length
  return {
    // Nothing is due: a server over this world does not work its licences out anew while somebody pages through it.
    subscription: [
      {
        ...{ id: s, public_id: publicId('job', 900 + s), name: `s${s}`, created_at: at },
        ...{ licence_kind: 'full', licence_applied: 'full' },
      },
    ],
    person: world.people.map((p, i) => ({
      id: id(i),
      public_id: personIdIn(s, i),
      ...text('name', p.name),
      ...text('email', p.email),
      created_at: at,
    })),
    tag: world.tags.map((t, i) => ({
      id: id(i),
      ...own,
      public_id: t.publicId,
      parent_id: t.parent === null ? null : id(t.parent),
      ...text('name', t.name),
      created_at: at,
    })),
    tag_above: world.tags.flatMap((_, i) => above(i).map(up => ({ tag_id: id(i), above_id: id(up), ...own }))),
    activation_key: keys.map((title, i) => ({
      id: id(i),
      ...own,
      public_id: publicId('job', 700 + i),
      ...text('title', title),
      key_id: `\\x${Buffer.from(`${s}/${title}`).toString('hex')}`,
      public_key: '\\x00',
      root_version: 1,
      auto_accept: true,
      valid_from: at,
      created_at: at,
      created_by: 'test',
    })),
    asset: world.assets.map((a, i) => ({
      asset_id: id(i),
      ...own,
      public_id: a.publicId,
      ...text('name', a.name),
      platform: a.platform,
      ...text('os_name', a.osName),
      ...text('os_family', a.osFamily),
      ...text('os_version', a.osVersion),
      os_version_key: key('winget', a.osVersion),
      ...text('architecture', a.architecture),
      ...text('kernel', a.kernel),
      virtualization: a.virtualization,
      ...text('manufacturer', a.manufacturer),
      ...text('model', a.model),
      ...text('last_user', a.lastUser),
      ...text('time_zone', a.timeZone),
      activation_key_id: a.activationKey === null ? null : id(keys.indexOf(a.activationKey)),
      created_at: at,
      activated_at: a.activatedAt,
      exposed_since: a.exposedAt,
      scan_status: a.scanStatus,
      scan_finished_at: a.scanAt,
      reboot_needed: a.rebootNeeded,
      restart_count: a.restartCount,
      missing_count: a.findings.filter(f => f.status === 'missing').length,
      latest_missing_count: a.findings.filter(f => f.status === 'missing' && f.latest).length,
      missing_critical_count: a.findings.filter(
        f => f.status === 'missing' && world.patches[f.patch]?.severity === 'critical',
      ).length,
      installed_count: a.findings.filter(f => f.status === 'installed').length,
      criticality: a.criticality,
      risk_score: a.riskScore,
      licensed: a.licensed,
      is_evaluation: a.isEvaluation,
    })),
    agent_line: world.assets.map((a, i) => ({
      asset_id: id(i),
      ...own,
      public_id: a.publicId,
      key_id: '\\x00',
      standing: a.standing,
      standing_at: at,
      deactivated_at: a.isDeactivated ? at : null,
      seq: 0,
      link: '\\x00',
      machine: '\\x00',
      boot: '\\x00',
      seen_at: a.seenAt,
      agent_version: a.agentVersion,
      agent_version_key: key('winget', a.agentVersion),
    })),
    asset_tag: world.assets.flatMap((a, i) => a.tags.map(tag => ({ asset_id: id(i), tag_id: id(tag), ...own }))),
    asset_interface: world.assets.flatMap((a, i) =>
      a.interfaces.map(n => ({
        asset_id: id(i),
        ...own,
        address: n.address,
        ...text('name', n.name),
        ...text('mac', n.mac),
      })),
    ),
    package_version: software.map(([name, one]) => ({
      id: softwareIds.get(name),
      ...own,
      row_hash: `\\x${Buffer.from(name).toString('hex')}`,
      scheme: one.scheme,
      ...text('name', one.name),
      architecture: 'amd64',
      version: one.version,
      version_key: key(one.scheme, one.version),
      source_name: one.name,
      source_version: one.version,
      row: [],
      ...text('vendor', one.vendor),
    })),
    asset_package: world.assets.map((a, i) => ({
      asset_id: id(i),
      ...own,
      ids: a.software.map(one => softwareIds.get(JSON.stringify(one)) ?? 0).sort((x, y) => x - y),
    })),
    patch: world.patches.map((p, i) => ({
      id: patchId(i),
      ...ofPatch(i),
      public_id: p.publicId,
      key: `own:${p.publicId}`,
      ...text('title', p.title),
      platform: p.platform,
      track: 'track',
      ...text('category', p.category),
      severity: p.severity,
      vendor_severity: p.vendorSeverity,
      is_security: p.isSecurity,
      reboot_suggested: p.rebootRequired,
      size_bytes: p.size,
      issued_at: p.publishedAt,
      first_reported_at: at,
      superseded_by: p.supersededBy === null ? null : patchId(p.supersededBy),
      deprecated_at: p.isDeprecated ? at : null,
      ...text('vendor', p.vendor),
      ...text('type', p.type),
      ...text('source', p.source),
      download_method: p.downloadMethod,
      is_customized_download_url: p.isCustomizedDownloadUrl,
      is_esu: p.isEsu,
      is_rollback: p.isRollback,
      exploited: p.exploited,
      ransomware: p.ransomware,
      kev: p.kev,
      kev_due_at: p.kevDueAt,
      cvss: p.cvss,
      epss: p.epss,
      modified_at: p.modifiedAt,
    })),
    patch_label: world.patches.flatMap((p, i) =>
      labelKinds.flatMap(kind =>
        (p.labels[kind] ?? []).map(value => ({ patch_id: patchId(i), kind, ...ofPatch(i), ...text('value', value) })),
      ),
    ),
    package_update: updates.map((u, i) => ({
      id: world.patches[u.patch]?.catalog === true ? idIn(0, i) : id(i),
      ...ofPatch(u.patch),
      row_hash: `\\x${Buffer.from(`${u.patch}/${u.name}`).toString('hex')}`,
      patch_id: patchId(u.patch),
      ...text('name', u.name),
      architecture: 'amd64',
      candidate: '1',
      is_security: false,
      origin: '',
      authenticated: true,
      row: [],
    })),
    advisory: advisories.map((a, i) => ({
      id: world.patches[a.patch]?.catalog === true ? idIn(0, i) : id(i),
      ...ofPatch(a.patch),
      row_hash: `\\x${Buffer.from(`${a.patch}/${a.name}`).toString('hex')}`,
      ...text('name', a.name),
      row: [],
    })),
    patch_advisory: advisories.map((a, i) => ({
      patch_id: patchId(a.patch),
      advisory_id: world.patches[a.patch]?.catalog === true ? idIn(0, i) : id(i),
      ...ofPatch(a.patch),
    })),
    cve: world.cves.map((c, i) => ({
      id: cveId(i),
      subscription_id: c.catalog ? 0 : s,
      cve: c.cve,
      ...text('title', c.title),
      severity: c.severity,
      cvss: c.cvss,
      ...text('cvss_vector', c.vector),
      epss: c.epss,
      epss_percentile: c.percentile,
      kev: c.kev,
      kev_due_at: c.kevDueAt,
      ransomware: c.ransomware,
      published_at: c.publishedAt,
      modified_at: c.modifiedAt,
      ssvc_exploitation: c.exploitation,
      ssvc_automatable: c.automatable,
      ssvc_technical_impact: c.impact,
    })),
    cve_cwe: world.cves.flatMap((c, i) =>
      c.cwes.map(cwe => ({ cve_id: cveId(i), subscription_id: c.catalog ? 0 : s, ...text('cwe', cwe) })),
    ),
    patch_cve: world.patches.flatMap((p, i) => p.cves.map(cve => ({ patch_id: patchId(i), cve, ...ofPatch(i) }))),
    finding: world.assets.flatMap((a, i) =>
      a.findings.map(f => ({
        asset_id: id(i),
        patch_id: patchId(f.patch),
        ...own,
        status: f.status === 'missing' ? 1 : 2,
        latest: f.latest,
        first_seen: at,
        since: at,
        exposed_since: at,
      })),
    ),
    patch_count: world.patches.map((_, i) => ({
      ...own,
      patch_id: patchId(i),
      missing: counts(i, 'missing'),
      installed: counts(i, 'installed'),
    })),
    job: world.jobs.map((j, i) => ({
      id: id(i),
      ...own,
      public_id: j.publicId,
      ...text('name', j.name),
      kind: j.kind,
      platform: j.platform,
      state: j.state,
      schedule_type: j.scheduleType,
      spec_version: 1,
      owner_id: id(j.owner),
      asset_count: j.assetCount,
      patch_count: j.patchCount,
      created_at: j.createdAt,
      modified_at: j.modifiedAt,
      last_run_at: j.lastRunAt,
      next_run_at: j.nextRunAt,
      is_recurring: j.isRecurring,
      is_query_based: j.isQueryBased,
      is_complete: j.isComplete,
    })),
    job_co_author: world.jobs.flatMap((j, i) =>
      j.coAuthors.map(person => ({ job_id: id(i), person_id: id(person), ...own })),
    ),
    job_tag: world.jobs.flatMap((j, i) => j.tags.map(tag => ({ job_id: id(i), tag_id: id(tag), ...own }))),
    run: world.jobs.map((_, i) => ({
      id: id(i),
      ...own,
      public_id: publicId('job', 600 + i),
      job_id: id(i),
      spec_version: 1,
      nominal_at: at,
      state: 'active',
      created_at: at,
    })),
    task: world.tasks.map((t, i) => ({
      asset_id: id(t.asset),
      id: id(i),
      ...own,
      public_id: publicId('task', i + 1),
      run_id: id(t.job),
      job_id: id(t.job),
      state: t.state,
      reason: t.reason,
      not_before: at,
      start_before: at,
      finish_before: at,
      created_at: at,
      changed_at: at,
      began_at: t.startedAt,
      ended_at: t.endedAt,
      rebooted: t.rebooted,
      deferrals: t.deferrals,
    })),
    item: world.tasks.flatMap((t, i) =>
      t.items.map((one, n) => ({
        asset_id: id(t.asset),
        task_id: id(i),
        n,
        ...own,
        patch_id: patchId(one.patch),
        state: one.state,
        reason: one.reason,
        exit_code: one.exitCode,
      })),
    ),
    audit: world.audit.map((a, i) => {
      const actor = `${a.kind}:${typeof a.actor === 'number' ? personIdIn(s, a.actor) : a.actor}`
      const object = a.object[1] === null ? a.object[0] : a.object.join(':')
      const row = { actor, action: a.action, object, detail: a.detail }
      const hash = `\\x${String(id(i)).padStart(64, '0')}`
      return {
        n: id(i),
        ...own,
        at: a.at,
        ...row,
        detail: JSON.parse(canonicalJson(a.detail)),
        prev: hash,
        hash,
        ...auditColumns(row),
      }
    }),
  }
}
