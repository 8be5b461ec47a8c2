import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from '@mantine/core'
import { fontFamily, metrics, monoFamily, type SchemeTokens, schemes } from './tokens.ts'
import { theme } from './theme.ts'

const kebab = (name: string): string => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)

const ownVariables = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`--py-${kebab(name)}`, value]))

/** Where Mantine's own variables take our tokens. */
const mantineColours = (t: SchemeTokens): Record<string, string> => ({
  '--mantine-primary-color-filled': t.accent,
  '--mantine-primary-color-filled-hover': t.accentHover,
  '--mantine-primary-color-contrast': t.onAccent,
  '--mantine-primary-color-light': t.accentSoft,
  '--mantine-primary-color-light-hover': t.accentSoft,
  '--mantine-primary-color-light-color': t.accent,
  '--mantine-color-petrol-filled': t.accent,
  '--mantine-color-petrol-filled-hover': t.accentHover,
  '--mantine-color-petrol-contrast': t.onAccent,
  '--mantine-color-bright': t.text,
  '--mantine-color-text': t.text,
  '--mantine-color-body': t.surface,
  '--mantine-color-error': t.danger,
  '--mantine-color-placeholder': t.textQuiet,
  '--mantine-color-anchor': t.accent,
  '--mantine-color-default': t.surface,
  '--mantine-color-default-hover': t.raised,
  '--mantine-color-default-color': t.text,
  '--mantine-color-default-border': t.lineButton,
  '--mantine-color-dimmed': t.textQuiet,
  '--mantine-color-disabled': t.neutralSoft,
  '--mantine-color-disabled-color': t.textQuiet,
  '--mantine-color-disabled-border': t.line,
  '--mantine-color-gray-light-color': t.textQuiet,
  '--mantine-color-gray-light-hover': t.raised,
})

/** Mantine brings a dozen palettes; these are the ones that its components name by themselves. */
const usedColours: readonly string[] = ['petrol', 'red', 'gray', 'dark']

const variablesOf = (t: SchemeTokens): Record<string, string> => ({
  ...ownVariables({ ...t }),
  ...mantineColours(t),
})

/**
 * The style sheet with all design tokens and Mantine's variables. It is made at build time (vite.config.ts), because
 * Mantine would write it with `innerHTML` when the page runs, which Trusted Types refuse.
 */
export function themeCss(): string {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme)
  const colors = Object.fromEntries(Object.entries(merged.colors).filter(([name]) => usedColours.includes(name)))
  const base = defaultCssVariablesResolver({ ...merged, colors: colors as typeof merged.colors })
  return convertCssVariables(
    {
      variables: { ...base.variables, ...ownVariables({ ...metrics, fontFamily, monoFamily }) },
      light: { ...base.light, ...variablesOf(schemes.light) },
      dark: { ...base.dark, ...variablesOf(schemes.dark) },
    },
    ':root',
  )
}
