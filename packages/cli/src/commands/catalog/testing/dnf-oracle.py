# Asks dnf's own library what it would upgrade in an installroot from one repository: JSON on standard output.
import json, os, sys
import dnf, hawkey

root, repository = sys.argv[1:3]
base = dnf.Base()
conf = base.conf
conf.installroot = root
conf.cachedir = os.path.join(root, 'var/cache/dnf')
conf.persistdir = os.path.join(root, 'var/lib/dnf')
conf.logdir = os.path.join(root, 'var/log')
conf.reposdir = []
conf.pluginpath = []
conf.substitutions['releasever'] = '9'
conf.substitutions['arch'] = conf.substitutions['basearch'] = 'x86_64'
conf.module_platform_id = 'platform:el9'
conf.gpgcheck = False
base.repos.add_new_repo('offered', conf, baseurl=['file://' + repository])
base.fill_sack()
installed = {}
for one in base.sack.query().installed():
    key = (one.name, one.arch)
    if key not in installed or installed[key] < one:
        installed[key] = one
base.upgrade_all()
base.resolve()
found = []


def advisories(old, new):
    ids = set()
    for advisory in new.get_advisories(hawkey.LT | hawkey.EQ):
        for one in advisory.packages:
            if one.name == new.name and one.arch == new.arch and base.sack.evr_cmp(one.evr, old.evr) > 0 >= base.sack.evr_cmp(one.evr, new.evr):
                ids.add(advisory.id)
    return sorted(ids)


transaction = list(base.transaction)
replaced = {}
for item in transaction:
    if item.action in (dnf.transaction.PKG_UPGRADED, dnf.transaction.PKG_OBSOLETED):
        replaced[item.pkg] = item.action
for item in transaction:
    if item.action not in dnf.transaction.FORWARD_ACTIONS:
        continue
    new = item.pkg
    olds = [one for one in replaced if one.name == new.name or new in base.sack.query().filterm(obsoletes=[one])]
    if not olds:
        olds = [installed[(new.name, new.arch)]] if (new.name, new.arch) in installed else []
    for old in olds:
        same = old.name == new.name
        if same and old.arch != new.arch and 'noarch' not in (old.arch, new.arch):
            continue
        found.append({
            'name': old.name, 'from': old.evr, 'to': new.evr, 'arch': new.arch,
            'replacedBy': None if same else new.name, 'advisories': advisories(old, new) if same else None,
        })
print(json.dumps(found))
