import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconChevronDown, IconDots } from '@tabler/icons-react'
import { Fragment, type ReactNode, useRef, useState } from 'react'

export interface MenuAction<Step extends string> {
  readonly step: Step
  readonly label: string
  readonly danger?: boolean
  /** Not possible now; the label says why. */
  readonly isOff?: boolean
  /** A line above it. */
  readonly isApart?: boolean
}

interface ActionMenuProps<Step extends string> {
  readonly label: string
  /** `dots`: where there is no room for words; the label is its name. */
  readonly look?: 'button' | 'dots'
  readonly actions: readonly MenuAction<Step>[]
  /** The dialog of a step. */
  renderDialog(step: Step, close: () => void): ReactNode
}

/** What is done with one thing as a whole: each item opens a dialog, and the focus comes back to the button. */
export function ActionMenu<Step extends string>(props: ActionMenuProps<Step>) {
  const { label, look = 'button', actions, renderDialog } = props
  const [asked, setAsked] = useState<Step | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const close = (): void => {
    setAsked(null)
    button.current?.focus()
  }
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          {look === 'dots' ? (
            <ActionIcon ref={button} variant="subtle" color="gray" aria-label={label}>
              <IconDots size={17} aria-hidden />
            </ActionIcon>
          ) : (
            <Button ref={button} variant="default" rightSection={<IconChevronDown size={15} aria-hidden />}>
              {label}
            </Button>
          )}
        </Menu.Target>
        <Menu.Dropdown>
          {actions.map(action => (
            <Fragment key={action.step}>
              {action.isApart === true && <Menu.Divider />}
              <Menu.Item
                disabled={action.isOff === true}
                {...(action.danger === true ? { color: 'red' } : {})}
                onClick={() => setAsked(action.step)}
              >
                {action.label}
              </Menu.Item>
            </Fragment>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asked !== null && <Asked step={asked} onClose={close} renderDialog={renderDialog} />}
    </>
  )
}

interface AskedProps<Step extends string> extends Pick<ActionMenuProps<Step>, 'renderDialog'> {
  readonly step: Step
  onClose(): void
}

const Asked = <Step extends string>({ step, onClose, renderDialog }: AskedProps<Step>) => renderDialog(step, onClose)
