/** SLES, SLED, SLE Micro, openSUSE by their os-release ID. What their engine installs are patches of updateinfo.xml, which have names of their own. */
export const isSuse = (distro: string): boolean => /^(?:opensuse|suse|sle|sl-)/.test(distro)
