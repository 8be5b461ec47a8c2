import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { Permission } from '@patchyard/domain'
import { useRef, useState } from 'react'
import { useCan } from '../../frame/Session/session-context.ts'
import { type TextKey, t } from '../../i18n/text.ts'
import type { AssetTarget } from './asset-target.ts'
import { PauseAssets } from './PauseAssets.tsx'
import { RemoveAssets } from './RemoveAssets.tsx'
import { type AssetDialogProps, SimpleAction } from './SimpleAction.tsx'
import { TagAssets } from './TagAssets.tsx'

const steps = {
  tag: { label: 'assetAction.tag', needs: 'tag.assign' },
  untag: { label: 'assetAction.untag', needs: 'tag.assign' },
  scan: { label: 'assetAction.scan', needs: 'asset.scan' },
  pause: { label: 'assetAction.pause', needs: 'asset.pause' },
  resume: { label: 'assetAction.resume', needs: 'asset.pause' },
  activate: { label: 'assetAction.activate', needs: 'asset.manage' },
  deactivate: { label: 'assetAction.deactivate', needs: 'asset.manage' },
  remove: { label: 'assetAction.remove', needs: 'asset.remove' },
} as const satisfies Record<string, { readonly label: TextKey; readonly needs: Permission }>
export type AssetStep = keyof typeof steps

/** Whether somebody may do at least one of these. */
export const mayDoAny = (can: (permission: Permission) => boolean, offered: readonly AssetStep[]): boolean =>
  offered.some(step => can(steps[step].needs))

interface AssetActionsProps {
  readonly target: AssetTarget
  /** In this order. */
  readonly steps: readonly AssetStep[]
  onDone?(step: AssetStep): void
}

/** What may be done with assets, one or many, as a menu; everything asks first and says what it touches. */
export function AssetActions({ target, steps: offered, onDone }: AssetActionsProps) {
  const can = useCan()
  // The menu is gone when a dialog closes; the focus goes back to what opened it.
  const button = useRef<HTMLButtonElement>(null)
  const [asked, setAsked] = useState<AssetStep | null>(null)
  const possible = offered.filter(step => can(steps[step].needs))
  if (possible.length === 0) return null
  const dialog: AssetDialogProps = {
    target,
    returnTo: button,
    onClose: () => setAsked(null),
    onDone: () => {
      setAsked(null)
      if (asked !== null) onDone?.(asked)
    },
  }
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button ref={button} variant="default" rightSection={<IconChevronDown size={15} aria-hidden />}>
            {t('assetAction.actions')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {possible.map(step => (
            <Menu.Item key={step} onClick={() => setAsked(step)}>
              {t(steps[step].label)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asked !== null && <Asked step={asked} {...dialog} />}
    </>
  )
}

function Asked({ step, ...dialog }: AssetDialogProps & { readonly step: AssetStep }) {
  switch (step) {
    case 'tag':
      return <TagAssets action="assign" {...dialog} />
    case 'untag':
      return <TagAssets action="remove" {...dialog} />
    case 'pause':
      return <PauseAssets {...dialog} />
    case 'remove':
      return <RemoveAssets {...dialog} />
    case 'scan':
    case 'resume':
    case 'activate':
    case 'deactivate':
      return <SimpleAction step={step} {...dialog} />
  }
}
