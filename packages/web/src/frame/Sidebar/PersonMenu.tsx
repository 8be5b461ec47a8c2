import { isMantineColorScheme, Menu, UnstyledButton, useMantineContext, VisuallyHidden } from '@mantine/core'
import {
  type Icon,
  IconDeviceDesktop,
  IconInfoCircle,
  IconListCheck,
  IconLogout,
  IconMoon,
  IconSelector,
  IconSun,
  IconUserCircle,
} from '@tabler/icons-react'
import { roleLabels } from '@patchyard/domain'
import { Link } from 'react-router'
import { Reported } from '../../components/Reported/Reported.tsx'
import { useMe } from '../Session/session-context.ts'
import { useLeave } from '../Session/use-leave.ts'
import css from './PersonMenu.module.css'
import { type TextKey, t } from '../../i18n/text.ts'

const looks: readonly (readonly ['auto' | 'light' | 'dark', TextKey, Icon])[] = [
  ['auto', 'look.auto', IconDeviceDesktop],
  ['light', 'look.light', IconSun],
  ['dark', 'look.dark', IconMoon],
]

export function PersonMenu({ onGo }: { readonly onGo: () => void }) {
  const me = useMe()
  // Not useMantineColorScheme: it writes a style with innerHTML, which Trusted Types refuse.
  const { colorScheme, setColorScheme } = useMantineContext()
  const leave = useLeave()
  return (
    <Menu position="top-start" width={220}>
      <Menu.Target>
        <UnstyledButton className={css.person}>
          <span className={css.names}>
            <span className={css.name}>
              <Reported text={me.name} />
            </span>
            <span className={css.role}>{me.roles.map(role => roleLabels[role]).join(', ')}</span>
            <VisuallyHidden>{t('frame.menu2')}</VisuallyHidden>
          </span>
          <IconSelector size={15} aria-hidden className={css.arrow} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Reported text={me.email} />
        </Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<IconUserCircle size={15} aria-hidden />} onClick={onGo}>
          {t('frame.myAccount')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('frame.appearance')}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={value => isMantineColorScheme(value) && setColorScheme(value)}>
          {looks.map(([value, label, Shape]) => (
            <Menu.RadioItem key={value} value={value} rightSection={<Shape size={15} aria-hidden />}>
              {t(label)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t('frame.help')}</Menu.Label>
        <Menu.Item
          component={Link}
          to="/supported-systems"
          leftSection={<IconListCheck size={15} aria-hidden />}
          onClick={onGo}
        >
          {t('frame.systems')}
        </Menu.Item>
        <Menu.Item component={Link} to="/about" leftSection={<IconInfoCircle size={15} aria-hidden />} onClick={onGo}>
          {t('frame.about')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} aria-hidden />} onClick={leave.go}>
          {t('frame.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
