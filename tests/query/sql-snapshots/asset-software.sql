-- asset: software:(name:`nginx` and version<1.24)
-- page
select a.asset_id as id, a.name_folded as sort_key
from asset a
left join agent_line l on l.asset_id = a.asset_id
and l.subscription_id = $1
left join activation_key ak on ak.id = a.activation_key_id
and ak.subscription_id = $2
where a.subscription_id = $3
and not exists (select 1
from agent_line u
where u.asset_id = a.asset_id
and u.subscription_id = $4
and u.standing not in ('active', 'quarantined'))
and exists (select 1
from asset_package ap
where ap.asset_id = a.asset_id
and ap.subscription_id = $5
and ap.ids && array(select pv.id
from package_version pv
where pv.subscription_id = $6
and (pv.name = $7
and ((pv.scheme = $8
and pv.version_key < $9::bytea) or (pv.scheme = $10
and pv.version_key < $11::bytea) or (pv.scheme = $12
and pv.version_key < $13::bytea) or (pv.scheme = $14
and pv.version_key < $15::bytea) or (pv.scheme = $16
and pv.version_key < $17::bytea)))))
and (a.name_folded, a.asset_id) > ($18::text, $19::bigint)
and true
order by a.name_folded asc, a.asset_id asc
limit $20::bigint;
-- count
select count(*) as n
from asset a
left join agent_line l on l.asset_id = a.asset_id
and l.subscription_id = $1
left join activation_key ak on ak.id = a.activation_key_id
and ak.subscription_id = $2
where a.subscription_id = $3
and not exists (select 1
from agent_line u
where u.asset_id = a.asset_id
and u.subscription_id = $4
and u.standing not in ('active', 'quarantined'))
and exists (select 1
from asset_package ap
where ap.asset_id = a.asset_id
and ap.subscription_id = $5
and ap.ids && array(select pv.id
from package_version pv
where pv.subscription_id = $6
and (pv.name = $7
and ((pv.scheme = $8
and pv.version_key < $9::bytea) or (pv.scheme = $10
and pv.version_key < $11::bytea) or (pv.scheme = $12
and pv.version_key < $13::bytea) or (pv.scheme = $14
and pv.version_key < $15::bytea) or (pv.scheme = $16
and pv.version_key < $17::bytea)))))
and true;
