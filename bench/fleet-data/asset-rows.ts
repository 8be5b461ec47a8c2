import { versionSchemes } from '@patchyard/domain'
import type { MadeAsset } from './assets.ts'
import type { Row } from './copy-rows.ts'
import { Dice } from './dice.ts'
import type { AssetCounts } from './load-findings.ts'
import { benchNowMs, dayMs } from './sizes.ts'
import { computedColumns, textColumns } from './text-columns.ts'

export function assetRow(asset: MadeAsset, counts: AssetCounts): Row {
  const { kind } = asset
  const scannedAt = asset.scannedMs === null ? null : new Date(asset.scannedMs)
  return {
    asset_id: asset.id,
    subscription_id: asset.subscriptionId,
    public_id: asset.publicId,
    ...textColumns('name', asset.name),
    platform: kind.platform,
    ...textColumns('os_name', kind.osName),
    os_id: kind.osId,
    ...textColumns('os_family', kind.osFamily),
    ...textColumns('os_version', kind.osVersion),
    os_version_key: versionSchemes.winget.key(kind.osVersion),
    ...textColumns('architecture', kind.platform === 'macos' ? 'arm64' : 'x86_64'),
    ...textColumns('kernel', kind.kernels[asset.level % kind.kernels.length] ?? ''),
    virtualization: asset.virtualization,
    ...textColumns('manufacturer', asset.manufacturer),
    ...textColumns('model', asset.model),
    ...textColumns('last_user', asset.user),
    ...textColumns('time_zone', 'Europe/Berlin'),
    agent_version: `0.1.${asset.level}`,
    provider: kind.provider,
    created_at: new Date(benchNowMs - 400 * dayMs),
    activated_at: asset.standing === 'pending' ? null : new Date(benchNowMs - 399 * dayMs),
    licensed: true,
    scan_status: asset.scanStatus,
    scan_started_at: scannedAt,
    scan_finished_at: scannedAt,
    scan_problems: asset.scanStatus === 'failed' ? '[{"code":"engine","detail":"the engine did not answer"}]' : '[]',
    reboot_needed: asset.rebootNeeded,
    restart_count: asset.restarts,
    system: systemOf(asset),
    criticality: 5 - asset.environment,
    package_count: 0,
    ...counts,
  }
}

/** About as long as what a host reports: it lies in the same row, and whoever reads the table through pays for it. */
function systemOf(asset: MadeAsset): string {
  return JSON.stringify({
    hostname: asset.name,
    osName: asset.kind.osName,
    osId: asset.kind.osId,
    osVersionId: asset.kind.osVersion,
    kernelRunning: asset.kind.kernels[0],
    manufacturer: asset.manufacturer,
    model: asset.model,
    lastUser: asset.user,
    zone: 'Europe/Berlin',
    provider: asset.kind.provider,
    memoryMiB: 16_384,
    processors: 8,
    diskFreeMiB: 51_200,
    bootedAt: new Date(asset.seenMs).toISOString(),
    repositories: ['main', 'updates', 'security', 'extras'].map(id => ({ id, state: 'ok', error: '', signed: true })),
  })
}

export function lineRow(asset: MadeAsset): Row {
  const dice = new Dice('line', asset.id)
  return {
    asset_id: asset.id,
    subscription_id: asset.subscriptionId,
    public_id: dice.uuid(),
    key_id: dice.bytes(32),
    standing: asset.standing,
    standing_at: new Date(benchNowMs - 399 * dayMs),
    seq: 1000,
    link: dice.bytes(32),
    machine: dice.bytes(32),
    boot: dice.bytes(16),
    seen_at: new Date(asset.seenMs),
    address: asset.addresses[0]?.address ?? null,
    agent_version: `0.1.${asset.level}`,
    agent_version_key: versionSchemes.winget.key(`0.1.${asset.level}`),
  }
}

export function* interfaceRows(assets: Iterable<MadeAsset>): Generator<Row> {
  for (const asset of assets) {
    for (const one of asset.addresses) {
      yield {
        asset_id: asset.id,
        subscription_id: asset.subscriptionId,
        ...textColumns('name', one.name),
        address: one.address,
        mac: one.mac,
        ...computedColumns('mac', one.mac),
      }
    }
  }
}
