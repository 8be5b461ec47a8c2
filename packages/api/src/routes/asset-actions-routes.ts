import { contract } from '../route-contract.ts'
import * as actions from '../schemas/asset-actions.ts'

/** Each for one or many assets inside the caller's scope: `{ ids }`, or `{ query, count }`. */
export const assetActionRoutes = contract({
  scanAssets: {
    method: 'POST',
    path: '/assets/scan',
    permission: 'asset.scan',
    summary: 'Ask assets for a scan now',
    body: actions.AssetPick,
    response: actions.AssetsDone,
  },
  activateAssets: {
    method: 'POST',
    path: '/assets/activate',
    permission: 'asset.manage',
    summary: 'Activate patching for assets',
    body: actions.AssetPick,
    response: actions.AssetsDone,
  },
  deactivateAssets: {
    method: 'POST',
    path: '/assets/deactivate',
    permission: 'asset.manage',
    summary: 'Deactivate patching: the assets stay in the list of agents alone and hold no licence',
    body: actions.AssetPick,
    response: actions.AssetsDone,
  },
  pauseAssets: {
    method: 'POST',
    path: '/assets/pause',
    permission: 'asset.pause',
    summary: 'Pause assets until a date, with a reason',
    body: actions.AssetPause,
    response: actions.AssetsDone,
  },
  resumeAssets: {
    method: 'POST',
    path: '/assets/resume',
    permission: 'asset.pause',
    summary: 'End the pause of assets',
    body: actions.AssetPick,
    response: actions.AssetsDone,
  },
  previewRemoval: {
    method: 'POST',
    path: '/assets/remove/preview',
    permission: 'asset.remove',
    summary: 'What removing these assets would touch',
    body: actions.AssetPick,
    response: actions.AssetRemoval,
  },
  removeAssets: {
    method: 'POST',
    path: '/assets/remove',
    permission: 'asset.remove',
    summary: 'Remove assets and their data; their agents are revoked for ever',
    body: actions.AssetPick,
    response: actions.AssetsDone,
    stepUp: true,
    keys: 'allowed',
  },
  getAssetSettings: {
    method: 'GET',
    path: '/settings/assets',
    permission: 'asset.read',
    summary: 'When silent assets are stale, and when they are removed',
    response: actions.AssetSettings,
  },
  setAssetSettings: {
    method: 'PATCH',
    path: '/settings/assets',
    permission: 'settings.manage',
    summary: 'Say when silent assets are stale, and when they are removed',
    body: actions.AssetSettings,
    response: actions.AssetSettings,
  },
})
