# Catalog.pm: all that an extension has put into the catalogs, as lines of text
# that can be compared between databases.
#
# A line is "object | property | value".  The database has nothing but the
# extension, so what has an OID of a user's object is its, member or not.  Rows
# are taken whole, as JSON, so a column that a later server adds is compared
# too; only OIDs, and what storage decides, are left out or told by name.
package Catalog;

use strict;
use warnings;

# What a catalog shows: its condition, the columns left out, and what stands for
# them.  Columns of the types reg* are names already.
my %catalog = (
	pg_proc => {
		without => 'oid pronamespace proowner prolang provariadic prorettype proargtypes proallargtypes proargdefaults prosqlbody proacl',
		with => q{'definition', CASE WHEN prokind <> 'a' THEN pg_get_functiondef(oid) END, 'arguments', pg_get_function_arguments(oid),
			'result', pg_get_function_result(oid), 'owner', proowner::regrole, 'language', (SELECT lanname FROM pg_language WHERE oid = prolang),
			'variadic', provariadic::regtype, 'acl', %acl(proacl)} },
	pg_aggregate => {
		key => q{'aggregate ' || aggfnoid::regprocedure}, where => 'aggfnoid::oid >= 16384',
		without => 'aggsortop aggtranstype aggmtranstype',
		with => q{'sortop', aggsortop::regoperator, 'transtype', aggtranstype::regtype, 'mtranstype', aggmtranstype::regtype} },
	pg_type => {
		without => 'oid typnamespace typowner typrelid typelem typarray typbasetype typcollation typdefaultbin typacl',
		with => q{'owner', typowner::regrole, 'relation', typrelid::regclass, 'element', typelem::regtype, 'array', typarray::regtype,
			'base', typbasetype::regtype, 'collation', typcollation::regcollation, 'acl', %acl(typacl)} },
	pg_class => {
		# 18 counts tuples in other ways, and all of them count pages
		where => q{oid >= 16384 AND relkind <> 't' AND NOT relname ~ '^pg_toast'},
		without => 'oid relnamespace reltype reloftype relowner relam relfilenode reltablespace relpages reltuples relallvisible relallfrozen'
		  . ' reltoastrelid relfrozenxid relminmxid relrewrite relacl',
		with => q{'owner', relowner::regrole, 'am', (SELECT amname FROM pg_am WHERE oid = relam), 'type', reloftype::regtype,
			'view', CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) END, 'acl', %acl(relacl)} },
	pg_attribute => {
		key => q{'column ' || attrelid::regclass || '.' || attname}, where => q{attrelid >= 16384 AND NOT attrelid::regclass::text ~ '^pg_toast'},
		without => 'attrelid atttypid attcollation attcacheoff attacl attmissingval attoptions',
		with => q{'type', format_type(atttypid, atttypmod), 'collation', attcollation::regcollation, 'acl', %acl(attacl),
			-- some servers note there when the column was made
			'options', (SELECT array_agg(o) FROM unnest(attoptions) AS o WHERE o !~ '^pg_attver='),
			'default', (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = attrelid AND adnum = attnum)} },
	pg_constraint => {
		where => q{oid >= 16384},
		without => 'oid connamespace conrelid contypid conindid conparentid confrelid conpfeqop conppeqop conffeqop conexclop conbin',
		with => q{'definition', pg_get_constraintdef(oid), 'relation', conrelid::regclass, 'type', contypid::regtype, 'index', conindid::regclass} },
	pg_index => {
		key => q{'index ' || indexrelid::regclass}, where => q{indexrelid >= 16384 AND NOT indrelid::regclass::text ~ '^pg_toast'},
		without => 'indexrelid indrelid indclass indcollation indexprs indpred',
		with => q{'definition', pg_get_indexdef(indexrelid)} },
	pg_trigger => { where => 'oid >= 16384', without => 'oid tgrelid tgparentid tgfoid tgconstrrelid tgconstrindid tgconstraint tgqual',
		with => q{'definition', pg_get_triggerdef(oid)} },
	pg_rewrite => { where => 'oid >= 16384', without => 'oid ev_class ev_qual ev_action', with => q{'definition', pg_get_ruledef(oid)} },
	pg_sequence => { key => q{'sequence ' || seqrelid::regclass}, where => 'seqrelid >= 16384', without => 'seqrelid seqtypid',
		with => q{'type', seqtypid::regtype} },
	pg_operator => {
		without => 'oid oprnamespace oprowner oprleft oprright oprresult oprcom oprnegate',
		with => q{'owner', oprowner::regrole, 'left', oprleft::regtype, 'right', oprright::regtype, 'result', oprresult::regtype,
			'commutator', oprcom::regoperator, 'negator', oprnegate::regoperator} },
	pg_opclass => {
		without => 'oid opcmethod opcnamespace opcowner opcfamily opcintype opckeytype',
		with => q{'owner', opcowner::regrole, 'family', (SELECT opfname FROM pg_opfamily WHERE oid = opcfamily),
			'input', opcintype::regtype, 'key', opckeytype::regtype} },
	pg_opfamily => { without => 'oid opfmethod opfnamespace opfowner', with => q{'owner', opfowner::regrole} },
	pg_amop => {
		where => 'oid >= 16384',
		without => 'oid amopfamily amoplefttype amoprighttype amopopr amopmethod amopsortfamily',
		with => q{'operator', amopopr::regoperator, 'sort family', (SELECT opfname FROM pg_opfamily WHERE oid = amopsortfamily)} },
	pg_amproc => { where => 'oid >= 16384', without => 'oid amprocfamily amproclefttype amprocrighttype' },
	pg_cast => { without => 'oid castsource casttarget castfunc', with => q{'function', castfunc::regprocedure} },
	pg_event_trigger => { without => 'oid evtowner evtfoid', with => q{'owner', evtowner::regrole, 'function', evtfoid::regprocedure} },
	pg_policy => { where => 'oid >= 16384', without => 'oid polrelid polroles polqual polwithcheck',
		with => q{'roles', polroles::regrole[], 'using', pg_get_expr(polqual, polrelid), 'check', pg_get_expr(polwithcheck, polrelid)} },
	pg_namespace => { where => q{oid >= 16384 OR nspname = 'public'}, without => 'oid nspowner nspacl', with => q{'owner', nspowner::regrole, 'acl', %acl(nspacl)} },
	pg_extension => { where => q{extname <> 'plpgsql'}, without => 'oid extowner extnamespace extconfig',
		with => q{'owner', extowner::regrole, 'schema', extnamespace::regnamespace, 'config', extconfig::regclass[]} });

sub acl { return "(SELECT array_agg(a::text ORDER BY a::text COLLATE \"C\") FROM unnest($_[0]) AS a)"; }

sub catalog_query
{
	my ($name) = @_;
	my %c = %{ $catalog{$name} };
	my $where = $c{where} || 'oid >= 16384';
	my $key = $c{key} || "pg_describe_object('$name'::regclass, oid, 0)";
	my $without = join ',', split ' ', $c{without};
	(my $with = $c{with} || '') =~ s/%acl\((\w+)\)/acl($1)/ge;
	return "SELECT $key AS object, p.key AS property, p.value::text AS value
		FROM $name AS row, jsonb_each((to_jsonb(row) - '{$without}'::text[]) || jsonb_build_object($with)) AS p WHERE $where";
}

# What is said of objects beside their own rows.
my @beside = (
	q{SELECT coalesce(pg_describe_object(classoid, objoid, objsubid), '?'), 'comment', to_jsonb(description)::text FROM pg_description WHERE objoid >= 16384},
	q{SELECT pg_describe_object(d.classid, d.objid, d.objsubid), 'depends on',
			concat(pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid), ' ', d.deptype)
		FROM pg_depend AS d WHERE d.objid >= 16384 AND d.classid <> 'pg_extension'::regclass
			AND NOT EXISTS (SELECT FROM pg_class AS t WHERE t.relkind IN ('t', 'i') AND t.oid = d.objid AND t.relname ~ '^pg_toast')},
	q{SELECT pg_describe_object(classid, objid, objsubid), 'is of a role', concat(refobjid::regrole, ' ', deptype)
		FROM pg_shdepend WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND refclassid = 'pg_authid'::regclass},
	q{SELECT coalesce(pg_describe_object(classoid, objoid, objsubid), '?'), 'initial privileges', concat(privtype, ' ', } . acl('initprivs') . q{)
		FROM pg_init_privs WHERE objoid >= 16384});

# The lines of the database that the function asks.  search_path is empty, so
# that every name stands with its schema.
sub lines
{
	my ($ask) = @_;
	my $query = join "\nUNION ALL ", (map { catalog_query($_) } sort keys %catalog), @beside;
	return split /\n/, $ask->("SET search_path = ''; SELECT concat_ws(' | ', object, property, replace(value, E'\\n', ' '))
		FROM ($query) AS q (object, property, value)");
}

# Kinds of members that this file does not know of would be compared by their
# dependencies alone.
sub unknown_kinds
{
	my ($ask) = @_;
	return grep { !$catalog{$_} } split /\n/,
	  $ask->("SELECT DISTINCT classid::regclass FROM pg_catalog.pg_depend WHERE deptype = 'e' AND objid >= 16384");
}

# The lines that only one of two lists has, marked as diff does.
sub differences
{
	my ($before, $after) = @_;
	my (%count, %sign);
	$count{$_}-- for @$before;
	$count{$_}++ for @$after;
	return map { my $n = $count{$_}; (($n < 0 ? '-' : '+') . $_) x abs $n } sort grep { $count{$_} } keys %count;
}

1;
