import { createTheme, type MantineColorsTuple } from '@mantine/core'
import { variantColors } from './variant-colors.ts'
import { fontFamily, metrics, monoFamily, schemes } from './tokens.ts'

// Mantine wants ten shades. Components take their colours from the variables that theme-css.ts sets from the tokens;
// these only fill the places that it does not name.
const petrol: MantineColorsTuple = [
  '#e9f5f9',
  schemes.light.accentSoft,
  '#b7dae6',
  '#8cc5d8',
  schemes.dark.accent,
  '#3798b8',
  '#1c7f9f',
  schemes.light.accent,
  schemes.light.accentHover,
  '#083c50',
]

// Mantine's fields and boxes take their dark grounds from `dark`, their light borders from `gray`.
const gray: MantineColorsTuple = [
  schemes.light.ground,
  schemes.light.raised,
  schemes.light.neutralSoft,
  schemes.light.line,
  schemes.light.lineButton,
  '#a3afb7',
  schemes.light.lineStrong,
  schemes.light.textQuiet,
  '#3a454d',
  schemes.light.text,
]
const dark: MantineColorsTuple = [
  schemes.dark.text,
  '#c5ced3',
  schemes.dark.textQuiet,
  '#7a8891',
  schemes.dark.lineButton,
  schemes.dark.line,
  schemes.dark.surface,
  schemes.dark.surface,
  schemes.dark.ground,
  schemes.dark.sidebar,
]

const fieldSize = { size: 'sm' } as const

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 4 },
  colors: { petrol, gray, dark },
  variantColorResolver: variantColors,
  fontFamily,
  fontFamilyMonospace: monoFamily,
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: '6px', sm: '10px', md: '14px', lg: '20px', xl: '28px' },
  radius: { xs: '3px', sm: metrics.radius, md: metrics.radiusLarge, lg: '12px', xl: '20px' },
  defaultRadius: 'sm',
  headings: { fontFamily, fontWeight: '600' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    TextInput: { defaultProps: fieldSize },
    PasswordInput: {
      defaultProps: {
        ...fieldSize,
        visibilityToggleFocusable: true,
        visibilityToggleButtonProps: { 'aria-label': 'Show or hide the password' },
      },
    },
    NativeSelect: { defaultProps: fieldSize },
    Textarea: { defaultProps: fieldSize },
    Checkbox: { defaultProps: { size: 'xs', color: 'var(--py-accent)', iconColor: 'var(--py-on-accent)' } },
    Radio: { defaultProps: { size: 'xs', color: 'var(--py-accent)', iconColor: 'var(--py-on-accent)' } },
    Switch: { defaultProps: { size: 'sm' } },
    Menu: {
      defaultProps: {
        shadow: 'md',
        position: 'bottom-end',
        transitionProps: { duration: 0 },
        // Inside the main landmark, and without an unnamed element before the items: what axe asks of a menu.
        portalProps: { target: '#content' },
        withInitialFocusPlaceholder: false,
      },
    },
    Modal: {
      defaultProps: {
        centered: true,
        radius: 'md',
        padding: 'lg',
        closeButtonProps: { 'aria-label': 'Close' },
        transitionProps: { duration: 80 },
        overlayProps: { blur: 0, backgroundOpacity: 0.38 },
      },
    },
  },
})
